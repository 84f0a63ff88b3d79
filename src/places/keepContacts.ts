import { guardBox } from '../guard/index.ts'
import type { TextInput } from '../identity/index.ts'
import { command } from '../kit/command.ts'
import type { Problems } from '../kit/errors.ts'
import type { Shown } from '../kit/http.ts'
import type { GuardBox, Head } from '../kit/partials.ts'
import { type View, view } from '../kit/render.ts'
import { scoped } from '../kit/scope.ts'
import { contactsForm, mostContacts } from './contacts.ts'
import { placePolicy } from './policy.ts'
import { findSite, type SiteFound } from './site.ts'
import { url } from './views.ts'

const { keepContacts: mayKeep } = placePolicy.actions

const findToKeep = scoped(placePolicy, async (_reach, ctx): Promise<SiteFound | null> => {
  const found = await findSite(ctx)
  return found && mayKeep(ctx.actor, found.site) === true ? found : null
})

/** Whom the trainees of a site ask for what: kept by those who answer for training there, and by the programme's office. */
export const keepContacts = command({
  prepares: true,
  find: findToKeep,
  may: (actor, { site }) => mayKeep(actor, site),
  input: () => contactsForm,
  free: (contacts) => ({
    texts: Object.fromEntries(contacts.map(({ what }, row) => [`what${row}`, what])),
    known: contacts.map(({ name }) => name),
  }),
  run: async (ctx, { site }, contacts) => {
    await ctx.db.site.update({ where: { id: site.id }, data: { contacts } })
    return { siteId: site.id, count: contacts.length }
  },
  audit: (data) => ({ type: 'site.contacts', data }),
})

interface ContactsPage {
  head: Head
  problems: Problems
  action: string
  rows: { legend: string; inputs: TextInput[] }[]
  guard: GuardBox | null
  back: string
}

declare module '../kit/render.ts' {
  interface Pages {
    'places/contacts': ContactsPage
  }
}

/** The form of a site's contacts: those that there are, and empty rows for more. */
export function contactsPage({ site, contacts }: SiteFound, { typed, problems }: Shown): View {
  const rows = Array.from({ length: mostContacts }, (_, row) => {
    const input = (key: 'name' | 'what' | 'email' | 'phone', label: string, more: Partial<TextInput>): TextInput => {
      const name = `${key}${row}`
      const value = typed ? String(typed[name] ?? '') : (contacts[row]?.[key] ?? '')
      return { name, label, value, problem: problems[name] ?? null, ...more }
    }
    return {
      legend: contacts[row]?.name ?? `Contact ${row + 1}`,
      inputs: [
        input('name', 'Name', { max: 80, hint: 'A person or an office.' }),
        input('what', 'For what', { max: 120 }),
        input('email', 'E-mail address', { type: 'email', max: 254, optional: true }),
        input('phone', 'Phone', { type: 'tel', max: 30, optional: true }),
      ],
    }
  })
  return view('places/contacts', {
    head: {
      title: `Whom to ask at ${site.name}`,
      sub: 'Trainees read this while they are there, or are about to come. An empty row is no contact.',
      over: { link: { label: site.name, href: url.site(site.id) }, text: null },
    },
    problems,
    action: url.contacts(site.id),
    rows,
    guard: guardBox({ typed, problems }),
    back: url.site(site.id),
  })
}

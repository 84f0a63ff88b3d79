import { z } from 'zod'
import { emailAddress, optionalPhone } from '../identity/index.ts'
import type { DbOrTx } from '../kit/context.ts'
import { line } from '../kit/inputs.ts'
import type { Fact } from '../kit/partials.ts'

const Contact = z.object({
  name: z.string(),
  /** What one asks them. */
  what: z.string(),
  email: z.string().nullable(),
  phone: z.string().nullable(),
})

/** Whom the trainees of a site ask for what. */
export type Contact = z.infer<typeof Contact>

/** The contacts of one site, as its trainees read them. */
export interface SiteContacts {
  siteId: string
  site: string
  contacts: Contact[]
}

/** What stands in a site's record as contacts, less what is not one. */
export function readContacts(json: unknown): Contact[] {
  return (Array.isArray(json) ? json : []).flatMap((one) => {
    const parsed = Contact.safeParse(one)
    return parsed.success ? [parsed.data] : []
  })
}

/**
 * The contacts of sites, of those that have any, in the order of the ids: one query. They are for those who are there or
 * will be, and for those who look after them; the caller has established that.
 */
export async function contactsAt(db: DbOrTx, siteIds: readonly string[]): Promise<SiteContacts[]> {
  const ids = [...new Set(siteIds)]
  const rows = await db.site.findMany({
    where: { id: { in: ids } },
    select: { id: true, name: true, contacts: true },
  })
  return ids.flatMap((id) => {
    const row = rows.find((one) => one.id === id)
    const contacts = readContacts(row?.contacts)
    return row && contacts.length > 0 ? [{ siteId: id, site: row.name, contacts }] : []
  })
}

/** A contact as lines of a page. */
export const contactFacts = ({ what, email, phone }: Contact): Fact[] => [
  { label: 'For', value: what },
  ...(email ? [{ label: 'Mail', value: email, href: `mailto:${email}` }] : []),
  ...(phone ? [{ label: 'Phone', value: phone, href: `tel:${phone.replace(/[^+\d]/g, '')}` }] : []),
]

/** So many fit on a site's page. */
export const mostContacts = 6

const optionalEmail = z.preprocess(
  (value) => (value === '' || value === undefined ? null : value),
  emailAddress.nullable(),
)

/** The contacts of a site as a form sends them: rows name0, what0, email0, phone0, name1 …; an empty row is none. */
export const contactsForm: z.ZodType<Contact[]> = z.preprocess(
  (body) => body ?? {},
  z
    .object(
      Object.fromEntries(
        Array.from({ length: mostContacts }, (_, row) => [
          [`name${row}`, line(80)],
          [`what${row}`, line(120)],
          [`email${row}`, optionalEmail],
          [`phone${row}`, optionalPhone],
        ]).flat() as [string, z.ZodType<string | null>][],
      ),
    )
    .transform((values, issues) => {
      const rows = Array.from({ length: mostContacts }, (_, row) => {
        const [name, what, email, phone] = ['name', 'what', 'email', 'phone'].map(
          (key) => values[`${key}${row}`] ?? null,
        )
        if (!name && !what && !email && !phone) return null
        const missing = (key: string, message: string) =>
          issues.addIssue({ code: 'custom', path: [`${key}${row}`], message })
        if (!name) missing('name', 'Enter a name, or empty the whole row.')
        if (!what) missing('what', 'Say what they are asked for.')
        if (!email && !phone) missing('email', 'Enter a mail address or a phone number.')
        return { name: name!, what: what!, email: email!, phone: phone! }
      })
      return rows.filter((row) => row !== null)
    }),
)

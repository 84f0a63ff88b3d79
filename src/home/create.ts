import { applicationUrls } from '../applications/index.ts'
import { askableFor } from '../appraisals/index.ts'
import type { FormDefinition } from '../forms/definition.ts'
import type { Show } from '../kit/http.ts'
import type { IconName } from '../kit/icons.ts'
import type { Head, Tile } from '../kit/partials.ts'
import { type View, view } from '../kit/render.ts'
import { scoped } from '../kit/scope.ts'
import { type Actor, mayWriteIn } from '../policy/index.ts'
import { type PublishedPack, postsIn } from '../programmes/index.ts'
import { type PortfolioBase, portfolioOf, portfolioPolicy, postUrl } from '../training/index.ts'

declare module '../kit/render.ts' {
  interface Pages {
    'home/create': CreatePage
  }
}

interface CreatePage {
  head: Head
  groups: { id: string; title: string; tiles: Tile[] }[]
}

interface Creating {
  portfolio: PortfolioBase
  pack: PublishedPack
}

export const findCreating = scoped(portfolioPolicy, async (visible, ctx): Promise<Creating | null> => {
  const portfolio = await portfolioOf(visible, ctx, ctx.actor.own?.enrolmentId)
  return portfolio && { portfolio, pack: await ctx.services.packs.get(portfolio.packVersionId) }
})

type Kind = FormDefinition['kind']

/** In the order of the page: what is made most often comes first. */
const groups: { id: string; title: string; kinds: Kind[] }[] = [
  { id: 'logs', title: 'Log what you did', kinds: ['log'] },
  { id: 'reflections', title: 'Reflect', kinds: ['reflection'] },
  { id: 'assessments', title: 'Ask for an assessment', kinds: ['assessment'] },
  { id: 'evidence', title: 'Certificates, examinations and files', kinds: ['certificate', 'exam', 'upload'] },
  { id: 'plans', title: 'Plans and notes', kinds: ['objective', 'note', 'declaration'] },
  { id: 'meetings', title: 'Meetings and appraisals', kinds: ['appraisal'] },
]

const icons: Record<Kind, IconName> = {
  assessment: 'clipboard-check',
  log: 'hospital',
  reflection: 'journal-text',
  upload: 'upload',
  certificate: 'patch-check',
  exam: 'mortarboard',
  appraisal: 'calendar-event',
  selfAssessment: 'pencil',
  signoff: 'check2-circle',
  objective: 'compass',
  declaration: 'shield-check',
  note: 'chat-left-text',
  answer: 'people',
}

/** Everything that this person can make, and of what they cannot: why, and who can (R64, R50). */
export const createPage: Show<Creating> = ({ portfolio, pack }, { actor }): View => {
  const forms = pack.pack.forms
  const shown = groups.map(({ id, title, kinds }) => ({
    id,
    title,
    tiles: forms.filter((form) => kinds.includes(form.kind)).map((form) => tileOf(form, actor, portfolio, pack)),
  }))
  return view(
    'home/create',
    {
      head: { title: 'Create', sub: `Everything you can add to your portfolio in ${pack.pack.pack.shortTitle}` },
      groups: [...shown, whereOf(portfolio, pack), timeOf(pack)].filter((group) => group.tiles.length > 0),
    },
    { title: 'Create' },
  )
}

/** Where the trainee is, in programmes that leave it to them (R118). */
function whereOf(portfolio: PortfolioBase, pack: PublishedPack): CreatePage['groups'][number] {
  const { by, words } = postsIn(pack.pack)
  const tile: Tile = {
    icon: 'hospital',
    title: words.apply,
    detail: `${words.one}: the hospital, the first and the expected last day`,
    href: postUrl.apply(portfolio.id),
  }
  return { id: 'posts', title: 'Where you train', tiles: by === 'trainee' ? [tile] : [] }
}

/** A change of training time is asked for, where the programme takes applications (R126). */
function timeOf({ pack }: PublishedPack): CreatePage['groups'][number] {
  const tile: Tile = {
    icon: 'calendar-event',
    title: 'Apply for a change',
    detail: 'Another share of full time, time away, or coming back on another day: see first what it would do',
    href: applicationUrls.apply,
  }
  return { id: 'time', title: 'Your training time', tiles: pack.applications ? [tile] : [] }
}

/** The first sentence of a form's help: enough to choose by. */
function detailOf(form: FormDefinition): string | null {
  return form.help?.match(/^.*?[.!?](?=\s|$)/s)?.[0] ?? form.help ?? null
}

/** Where one reads what others write. */
function readAt(kind: Kind, portfolioId: string): string {
  const pages: Partial<Record<Kind, string>> = {
    appraisal: 'appraisals',
    certificate: 'certificates',
    exam: 'certificates',
  }
  return `/portfolios/${portfolioId}/${pages[kind] ?? 'timeline'}`
}

function tileOf(form: FormDefinition, actor: Actor, portfolio: PortfolioBase, pack: PublishedPack): Tile {
  // Doctors say the abbreviation; the full name is for those who do not know it yet.
  const abbreviated = form.kind === 'assessment' && form.short !== form.title
  const tile = {
    icon: icons[form.kind],
    title: abbreviated ? form.short : form.title,
    detail: abbreviated ? form.title : detailOf(form),
  }
  const locked = (words: string, remedy: Tile['href'] = null, label = 'See who'): Tile => ({
    ...tile,
    href: null,
    lock: { words, remedy: remedy ? { label, href: remedy } : null },
  })
  const section = pack.pack.rights.sections.find((one) => one.key === form.section)
  if (form.filledBy === 'office' || !mayWriteIn(actor, pack.id, form.section)) {
    return locked(section?.writers ?? 'You cannot write this.', readAt(form.kind, portfolio.id), 'Read them')
  }
  if (form.key === pack.pack.rounds?.sites?.recordForm) return { ...tile, href: '/site-ratings/new' }
  if (form.filledBy === 'trainee') return { ...tile, href: `/records/new/${form.key}` }
  if (form.kind === 'assessment' && form.filledBy === 'supervisor') return { ...tile, href: '/rounds' }
  if (form.kind === 'assessment') return { ...tile, href: `/assessments/new?form=${form.key}` }
  if (askableFor(pack, form, portfolio).length === 0)
    return locked(
      'You have no supervisor on record who could complete this.',
      '/help/contacts',
      'Contact the programme',
    )
  return { ...tile, href: `/appraisals/new/${form.key}` }
}

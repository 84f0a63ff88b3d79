import { applicationUrls, followsApplications } from '../applications/index.ts'
import { entryActions } from '../evidence/index.ts'
import type { Show } from '../kit/http.ts'
import type { Figure, Head, Meter, Table, Tile, TodoRow } from '../kit/partials.ts'
import { plainDate } from '../kit/periods.ts'
import { type View, view } from '../kit/render.ts'
import { date, plural } from '../kit/ui.ts'
import { logSections } from '../logs/index.ts'
import { type Actor, maySignIn } from '../policy/index.ts'
import { hasSupervisors, type PublishedPack } from '../programmes/index.ts'
import { timeUrl } from '../progress/index.ts'
import { type NewsPanel, newsPanel } from '../reviews/index.ts'
import type { PortfolioFound } from './portfolio.ts'
import { metersOf, postFigures, stageWords } from './traineeViews.ts'

declare module '../kit/render.ts' {
  interface Pages {
    'home/portfolio': PortfolioPage
  }
}

interface PortfolioPage {
  head: Head
  avatar: { name: string; photoUrl: string | null }
  kpis: Figure[]
  rooms: Tile[]
  ready: TodoRow[]
  /** Where several items wait: one after the other in one sitting. */
  sitting: { label: string; href: string } | null
  /** Since somebody last looked; null for the trainee. */
  since: NewsPanel | null
  news: { title: string; hint: string; table: Table | null }
  meters: Meter[]
  progressUrl: string | null
}

/** The page of one trainee: who, where, how far, what is new, and the way into each part. */
export const portfolioPage: Show<PortfolioFound> = (found, { actor }): View => {
  const { portfolio, pack } = found
  const own = `/portfolios/${portfolio.id}`
  const progress = sees(actor, pack.id, 'progress')
  return view(
    'home/portfolio',
    {
      head: {
        title: portfolio.name,
        // R24: whoever looks after them sees why nothing moves.
        ...(portfolio.state === 'frozen' ? { tags: [{ words: 'frozen', tone: 'stop' as const }] } : {}),
        sub: [
          pack.pack.pack.shortTitle,
          stageWords(pack, portfolio.stageKey),
          portfolio.reviewOn && `${pack.pack.pack.review.name} on ${date(portfolio.reviewOn)}`,
        ]
          .filter(Boolean)
          .join(' · '),
        over:
          actor.relation === 'trainee'
            ? null
            : { link: { label: 'Trainees', href: '/trainees' }, text: `You see this as ${actor.roleLabel}` },
        actions: [
          ...entryActions({ actor }, pack, portfolio.id),
          ...(actor.relation === 'trainee'
            ? [{ label: 'Ready for review', href: `/portfolios/${portfolio.id}/review`, icon: 'send' } as const]
            : []),
          ...(actor.relation === 'coordinator' && hasSupervisors(pack.pack)
            ? [{ label: 'Supervisors', href: `/trainees/${portfolio.id}/supervisors`, kind: 'quiet' } as const]
            : []),
        ],
      },
      avatar: { name: portfolio.name, photoUrl: portfolio.photoFileId ? `/files/${portfolio.photoFileId}` : null },
      kpis: postFigures(found, actor.relation === 'trainee'),
      rooms: roomsOf(found, actor),
      ready: readyRows(found, actor),
      sitting: sittingOf(readyRows(found, actor)),
      since: found.news && newsPanel(found.news, pack, portfolio.id),
      news: newsOf(found),
      meters: progress ? metersOf(found, portfolio.id) : [],
      progressUrl: progress ? `${own}/progress` : null,
    },
    { title: portfolio.name },
  )
}

function sees(actor: Actor, packVersionId: string, section: string): boolean {
  if (actor.relation === 'trainee') return true
  const sight = actor.sight.find((one) => one.packVersionId === packVersionId)
  return Boolean(sight?.full.includes(section) || sight?.facts.includes(section))
}

/** The parts of the portfolio with how much is in them; what the role does not see is a lock with words (R48). */
function roomsOf(found: PortfolioFound, actor: Actor): Tile[] {
  const { portfolio, pack, sections } = found
  const own = `/portfolios/${portfolio.id}`
  const count = (keys: string[]) =>
    sections.filter((row) => keys.includes(row.section)).reduce((sum, row) => sum + row.count, 0)
  const keysOf = (kinds: string[]) => [
    ...new Set(pack.pack.forms.filter((form) => kinds.includes(form.kind)).map((form) => form.section)),
  ]
  // The timeline filters by section; the first that holds such records stands for them.
  const filtered = (kind: string) => `${own}/timeline?type=${keysOf([kind])[0] ?? ''}`
  const part = (icon: Tile['icon'], title: string, href: string, keys: string[]): Tile => {
    const open = keys.some((key) => sees(actor, pack.id, key))
    return {
      icon,
      title,
      detail: open ? plural(count(keys), 'record') : null,
      href: open ? href : null,
      ...(open ? {} : { lock: { words: `Not shown to the ${actor.roleLabel}.`, remedy: null } }),
    }
  }
  return [
    {
      ...part('list-check', 'Curriculum', `${own}/curriculum`, keysOf(['signoff', 'selfAssessment'])),
      detail: 'Levels, evidence, sign-off',
    },
    part(
      'clock-history',
      'Timeline',
      `${own}/timeline`,
      pack.pack.rights.sections.map(({ key }) => key),
    ),
    ...(sees(actor, pack.id, 'progress')
      ? [
          {
            icon: 'clock',
            title: 'Training time',
            detail: 'What counts, and when it ends',
            href: timeUrl.page(portfolio.id),
          } as const,
        ]
      : []),
    ...applicationsOf(found, actor),
    part('clipboard-check', 'Assessments', filtered('assessment'), keysOf(['assessment'])),
    ...logsOf(found, actor).map(({ key, title }) => part('hospital', title, `${own}/logs/${key}`, keysOf(['log']))),
    part('journal-text', 'Shared reflections', filtered('reflection'), keysOf(['reflection'])),
    part('calendar-event', 'Appraisals', `${own}/appraisals`, keysOf(['appraisal'])),
    part('patch-check', 'Certificates and exams', `${own}/certificates`, keysOf(['certificate', 'exam'])),
  ]
}

/** What the trainee applies for, for whoever decides on it or is told of it. */
function applicationsOf({ portfolio, pack }: PortfolioFound, actor: Actor): Tile[] {
  if (!followsApplications(actor, pack)) return []
  const detail = 'What was asked to change, and what became of it'
  return [{ icon: 'calendar-event', title: 'Applications', detail, href: applicationUrls.of(portfolio.id) }]
}

/** The way into the logs: the first that this role sees, named with the others; none where the programme keeps none. */
function logsOf({ pack }: PortfolioFound, actor: Actor): { key: string; title: string }[] {
  const logs = logSections(pack)
  const first = logs.find(({ key }) => sees(actor, pack.id, key)) ?? logs[0]
  if (!first) return []
  return [{ key: first.key, title: logs.length > 1 ? `${first.title} and other logs` : first.title }]
}

/** What whoever sees facts alone reads: the form, and the item that it judges. */
function factsTitle({ formKey, judgement }: PortfolioFound['records'][number], pack: PublishedPack): string {
  const item = judgement && pack.items.get(judgement.itemKey)
  return [pack.form(formKey)?.title ?? 'Record', item ? (item.code ?? item.title) : null].filter(Boolean).join(': ')
}

/** From the first item each sign-off leads to the next (R136). */
function sittingOf(rows: readonly TodoRow[]): PortfolioPage['sitting'] {
  const first = rows[0]?.action
  return rows.length > 1 && first ? { label: `All ${rows.length}, one after the other`, href: first.href } : null
}

function readyRows({ ready, pack, portfolio }: PortfolioFound, actor: Actor): TodoRow[] {
  const section = pack.pack.forms.find((form) => form.kind === 'signoff')?.section
  if (!section || !maySignIn(actor, pack.id, section)) return []
  return ready.flatMap((row): TodoRow[] => {
    const item = pack.items.get(row.itemKey)
    if (!item?.signOff) return []
    return [
      {
        icon: 'check2-circle',
        tone: 'warn',
        title: [item.code, item.title].filter(Boolean).join(', '),
        why: `Self-assessed on ${date(row.at)}`,
        action: { label: 'Sign off', href: `/portfolios/${portfolio.id}/sign-off/${row.itemKey}`, kind: 'main' },
      },
    ]
  })
}

function newsOf({ records, pack }: PortfolioFound): PortfolioPage['news'] {
  const [title, hint] = ['Records', 'the newest first']
  if (records.length === 0) return { title, hint, table: null }
  return {
    title,
    hint,
    table: {
      caption: 'The newest records',
      columns: [
        { label: 'Record', card: 'title' },
        { label: 'Kind' },
        { label: 'Date' },
        { label: 'State', card: 'side' },
      ],
      rows: records.map((row) => {
        const form = pack.form(row.formKey)
        const words = row.full ? row.title : factsTitle(row, pack)
        return {
          id: row.id,
          name: words,
          cells: [
            { text: words, href: `/records/${row.id}` },
            { text: form?.short ?? row.formKey },
            { text: date(plainDate(row.occurredOn)) },
            { tag: { words: row.status, tone: 'plain' } },
          ],
        }
      }),
    },
  }
}

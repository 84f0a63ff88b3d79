import { linkCap, sectionsFor } from '../../evidence/index.ts'
import type { Show, Shown } from '../../kit/http.ts'
import type { Action, Evidence, Head, Link, Tag } from '../../kit/partials.ts'
import { type View, view } from '../../kit/render.ts'
import { upperFirst } from '../../kit/ui.ts'
import type { Actor } from '../../policy/index.ts'
import { type CurriculumNode, evidenceTargetOf, nodesOf, scaleOf } from '../../programmes/index.ts'
import { itemName } from '../levels.ts'
import { isOwner, progressPolicy } from '../policy.ts'
import type { CurriculumFound } from '../queries/curriculum.ts'
import type { Pieces } from '../queries/evidence.ts'
import { earlierOf, isWaiting, latestOf } from '../queries/judgements.ts'
import { type CaseList, caseList, tickedOf } from './cases.ts'
import { type LevelWords, type Meaning, meaningOf } from './item.ts'
import { type RateForm, rateForm } from './rate.ts'
import { type AtLevel, earlierWords, levelsNow, standingOf } from './standing.ts'
import { url } from './words.ts'

declare module '../../kit/render.ts' {
  interface Pages {
    'progress/curriculum': CurriculumPage
  }
}
declare module '../../kit/partials.ts' {
  interface Partials {
    'progress/capability': { p: Capability }
    'progress/meaning': { p: Meaning }
    'progress/levels': { p: { levels: readonly LevelWords[] } }
    'progress/rate': { p: RateForm }
  }
}

interface CurriculumPage {
  head: Head
  /** What the column of the trainee's own rating is called. */
  you: string
  problems: Record<string, string>
  groups: Group[]
  scales: {
    id: string
    title: string
    summary: string | null
    levels: LevelWords[]
  }[]
}

interface Group {
  id: string
  title: string
  hint: string | null
  /** What its rows are called; null for a list of cases. */
  heading: string | null
  summary: string | null
  more: boolean
  rows: Capability[]
  cases: CaseList | null
}

interface Capability {
  key: string
  code: string
  title: string
  href: string
  note: string | null
  /** The sign-off of an earlier stage that this one keeps alive. */
  earlier: Link | null
  evidence: Evidence
  own: Tag
  signed: Tag
  about: { href: string; label: string; on: boolean }
  pen: { href: string; label: string; on: boolean } | null
  action: Action | null
  open: boolean
  meaning: { words: Meaning; more: string } | null
  rate: RateForm | null
}

/** The curriculum of one trainee: the same page for everybody, with what each may do in it. */
export const curriculumPage: Show<CurriculumFound> = (found, shown): View => {
  const { portfolio, pack } = found
  const { ctx } = shown
  const own = isOwner(ctx.actor, portfolio)
  const stage = pack.pack.pack.stages.find(({ key }) => key === portfolio.stageKey)
  const expected = stage ? `expected for the end of ${stage.short.toLowerCase()}` : null
  const levels = levelsNow(found, found.judgements, ctx.today)
  return view('progress/curriculum', {
    head: {
      title: 'Curriculum',
      sub: [pack.pack.curriculum.title, expected, partial(found, ctx.actor)].filter(Boolean).join(' · '),
      over: own ? null : { link: { label: portfolio.name, href: url.portfolio(portfolio.id) }, text: null },
      actions: own ? [{ label: 'Link records', href: url.link(portfolio.id), icon: 'link-45deg' }] : [],
    },
    you: own ? 'You' : portfolio.givenName,
    problems: prefixed(shown.problems),
    groups: groupsOf(found, levels, stage?.short ?? null, shown),
    scales: scalesOf(found),
  })
}

/** Said to readers from whom some kinds of evidence are kept: their counts are smaller than others'. */
function partial({ pack }: CurriculumFound, actor: Actor): string | null {
  const seen = sectionsFor(actor, pack).map(({ key }) => key)
  const all =
    actor.relation === 'trainee' ||
    pack.pack.forms.every((form) => seen.includes(form.section) || linkCap(pack, form) === 0)
  return all ? null : 'evidence is counted as far as your role sees it'
}

/** Problems of a form by the ids of its controls. */
export const prefixed = (problems: Readonly<Record<string, string>>): Record<string, string> =>
  Object.fromEntries(
    Object.entries(problems).map(([key, text]) => [key === '' || key === 'guard' ? key : `f.${key}`, text]),
  )

function groupsOf(
  found: CurriculumFound,
  levels: ReadonlyMap<string, AtLevel>,
  stage: string | null,
  shown: Shown,
): CurriculumPage['groups'] {
  const placed = nodesOf(found.pack.pack)
  const groups = placed.filter(({ node }) => node.kind === 'group' && isNow(node, found)).map(({ node }) => node)
  return groups
    .map((group): Group => {
      if (group.style === 'cases') return casesGroup(found, group, shown)
      const items = placed.filter(({ node, above }) => node.kind === 'item' && above.at(-1) === group.key)
      const asked = items.filter(({ node }) => levels.has(node.key))
      const met = asked.filter(({ node }) => levels.get(node.key)?.met).length
      const hint = asked.length && stage ? `${met} of ${asked.length} at the level for ${stage.toLowerCase()}` : null
      return {
        id: `g-${group.key}`,
        title: group.title,
        hint,
        heading: items.some(({ node }) => node.code) ? upperFirst(found.pack.pack.pack.words.item) : 'Item',
        summary: group.style ? (group.summary ?? null) : null,
        cases: null,
        more: items.some(({ node }) => node.scale),
        rows: items.map(({ node }) => capability(found, node, levels.get(node.key), shown)),
      }
    })
    .filter(({ rows, cases }) => rows.length > 0 || cases !== null)
}

/** Groups of other stages are not there (R114). */
const isNow = ({ stages }: CurriculumNode, { portfolio }: CurriculumFound): boolean =>
  !stages || stages.includes(portfolio.stageKey ?? '')

function casesGroup(found: CurriculumFound, group: CurriculumNode, shown: Shown): Group {
  const cases = caseList(found, group, shown)
  const more = { heading: null, summary: null, more: false, rows: [], cases }
  return { id: `g-${group.key}`, title: group.title, hint: tickedOf(cases), ...more }
}

function capability(found: CurriculumFound, item: CurriculumNode, at: AtLevel | undefined, shown: Shown): Capability {
  const { portfolio, pack, judgements, opened } = found
  const pieces = found.pieces.get(item.key) ?? { count: 0, starred: 0 }
  const { own, signed, note } = standingOf(
    found,
    item,
    judgements,
    at,
    isOwner(shown.actor, portfolio) ? pieces.count : null,
  )
  const mode = opened?.item.key === item.key ? opened.mode : null
  const name = itemName(item)
  const toggle = (wanted: 'info' | 'rate') =>
    mode === wanted ? `${url.curriculum(portfolio.id)}#${item.key}` : url.open(portfolio.id, item.key, wanted)
  const rates = progressPolicy.actions.rate(shown.actor, { portfolio, pack, item }) === true
  return {
    key: item.key,
    code: item.code ?? '',
    title: item.title,
    href: url.item(portfolio.id, item.key),
    note:
      [note, isOwner(shown.actor, portfolio) ? nudge(found, item, pieces) : null].filter(Boolean).join(' · ') || null,
    earlier: earlierLink(found, item),
    evidence: { count: pieces.count, target: evidenceTargetOf(pack.pack, item.key)[1] },
    own,
    signed,
    about: { href: toggle('info'), label: `About ${name}`, on: mode === 'info' },
    pen: rates ? { href: toggle('rate'), label: `Self-assess ${name}`, on: mode === 'rate' } : null,
    action: actionOf(found, item, shown),
    open: mode !== null,
    meaning: mode === 'info' ? { words: meaningOf(found, item), more: url.item(portfolio.id, item.key) } : null,
    rate: mode === 'rate' && opened ? rateForm(found, opened, shown) : null,
  }
}

/** "Level 2 in stage 1, on 3 Aug 2023", with the way to the item that was signed then (R114). */
function earlierLink({ portfolio, pack, judgements }: CurriculumFound, item: CurriculumNode): Link | null {
  const earlier = earlierOf({ pack, item }, judgements)
  if (!earlier) return null
  const words = earlier.judged ? upperFirst(earlierWords(pack.pack, earlier)) : 'No earlier sign-off'
  return { label: words, href: url.item(portfolio.id, earlier.item.key) }
}

/** R105: two or three good pieces are better than many links. */
function nudge({ pack }: CurriculumFound, item: CurriculumNode, { count, starred }: Pieces): string | null {
  const [least, most] = evidenceTargetOf(pack.pack, item.key)
  if (count <= most) return null
  return starred >= Math.min(least, most)
    ? 'enough evidence'
    : `enough evidence: star the best ${least === 1 ? 'one' : 'two'}`
}

/** Trainees ask for an assessment, supervisors sign off; a self-assessment that waits is said. */
function actionOf(found: CurriculumFound, item: CurriculumNode, { actor }: Shown): Action | null {
  const { portfolio, pack, judgements } = found
  const own = isOwner(actor, portfolio)
  // What is only verified, such as an examination passed, is not assessed.
  if (own && item.selfAssessment === false) return null
  if (own) return { label: 'Request', href: url.request(item.key) }
  const rated = latestOf(judgements, item.key, 'self') !== null
  if (progressPolicy.actions.sign(actor, { portfolio, pack, item, rated }) !== true) return null
  const waits = isWaiting(judgements, item.key)
  return { label: 'Sign off', href: url.signOff(portfolio.id, item.key), kind: waits ? 'main' : 'quiet' }
}

function scalesOf({ pack }: CurriculumFound): CurriculumPage['scales'] {
  const used = new Set([...pack.items.values()].map(({ scale }) => scale))
  return pack.pack.scales.scales
    .filter(({ key }) => used.has(key))
    .map((scale) => ({
      id: `scale-${scale.key}`,
      title: scale.title,
      summary: scale.summary ?? null,
      levels: (scaleOf(pack.pack, scale.key)?.values ?? []).map(
        ({ value, label, meaning, descriptors, readyMark }) => ({
          label: scale.numbered ? `${value} · ${label}` : label,
          meaning,
          aspects: descriptors ?? [],
          tags: readyMark ? [{ words: readyMark, tone: 'accent' as const }] : [],
        }),
      ),
    }))
}

import type { Temporal } from 'temporal-polyfill'
import { recordUrl, titleFor } from '../../evidence/index.ts'
import type { Shown } from '../../kit/http.ts'
import type { Link, Meter, Tag } from '../../kit/partials.ts'
import { date } from '../../kit/ui.ts'
import { type CurriculumNode, casesOf, selectItems } from '../../programmes/index.ts'
import { asFigure } from '../figures/store.ts'
import { isOwner } from '../policy.ts'
import type { CasePiece } from '../queries/cases.ts'
import type { CurriculumFound } from '../queries/curriculum.ts'
import { evaluate } from '../rules/index.ts'
import { ticking } from '../rules/ticking.ts'
import { meterOf } from './requirements.ts'
import { factsFrom } from './standing.ts'
import { url } from './words.ts'

declare module '../../kit/partials.ts' {
  interface Partials {
    'progress/cases': { p: CaseList }
  }
}

/** A list of index cases (R92): which are ticked, by what, and how many are asked by when. */
export interface CaseList {
  summary: string | null
  meters: Meter[]
  cases: Case[]
}

interface Case {
  key: string
  code: string
  title: string
  href: string
  ticked: boolean
  marks: Tag[]
  pieces: { title: string; href: string; meta: string; why: string | null }[]
  request: Link | null
}

/** "12 of 30". */
export const tickedOf = ({ cases }: CaseList): string =>
  `${cases.filter(({ ticked }) => ticked).length} of ${cases.length}`

export function caseList(found: CurriculumFound, group: CurriculumNode, shown: Shown): CaseList {
  const why = ticking(found.pack.pack, casesOf(found.pack.pack))
  return {
    summary: group.summary ?? null,
    meters: metersOf(found, group, shown.ctx.today),
    cases: (group.children ?? []).map((item) => {
      const pieces = found.casePieces.filter(({ itemKey }) => itemKey === item.key)
      return {
        key: item.key,
        code: item.code ?? '',
        title: item.title,
        href: url.item(found.portfolio.id, item.key),
        ticked: pieces.some((piece) => why(piece) === null),
        marks: marksOf(group, item),
        pieces: pieces.map((piece) => pieceOf(piece, why(piece), shown)),
        request: isOwner(shown.actor, found.portfolio) ? { label: 'Request', href: url.request(item.key) } : null,
      }
    }),
  }
}

/** The marks of a case, in the order of its list. */
export function marksOf(group: CurriculumNode, item: CurriculumNode): Tag[] {
  return (group.marks ?? [])
    .filter(({ key }) => item.marked?.includes(key))
    .map(({ title }) => ({ words: title, tone: 'info' as const }))
}

function pieceOf(piece: CasePiece, why: string | null, { actor }: Shown) {
  const form = piece.home.form(piece.formKey)?.short ?? piece.kind
  return {
    title: titleFor(actor, piece.home, piece),
    href: recordUrl(piece),
    meta: `${form} · ${date(piece.occurredOn.toISOString().slice(0, 10))}`,
    why,
  }
}

/** What is asked of the list, by the same evaluator that prepares the figures, over what the actor sees. */
function metersOf(found: CurriculumFound, group: CurriculumNode, today: Temporal.PlainDate): Meter[] {
  const { pack, portfolio } = found
  const keys = new Set((group.children ?? []).map(({ key }) => key))
  const links = found.casePieces.map(({ id, formKey, itemKey, status, occurredOn }) => ({
    recordId: id,
    formKey,
    itemKey,
    status,
    occurredOn: occurredOn.toISOString().slice(0, 10),
  }))
  const facts = { ...factsFrom(found, found.judgements, today), links }
  return pack.pack.requirements.rules.flatMap((rule) => {
    if (rule.kind !== 'evidenceCoverage') return []
    if (!selectItems(pack.pack, rule.items.under).every(({ key }) => keys.has(key))) return []
    return [meterOf(rule, asFigure(rule.id, evaluate(rule, facts)), portfolio.id)]
  })
}

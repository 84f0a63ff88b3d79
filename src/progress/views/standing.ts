import type { Temporal } from 'temporal-polyfill'
import { dateIn, fromJsDate } from '../../kit/clock.ts'
import type { Tag } from '../../kit/partials.ts'
import { date } from '../../kit/ui.ts'
import type { CurriculumNode, Requirement } from '../../programmes/index.ts'
import { levelWords } from '../levels.ts'
import { type Earlier, type Judged, latestOf } from '../queries/judgements.ts'
import type { Packed } from '../queries/portfolio.ts'
import { evaluate, type Facts } from '../rules/index.ts'

/** Whether an item is at the level of the stage, by the same evaluator that prepares the figures. */
export interface AtLevel {
  met: boolean
  /** Why not, in words. */
  why: string | null
}

/** For every item that a rule about levels names: no query, only the judgements at hand. */
export function levelsNow(
  packed: Packed,
  judgements: readonly Judged[],
  today: Temporal.PlainDate,
): Map<string, AtLevel> {
  const facts = factsFrom(packed, judgements, today)
  const rules = packed.pack.pack.requirements.rules.filter((rule) => rule.kind === 'levelByStage')
  const parts = rules.flatMap((rule: Requirement) => evaluate(rule, facts).parts)
  return new Map(parts.map(({ key, note }) => [key ?? '', { met: note === null, why: note }]))
}

/** What the evaluators need of time and judgements, out of what a page has at hand. */
export function factsFrom(
  { portfolio, pack }: Packed,
  judgements: readonly Judged[],
  today: Temporal.PlainDate,
): Facts {
  return {
    today,
    pack: pack.pack,
    startsOn: portfolio.startsOn,
    endsOn: portfolio.endsOn,
    ftePercent: portfolio.ftePercent,
    reviewOn: portfolio.reviewOn,
    evidenceDueOn: portfolio.evidenceDueOn,
    periods: portfolio.stages,
    placement: null,
    posts: [],
    records: [],
    links: [],
    judgements: judgements.map((one) => ({
      ...one,
      on: dayOf(one.at, portfolio.timeZone),
      order: one.at.getTime(),
    })),
  }
}

const dayOf = (at: Date, timeZone: string) => dateIn(fromJsDate(at), timeZone).toString()

export interface Standing {
  own: Tag
  signed: Tag
  /** Something to read beside the title. */
  note: string | null
}

/** How an item stands: what the trainee says, what was signed, in tags. */
export function standingOf(
  { portfolio, pack }: Packed,
  item: CurriculumNode,
  judgements: readonly Judged[],
  at: AtLevel | undefined,
  /** For the trainee: how many pieces are linked. Null for everybody else, who cannot rate. */
  count: number | null,
): Standing {
  const self = latestOf(judgements, item.key, 'self')
  const signed = latestOf(judgements, item.key, 'supervisor')
  return {
    own: ownTag(pack.pack, item, self, count),
    signed: signedTag(pack.pack, item, signed, at),
    note: olderStage(pack.pack, signed, portfolio.stageKey, at),
  }
}

function ownTag(pack: Packed['pack']['pack'], item: CurriculumNode, self: Judged | null, count: number | null): Tag {
  if (item.selfAssessment === false) return { words: 'verified only' }
  if (self?.level != null) return { words: levelWords(pack, item, self.level) }
  if (count === null) return { words: 'not rated yet' }
  return count > 0 ? { words: 'rate yourself', tone: 'warn' } : { words: 'not yet' }
}

function signedTag(
  pack: Packed['pack']['pack'],
  item: CurriculumNode,
  signed: Judged | null,
  at: AtLevel | undefined,
): Tag {
  if (!item.signOff) return { words: 'not signed off' }
  if (!signed) return { words: 'not yet' }
  if (signed.level === null) return { words: 'asked for more', tone: 'warn' }
  return { words: levelWords(pack, item, signed.level), tone: at ? (at.met ? 'ok' : 'plain') : 'ok' }
}

/** "signed off at level 2 in stage 1, on 3 Aug 2023". */
export function earlierWords(pack: Packed['pack']['pack'], { item, judged }: Earlier): string {
  if (!judged) return 'not signed off before'
  const stage = pack.pack.stages.find(({ key }) => key === judged.stageKey)
  const where = stage ? ` in ${stage.short.toLowerCase()}` : ''
  const at =
    judged.level === null ? 'more evidence was asked for' : `signed off at ${levelWords(pack, item, judged.level)}`
  return `${at}${where}, on ${date(judged.at.toISOString())}`
}

/** A sign-off of an earlier year stands, and is not one of this year. */
function olderStage(
  pack: Packed['pack']['pack'],
  signed: Judged | null,
  stageKey: string | null,
  at: AtLevel | undefined,
): string | null {
  if (!signed || signed.level === null || !at || at.met) return null
  if (signed.stageKey && signed.stageKey !== stageKey) {
    const stage = pack.pack.stages.find(({ key }) => key === signed.stageKey)
    return stage ? `signed off in ${stage.short.toLowerCase()}` : `signed off on ${date(signed.at.toISOString())}`
  }
  const now = pack.pack.stages.find(({ key }) => key === stageKey)
  return `below the level for ${now ? now.short.toLowerCase() : 'now'}`
}

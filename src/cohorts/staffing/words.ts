import { Temporal } from 'temporal-polyfill'
import { date, list, plural } from '../../kit/ui.ts'
import { lastOfGrace } from '../../training/index.ts'
import { asWords, supervisingAs } from '../supervisors.ts'
import type { Told } from '../tell.ts'
import type { StaffingFound, Waiting } from './find.ts'
import type { Line, Wish } from './plan.ts'

const named = 5

/** "Dr A, Dr B, Dr C and 4 more". */
function some(names: readonly string[]): string {
  const [shown, rest] = [names.slice(0, named), names.length - named]
  return rest > 0 ? `${shown.join(', ')} and ${rest} more` : list(shown)
}

type Kind = Line['post']['kind']

/** Lines of one kind, of one track, that begin on one day. */
function grouped(
  lines: readonly Line[],
): { kind: Kind; as: string; from: Temporal.PlainDate; last: Temporal.PlainDate | null; lines: Line[] }[] {
  const groups = new Map<string, Line[]>()
  for (const line of lines) {
    const key = `${line.post.kind} ${line.post.track} ${line.from} ${line.last ?? ''}`
    groups.set(key, [...(groups.get(key) ?? []), line])
  }
  return [...groups.values()].map((group) => ({
    ...{ kind: group[0]!.post.kind, as: asWords(group[0]!.post), from: group[0]!.from, last: group[0]!.last },
    lines: group,
  }))
}

const names = (lines: readonly Line[]) => lines.map(({ post }) => post.trainee)

/** What happens, before anybody confirms it. */
export function effectsOf(
  lines: readonly Line[],
  wish: Wish,
  { of, waiting }: Pick<StaffingFound, 'of' | 'waiting'>,
): string[] {
  const { next } = wish
  const effects = grouped(lines).map(({ as, from, last, lines: theirs }) => {
    const whom = `${plural(theirs.length, 'trainee')}: ${some(names(theirs))}`
    if (wish.endsCover)
      return `From ${date(from)} nobody covers as ${as} any longer for ${whom}. Whoever is on record stays so.`
    const open = theirs[0]!.post.track === 'main' ? ', and stand on the gap board' : ''
    if (!next) return `From ${date(from)} these have no ${as}${open}: ${whom}.`
    return last
      ? `${next.name} covers as ${as} from ${date(from)} to ${date(last)} for ${whom}. Whoever is on record stays so.`
      : `${next.name} is ${as} from ${date(from)} of ${whom}.`
  })
  effects.push(...endingWords(lines, wish))
  const later = lines.filter(({ plan }) => plan && plan.others.length > 0)
  if (later.length > 0)
    effects.push(
      `Somebody else is recorded from a later day for ${some(names(later))}; that stays, and ${next?.name ?? 'the gap'} goes until then.`,
    )
  if (of && !wish.last && !wish.endsCover) effects.push(...leavingWords(lines, wish, { of, waiting }))
  if (next) effects.push(`${next.name} has ${plural(next.trainees, 'trainee')} today.`)
  effects.push('Each trainee and each supervisor is told once, by a notice and a mail.')
  return effects
}

/** Whose time ends by it, of which trainees, and on which last day. */
function endingWords(lines: readonly Line[], { next, last, endsCover }: Wish): string[] {
  if (last) return []
  const ended = new Map<string, Line[]>()
  for (const line of lines) {
    const held = line.plan?.current
    if (held && held.personId !== next?.id) ended.set(held.personId, [...(ended.get(held.personId) ?? []), line])
  }
  return [...ended].flatMap(([personId, theirs]) =>
    grouped(theirs).map(({ as, from, lines: group }) => {
      const { spans, cover } = group[0]!.post
      const name = [...spans, ...cover].find((one) => one.personId === personId)?.name ?? 'Somebody'
      const whom = `${plural(group.length, 'trainee')}: ${some(names(group))}`
      const begun = group.some(({ plan }) => Temporal.PlainDate.compare(plan!.current!.from, from) < 0)
      if (!begun) return `${name} does not become ${as} on ${date(from)} of ${whom}.`
      return `The ${endsCover ? 'cover' : 'time'} as ${as} of ${name} ends on ${date(from.subtract({ days: 1 }))} for ${whom}.`
    }),
  )
}

const waitingWords: Record<Exclude<keyof Waiting, 'enrolmentId'>, [string, string?]> = {
  requests: ['request'],
  reports: ['report'],
  confirmations: ['confirmation'],
  signOffs: ['item to sign off', 'items to sign off'],
  begun: ['form begun', 'forms begun'],
}

function leavingWords(
  lines: readonly Line[],
  { from }: Wish,
  { of, waiting }: { of: NonNullable<StaffingFound['of']>; waiting: StaffingFound['waiting'] },
): string[] {
  const ids = new Set(lines.map(({ post }) => post.enrolmentId))
  const theirs = waiting.filter(({ enrolmentId }) => ids.has(enrolmentId))
  const sum = (key: keyof typeof waitingWords) => theirs.reduce((total, one) => total + one[key], 0)
  const kinds = (Object.keys(waitingWords) as (keyof typeof waitingWords)[]).filter((key) => sum(key) > 0)
  const parts = kinds.map((key) => plural(sum(key), ...waitingWords[key]))
  const all = kinds.reduce((total, key) => total + sum(key), 0)
  return parts.length > 0
    ? [
        `${list(parts)} of these trainees ${all > 1 ? 'wait' : 'waits'} for ${of.name}, who may finish what waits on the last day until ${date(lastOfGrace(from.toString()))}.`,
      ]
    : [`Nothing of these trainees waits for ${of.name}.`]
}

/** The sentences to the trainees, to whoever comes and to whoever leaves. */
export function toldOf(lines: readonly Line[], wish: Wish): Told[] {
  const { next } = wish
  const trainees = lines.map(({ post, plan, from, last }): Told => {
    const was = plan?.current?.personId === next?.id ? null : post.spans.find(({ id }) => id === plan?.current?.id)
    const after = was ? `, after ${was.name}` : ''
    const kind = asWords(post)
    const covering = post.cover.find(({ id }) => id === plan?.current?.id)
    const sentence = wish.endsCover
      ? `${covering?.name ?? 'Nobody'} no longer covers as your ${kind} from ${date(from)}`
      : !next
        ? `You have no ${kind} from ${date(from)}${after}; your programme looks for one`
        : last
          ? `${next.name} covers as your ${kind} from ${date(from)} to ${date(last)}`
          : `${next.name} is your ${kind} from ${date(from)}${after}`
    return {
      ...{ personId: post.traineeId, roleKey: `own:${post.enrolmentId}`, href: '/', sentence },
      subjectId: post.traineeId,
    }
  })
  return [...trainees, ...comers(lines, wish), ...leavers(lines, wish)]
}

const staff = { href: '/trainees', subjectId: null }

function comers(lines: readonly Line[], { next }: Wish): Told[] {
  if (!next) return []
  return grouped(lines).map(({ kind, as, from, last, lines: theirs }) => ({
    ...{ ...staff, personId: next.id, roleKey: supervisingAs[kind] },
    sentence: last
      ? `You cover as ${as} from ${date(from)} to ${date(last)} for ${plural(theirs.length, 'trainee')}: ${some(names(theirs))}`
      : `You are ${as} from ${date(from)} of ${plural(theirs.length, 'trainee')}: ${some(names(theirs))}`,
  }))
}

function leavers(lines: readonly Line[], { next, last, endsCover }: Wish): Told[] {
  if (last) return []
  const ended = new Map<string, Line[]>()
  for (const line of lines) {
    const held = line.plan?.current
    if (!held || held.personId === next?.id) continue
    ended.set(held.personId, [...(ended.get(held.personId) ?? []), line])
  }
  return [...ended].flatMap(([personId, theirs]) =>
    grouped(theirs).map(({ kind, as, from, lines: group }) => ({
      ...{
        ...staff,
        personId,
        roleKey: supervisingAs[kind],
        sentence: endsCover ? uncoveredWords(as, from, group) : leftWords(as, from, group),
      },
    })),
  )
}

const uncoveredWords = (as: string, from: Temporal.PlainDate, lines: readonly Line[]): string =>
  `You no longer cover as ${as} from ${date(from)} for ${plural(lines.length, 'trainee')}: ${some(names(lines))}`

function leftWords(as: string, from: Temporal.PlainDate, lines: readonly Line[]): string {
  const begun = lines.filter(({ plan }) => Temporal.PlainDate.compare(plan!.current!.from, from) < 0)
  const whom = `${plural(lines.length, 'trainee')}: ${some(names(lines))}`
  if (begun.length === 0) return `You will not become ${as} on ${date(from)} of ${whom}`
  return `Your time as ${as} of ${plural(lines.length, 'trainee')} ends on ${date(from.subtract({ days: 1 }))}: ${some(names(lines))}. What waits for you that day you may finish until ${date(lastOfGrace(from.toString()))}`
}

/** Today or later: the past is corrected one by one, where each page shows what that changes. */
export const notBefore = (day: Temporal.PlainDate, today: Temporal.PlainDate): boolean =>
  Temporal.PlainDate.compare(day, today) >= 0

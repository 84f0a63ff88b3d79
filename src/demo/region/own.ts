import type { Temporal } from 'temporal-polyfill'
import { later } from '../story/teller.ts'
import { ago, entered, holderOn, judged, type Tale, type Verdict } from './tale.ts'

type Day = Temporal.PlainDate

/** Posts as the trainee applied for them, each some days before it began. */
export function applied(tale: Tale): void {
  const { learner, portfolio } = tale
  for (const { from, until, siteId, title } of learner.posts) {
    const post = { site: siteId, title, from: from.toString(), last: until.subtract({ days: 1 }).toString() }
    later(tale, from.subtract({ days: 9 }), (at) => portfolio.apply(at, post))
  }
}

export interface CertificateOptions {
  years?: number
  title?: string
  confirmedBy?: string
}

/** A certificate, entered some days after it was awarded. */
export function certified(tale: Tale, on: Day, type: string, body: string, options: CertificateOptions = {}): void {
  const { years, title, confirmedBy } = options
  const values = {
    type,
    body,
    awardedOn: on.toString(),
    ...(title ? { title } : {}),
    ...(years ? { expiresOn: on.add({ years }).toString() } : {}),
  }
  entered(tale, on.add({ days: 3 }), 'certificate', values, confirmedBy ? { confirmedBy } : {})
}

/** A teaching session, as `[title, part, hours, what was learnt]`. */
export function taught(tale: Tale, on: Day, bank: readonly [string, string, number, string][]): void {
  const found = tale.deal(bank)
  if (!found) return
  const [title, part, hours, learnt] = found
  entered(tale, on, 'teaching', { title, heldOn: on.toString(), part, hours, learnt })
}

export interface ReflectionText {
  title: string
  category: string
  what: string
  soWhat: string
  nowWhat: string
  items: readonly string[]
}

/** A reflection in one of two templates; every second one is evidence. */
export function reflected(tale: Tale, on: Day, index: number, bank: readonly ReflectionText[]): void {
  const found = tale.deal(bank)
  if (!found) return
  const { title, category, what, soWhat, nowWhat, items } = found
  const about = { title, category, happenedOn: on.subtract({ days: 1 }).toString() }
  const [form, words] =
    index % 3 === 2
      ? ['reflection-short', { learnt: `${what}\n\n${soWhat}`, next: nowWhat }]
      : ['reflection-what-so-what', { what, soWhat, nowWhat }]
  entered(tale, on, String(form), { ...about, ...(words as object) }, { items: index % 2 === 0 ? items : [] })
}

/** An objective of the plan, half a year ahead. */
export function planned(tale: Tale, on: Day, bank: readonly { title: string; plan: string; measure: string }[]): void {
  const found = tale.deal(bank)
  const days = { setOn: on.toString(), by: on.add({ months: 6 }).toString() }
  if (found) entered(tale, on, 'pdp-objective', { ...found, ...days, state: 'open' })
}

/** The half-yearly review by the Director of Training. */
export function reviewed(tale: Tale, backs: readonly number[], bank: readonly object[]): void {
  const { portfolio, learner } = tale
  for (const back of backs) {
    const on = ago(tale, back)
    const by = holderOn(tale, on, 'siteDirector')
    const behind = learner.startsOn.until(on).days
    const text = tale.deal(bank)
    if (!by || !text || behind < 60) continue
    const values = {
      metOn: on.toString(),
      site: learner.posts.at(-1)!.siteId,
      reviewed: { from: on.subtract({ days: Math.min(180, behind) }).toString(), to: on.toString() },
      progress: learner.plan.pace < 0.6 ? 'some-gaps' : 'on-track',
      ...text,
    }
    later(tale, on, (at) => portfolio.appraise('dot-review', at, by, values))
  }
}

/** Items in their order: the last ones wait for a signature, and who is behind is asked for more of the second. */
export function judgedItems(
  tale: Tale,
  {
    items,
    words,
    by,
    more,
  }: { items: readonly string[]; words: Record<string, Verdict['words']>; by: Verdict['by']; more: string },
): void {
  const { pace } = tale.learner.plan
  const count = Math.min(items.length, Math.round(2 + pace * 2))
  for (const [index, item] of items.slice(0, count).entries()) {
    const waits = index >= count - (pace >= 0.8 ? 2 : 1)
    const verdict: Verdict = { words: words[item]!, by: waits ? null : (by ?? null) }
    if (index === 1 && pace < 0.6) verdict.more = more
    judged(tale, ago(tale, waits ? 9 - index : 32 - index * 3), item, verdict)
  }
}

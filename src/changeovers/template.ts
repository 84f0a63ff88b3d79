import { Temporal } from 'temporal-polyfill'
import type { Ctx } from '../kit/context.ts'
import { lastDay, overlap } from '../kit/periods.ts'
import type { RecordedPost } from '../training/index.ts'
import { recordOf, worldOf } from './load.ts'
import { plainName } from './match.ts'
import { later } from './sheet/dates.ts'
import type { Line } from './sheet/write.ts'
import type { RecordedSpan, World } from './world.ts'

const compare = Temporal.PlainDate.compare

/**
 * A programme as it stands, as the sheet that would change nothing: a line for each post of today and to come, and one
 * for each trainee without any.
 */
export async function templateOf(ctx: Ctx, programmeId: string): Promise<Line[]> {
  const world = await worldOf(ctx, programmeId)
  const record = await recordOf(ctx.db, {
    enrolmentIds: world.trainees.map(({ enrolmentId }) => enrolmentId),
  })
  const shown = await shownIdentifiers(ctx, world)
  const words = wordsFor(world)
  return world.trainees.flatMap(({ enrolmentId, personId, name, ftePercent, endsOn }) => {
    const { email = '', number = '' } = shown.get(personId) ?? {}
    const who = { number, email, name, fte: String(ftePercent) }
    const posts = (record.posts.get(enrolmentId) ?? []).filter(({ until }) => !until || compare(world.today, until) < 0)
    const spans = record.spans.get(enrolmentId) ?? []
    const supervisors = (day: Temporal.PlainDate, until = day, track = 'main') =>
      supervisorsOn(spans, { day, until, track }, words)
    if (posts.length === 0) return [{ ...who, ...supervisors(world.today) }]
    return posts.map((post) => {
      const until = post.until && compare(post.until, endsOn) < 0 ? post.until : endsOn
      return { ...who, ...postWords(post, words), ...supervisors(later(post.from, world.today), until, post.track) }
    })
  })
}

type Words = ReturnType<typeof wordsFor>

/** Names as the same sheet is read back: with something beside them where several have the same. */
function wordsFor({ sites, supervisors }: World) {
  const count = (names: readonly string[], name: string) => names.filter((one) => one === plainName(name)).length
  const siteNames = sites.map(({ name }) => plainName(name))
  const people = supervisors.map(({ name }) => plainName(name))
  const site = new Map(
    sites.map((one) => [one.id, count(siteNames, one.name) > 1 ? `${one.name} (${one.network})` : one.name]),
  )
  const supervisor = new Map(
    supervisors.map(({ id, name, emails }) => [
      id,
      count(people, name) > 1 && emails[0] ? `${name} <${emails[0]}>` : name,
    ]),
  )
  return { site, supervisor }
}

const postWords = ({ title, specialty, siteId, track, share, from, until }: RecordedPost, { site }: Words): Line => ({
  ...{ title, specialty: specialty ?? '', site: site.get(siteId) ?? '' },
  track: track === 'main' ? '' : track,
  share: share === null ? '' : String(share),
  from: from.toString(),
  last: lastDay(until)?.toString() ?? '',
})

type Days = { day: Temporal.PlainDate; until: Temporal.PlainDate; track: string }

/** Who supervises on all these days: a name in the sheet is one for all of them. Left empty where somebody does so for a part. A post
 * beside another has a clinical supervisor of its own, or the main one's. */
function supervisorsOn(spans: readonly RecordedSpan[], { day, until, track }: Days, { supervisor }: Words): Line {
  const on = (kind: RecordedSpan['kind']) => {
    const span = spans.find(
      (one) =>
        one.kind === kind &&
        one.track === (kind === 'clinical' ? track : 'main') &&
        overlap(one, { from: day, until: day.add({ days: 1 }) }),
    )
    const all = span && (!span.until || compare(span.until, until) >= 0)
    return all ? (supervisor.get(span.personId) ?? '') : ''
  }
  return { educational: on('educational'), clinical: on('clinical') }
}

/** One address and one number of each trainee, as people write them. */
async function shownIdentifiers(
  { db }: Ctx,
  { trainees }: World,
): Promise<Map<string, { email?: string; number?: string }>> {
  const rows = await db.identifier.findMany({
    where: { personId: { in: trainees.map(({ personId }) => personId) } },
    orderBy: [{ primary: 'asc' }, { createdAt: 'desc' }],
    select: { personId: true, kind: true, value: true },
  })
  const shown = new Map<string, { email?: string; number?: string }>()
  for (const { personId, kind, value } of rows)
    shown.set(personId, { ...shown.get(personId), [kind === 'email' ? 'email' : 'number']: value })
  return shown
}

import { fixedClock } from '../../src/kit/clock.ts'
import { countQueries } from '../../src/kit/db.ts'
import { newId } from '../../src/kit/ids.ts'
import { createLog } from '../../src/kit/log.ts'
import { dbDate } from '../../src/kit/periods.ts'
import { tasksOf } from '../../src/worker.ts'
import { wordsOf } from '../support/forms.ts'
import { testWorld } from '../support/world.ts'

const world = await testWorld()
const { db } = world
const sam = await world.as('sam')
const at = new Date('2026-10-01T09:00:00Z')
const { programme: programmeId, packVersion: packVersionId } = world.ids

/** Accepts so many, straight into the records. */
async function accepted(
  count: number,
  name: string,
  more: {
    state?: 'invited' | 'enrolled'
    account?: 'invited' | 'active'
    opened?: boolean
    from?: string
    fee?: 'due'
  } = {},
) {
  const { state = 'invited', account = 'invited', opened = false, from = '2026-11-20', fee = 'none' } = more
  const people = Array.from({ length: count }, (_, n) => ({ id: newId(), givenName: name, familyName: `N${1000 + n}` }))
  await db.person.createMany({ data: people })
  await db.account.createMany({ data: people.map(({ id }) => ({ personId: id, state: account })) })
  await db.identifier.createMany({
    data: people.map(({ id, familyName }) => {
      const value = `${name}.${familyName}@post.example`.toLowerCase()
      return { id: newId(), personId: id, kind: 'email' as const, value, normalised: value }
    }),
  })
  await db.mail.createMany({
    data: people.map(({ id }) => ({
      ...{
        id: newId(),
        messageId: newId(),
        toPersonId: id,
        toAddress: 'x@post.example',
        purpose: 'account.invitation',
        state: 'sent' as const,
      },
      ...{ subject: 'In', text: 'In', createdAt: at, openedAt: opened ? at : null },
    })),
  })
  const enrolments = people.map(({ id }) => ({
    ...{ id: newId(), personId: id, programmeId, packVersionId, state },
    ...{ startsOn: dbDate(from), endsOn: dbDate('2030-01-01') },
  }))
  await db.enrolment.createMany({ data: enrolments })
  await db.admission.createMany({
    data: enrolments.map(({ id }) => ({
      ...{ enrolmentId: id, acceptedAt: at, acceptedByName: 'Sam', invitedAt: at, countsFrom: dbDate(from), fee },
      completedAt: state === 'enrolled' ? at : null,
    })),
  })
}

const rowsAt = async (path: string) => [...(await sam.get(path)).text.matchAll(/<tr[^>]*>\s*<t[dh]/g)].length - 1

it('R20: shows many who were accepted in pages, by state and by words, at the cost of few', async () => {
  await accepted(1, 'Early')
  const cost = async () => (await countQueries(db, () => sam.get('/admissions').then())).queries.length
  await cost()
  const before = await cost()
  await accepted(110, 'Sent')
  await accepted(12, 'Seen', { opened: true })
  await accepted(7, 'Taken', { account: 'active', fee: 'due' })
  await accepted(5, 'Near', { from: '2026-09-10' })
  await accepted(3, 'Cold', { from: '2026-01-01' })
  await accepted(2, 'Done', { account: 'active', state: 'enrolled' })
  expect(await cost()).toBe(before)
  const words = wordsOf(await sam.get('/admissions'))
  expect(words).toContain(
    'All 140 Invited 116 Invitation opened 12 Accepted, not enrolled 7 Frozen within 4 weeks 5 Frozen 3 Fee not paid 7 Enrolled 2',
  )
  expect(words).toContain('1–50 of 140')
  const pages = await Promise.all([1, 2, 3, 4].map((page) => rowsAt(`/admissions?page=${page}`)))
  expect(pages.slice(0, 3)).toEqual([50, 50, 40])
  for (const [query, count] of [
    ...([
      ['show=opened', 12],
      ['show=accepted', 7],
      ['show=near', 5],
      ['show=frozen', 3],
    ] as const),
    ...([
      ['show=feeDue', 7],
      ['show=enrolled', 2],
      ['q=seen.n1003@post', 1],
      ['q=taken', 7],
    ] as const),
  ])
    expect([query, await rowsAt(`/admissions?${query}`)]).toEqual([query, count])
  expect(wordsOf(await sam.get('/admissions?q=nobody-here'))).toContain('Nobody called “nobody-here”')
  expect((await sam.get('/admissions?show=invited&q=sent&page=2')).text).toContain('show=invited&amp;q=sent&amp;page=3')
  const seen = wordsOf(await sam.get('/admissions?q=seen&show=opened'))
  expect(seen).toContain('All 12 Invitation opened 12')
  expect(seen).not.toContain('Frozen 3')
  const beyond = await sam.get('/admissions?page=99')
  expect(wordsOf(beyond)).toContain('101–140 of 140')
  expect(beyond.text).toContain('/admissions?page=2"')
  const sheet = (await sam.get('/admissions/list.csv?show=opened')).text
  expect(sheet.trim().split('\r\n').length).toBe(13)
  expect(sheet).toContain('seen.n1003@post.example')
})

it('R23, R24: tells the office of many at once in one line that leads to them, and of one by name', async () => {
  const sweep = async (day: string) => {
    const clock = `${day}T09:00:00Z`
    world.clock.set(clock)
    const { config, services } = world
    const tasks = tasksOf({ db, clock: fixedClock(clock), config, log: createLog('silent') }, services, null)
    await tasks['admissions.sweep']!({}, { number: 1, last: true } as never)
  }
  await db.enrolment.updateMany({ where: { state: 'invited' }, data: { state: 'closed' } })
  await accepted(12, 'Tardy', { from: '2027-06-10' })
  await accepted(1, 'Single', { from: '2027-06-20', account: 'active' })
  const news = () =>
    db.notice.findMany({ where: { kind: 'enrolment.alert', personId: world.person.sam }, orderBy: { id: 'asc' } })
  const before = (await news()).length
  for (const day of ['2027-08-09', '2027-08-09', '2027-08-19', '2027-09-10', '2027-09-10', '2027-09-20'])
    await sweep(day)
  const one = await db.enrolment.findFirstOrThrow({ where: { person: { givenName: 'Single' } } })
  const names = 'Tardy N1000, Tardy N1001, Tardy N1002 and 9 more'
  expect((await news()).slice(before).map(({ text, href, subjectId }) => [text, href, subjectId])).toEqual([
    [`12 trainees have not enrolled for 60 days: ${names}`, '/admissions?show=late', null],
    ['Single N1000 has not enrolled for 60 days', `/admissions/${one.id}`, one.personId],
    [
      `12 trainees have not enrolled in time, so their portfolios are frozen: ${names}`,
      '/admissions?show=frozen',
      null,
    ],
    ['Single N1000 has not enrolled in time: their portfolio is frozen', `/admissions/${one.id}`, one.personId],
  ])
  for (const type of ['enrolment.alerted', 'enrolment.frozen'])
    expect(await db.auditEvent.count({ where: { type, enrolmentId: one.id } })).toBe(1)
  // Each of those who are frozen is written to.
  expect(
    await db.mail.count({ where: { subject: 'Your portfolio is frozen', toAddress: { contains: 'tardy' } } }),
  ).toBe(12)
  const later = await world.as('sam')
  expect(wordsOf(await later.get('/'))).toContain('12 trainees have not enrolled for 60 days')
  await accepted(3, 'Slow', { from: '2027-08-01' })
  await sweep('2027-10-01')
  const office = await world.as('sam')
  expect(wordsOf(await office.get('/admissions'))).toContain('60 days without enrolment 3')
  const late = wordsOf(await office.get('/admissions?show=late'))
  expect([late.match(/Slow N/g)!.length, late.includes('Tardy')]).toEqual([3, false])
})

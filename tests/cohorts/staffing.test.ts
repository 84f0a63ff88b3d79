import { Temporal } from 'temporal-polyfill'
import { isCovered, linesOf } from '../../src/cohorts/staffing/plan.ts'
import { newId } from '../../src/kit/ids.ts'
import { createLog } from '../../src/kit/log.ts'
import { tasksOf } from '../../src/worker.ts'
import { addRecord, discussion } from '../progress/seed.ts'
import { FormPage, wordsOf } from '../support/forms.ts'
import { testWorld } from '../support/world.ts'

const world = await testWorld()
const { db, person, enrolment } = world
const sam = await world.as('sam')
const main = 'main form.form'
const of = (id: string) => `/trainees/staffing?of=${id}`
const all = '/trainees/staffing?kind=educational'

type Typed = Record<string, string | string[]>

/** Types, reads what happens, ticks it. */
async function change(path: string, typed: Typed) {
  const first = await FormPage.from(await sam.get(path).expect(200), main)
    .fill(typed)
    .submit(sam)
  if (first.status !== 422) throw new Error(`not asked first: ${first.status}`)
  const page = FormPage.from(first, main)
  return {
    first,
    words: wordsOf(first),
    confirm: () => page.fill({ confirm: page.page.querySelector('#confirm')!.getAttribute('value')! }).submit(sam),
  }
}

/** Who is on record for a trainee on a day, of one kind, on all tracks. */
async function onRecord(enrolmentId: string, day: string, kind: 'educational' | 'clinical' = 'educational') {
  const at = new Date(`${day}T00:00:00Z`)
  const rows = await db.supervision.findMany({
    where: { enrolmentId, kind, from: { lte: at }, OR: [{ until: null }, { until: { gt: at } }] },
    orderBy: { track: 'asc' },
  })
  const names = Object.fromEntries(Object.entries(person).map(([name, id]) => [id, name]))
  return rows.map(({ personId, track }) => `${names[personId]} ${track}`)
}

/** A discussion of Tom's that shows an item of the curriculum. */
async function evidence(itemKey: string) {
  const recordId = await addRecord(world, 'tom', discussion('Falls', [itemKey]))
  const { createdAt } = await db.record.findUniqueOrThrow({ where: { id: recordId } })
  return { recordId, createdAt }
}

describe('R8: an end that nobody follows', () => {
  it('is told to the coordinator once, from 28 days before, and not where somebody follows', async () => {
    const { clock, config, services } = world
    const remind = () =>
      tasksOf({ db, clock, config, log: createLog('silent') } as never, services, null)['supervisors.ending']!(
        {},
        {} as never,
      )
    const notices = () => db.notice.findMany({ where: { personId: person.sam, kind: 'supervision.changed' } })
    const where = { enrolmentId: enrolment.priya, kind: 'clinical' as const }
    const { until } = await db.supervision.findFirstOrThrow({ where })
    const before = (await notices()).length
    await remind()
    expect(await notices()).toHaveLength(before)
    await db.supervision.updateMany({ where, data: { until: new Date('2026-12-15') } })
    await remind()
    await remind()
    const told = await notices()
    expect(told).toHaveLength(before + 1)
    expect(told.at(-1)!.text).toMatch(
      /is clinical supervisor of Dr Priya Nair until 14 Dec 2026, and nobody is recorded for after that/,
    )
    expect(await db.mail.count({ where: { toPersonId: person.sam, purpose: 'supervision.changed' } })).toBe(1)
    await db.supervision.updateMany({ where, data: { until } })
  })
})

describe('C13: supervisors in bulk', () => {
  it('is the coordinator’s, reached from the load of supervisors', async () => {
    const load = await sam.get('/trainees/supervisors').expect(200)
    expect(load.text).toContain(`href="${of(person.helen)}"`)
    for (const who of ['amara', 'helen', 'james', 'morgan'] as const)
      expect((await (await world.as(who)).get(of(person.helen))).text).not.toContain('name="who"')
  })

  it('keeps every typed word and says at each field what is wrong', async () => {
    const empty = await FormPage.from(await sam.get(all), main).submit(sam)
    expect(empty.status).toBe(422)
    for (const words of ['Tick the trainees', 'Choose the supervisor.', 'Enter the first day.'])
      expect(wordsOf(empty)).toContain(words)
    const typed = { who: `${enrolment.amara}.educational`, personId: person.james, reason: 'Rota change' }
    for (const [more, words] of [
      [{ from: '2026-11-01' }, 'Choose today or a later day.'],
      [{ from: '2026-12-10', mode: 'cover' }, 'Enter the last day of the absence.'],
      [{ from: '2026-12-10', last: '2026-12-01', mode: 'cover' }, 'The last day lies before the first.'],
      [
        { from: '2026-12-10', personId: person.helen },
        'is educational supervisor of Dr Amara Okafor on that day already',
      ],
      [{ from: '2031-12-10' }, 'The training of Dr Amara Okafor has ended by then.'],
    ] as const) {
      const answer = await FormPage.from(await sam.get(all), main)
        .fill({ ...typed, ...more })
        .submit(sam)
      expect([words, answer.status]).toEqual([words, 422])
      expect(wordsOf(answer)).toContain(words)
      expect(answer.text).toContain('value="Rota change"')
    }
    const forged = FormPage.from(await sam.get(all), main).fill({ ...typed, from: '2026-12-10' })
    expect((await forged.forge({ personId: person.amara }).submit(sam)).status).toBe(422)
    expect(await db.auditEvent.count({ where: { type: 'supervision.changed' } })).toBe(0)
  })

  it('decision 67: counts all that the grace would hold: a self-rating with evidence waits to be signed off', async () => {
    const nothing = await change(of(person.helen), { personId: person.james, from: '2026-12-10' })
    expect(nothing.words).toContain('Nothing of these trainees waits for Dr Helen Marsh.')
    const { createdAt, recordId } = await evidence('cip-c4')
    const judgement = {
      recordId,
      enrolmentId: enrolment.tom,
      itemKey: 'cip-c4',
      kind: 'self',
      outcome: 'level',
    } as const
    const by = { byId: person.tom, byName: 'Dr Tom Beale', byRole: 'Trainee', level: 2 }
    await db.judgement.create({ data: { ...judgement, ...by, at: createdAt } })
    const { words } = await change(of(person.helen), { personId: person.james, from: '2026-12-10' })
    expect(words).toContain(
      '1 item to sign off of these trainees waits for Dr Helen Marsh, who may finish what waits on the last day until 6 Jan 2027.',
    )
  })

  it('R8: replaces somebody who leaves with one action, from a day, and tells everybody once', async () => {
    const { words, confirm } = await change(of(person.helen), { personId: person.james, from: '2026-12-10' })
    expect(words).toContain(
      'is educational supervisor from 10 Dec 2026 of 2 trainees: Dr Tom Beale and Dr Amara Okafor.',
    )
    expect(words).toContain(
      'The time as educational supervisor of Dr Helen Marsh ends on 9 Dec 2026 for 2 trainees: Dr Tom Beale and Dr Amara Okafor.',
    )
    expect(await onRecord(enrolment.amara, '2026-12-10')).toEqual(['helen main'])
    expect((await confirm()).headers.location).toBe('/trainees/supervisors')
    for (const id of [enrolment.amara, enrolment.tom]) {
      expect(await onRecord(id, '2026-12-09')).toEqual(['helen main'])
      expect(await onRecord(id, '2026-12-10')).toEqual(['james main'])
    }
    for (const id of [person.helen, person.james, person.amara, person.tom]) {
      expect(await db.notice.count({ where: { personId: id, kind: 'supervision.changed' } })).toBe(1)
      expect(await db.mail.count({ where: { toPersonId: id, purpose: 'supervision.changed' } })).toBe(1)
    }
    const told = await db.notice.findFirstOrThrow({ where: { personId: person.helen, kind: 'supervision.changed' } })
    expect(told.text).toBe(
      'Your time as educational supervisor of 2 trainees ends on 9 Dec 2026: Dr Tom Beale and Dr Amara Okafor. What waits for you that day you may finish until 6 Jan 2027',
    )
    expect(await db.auditEvent.count({ where: { type: 'supervision.changed' } })).toBe(2)
  })

  it('D4, R8: access follows the day, and comes from nothing else', async () => {
    const before = await (await world.as('james')).get(`/portfolios/${enrolment.amara}`)
    world.clock.set('2026-12-10T09:00:00Z')
    const helen = await world.as('helen')
    expect((await helen.get(`/portfolios/${enrolment.amara}`)).status).not.toBe(200)
    const james = await world.as('james', 'educationalSupervisor')
    expect((await james.get(`/portfolios/${enrolment.amara}`)).status).toBe(200)
    expect(before.status).toBeLessThan(500)
    world.clock.set('2026-11-22T09:00:00Z')
  })

  it('decision 19: lets somebody cover an absence beside whoever is away, and ends by itself', async () => {
    const typed = { personId: person.ruth, mode: 'cover', from: '2026-12-01', last: '2026-12-20' }
    const { words, confirm } = await change(of(person.idris), {
      ...typed,
      who: [`${enrolment.priya}.educational`],
    })
    expect(words).toContain('covers as educational supervisor from 1 Dec 2026 to 20 Dec 2026 for 1 trainee')
    await confirm()
    expect(await onRecord(enrolment.priya, '2026-11-30')).toEqual(['idris main'])
    expect(await onRecord(enrolment.priya, '2026-12-01')).toEqual(['ruth cover', 'idris main'])
    expect(await onRecord(enrolment.priya, '2026-12-20')).toEqual(['ruth cover', 'idris main'])
    expect(await onRecord(enrolment.priya, '2026-12-21')).toEqual(['idris main'])
    const ruth = await world.as('ruth')
    expect((await ruth.get(`/portfolios/${enrolment.priya}`)).text).not.toContain('Educational supervisor of')
    world.clock.set('2026-12-05T09:00:00Z')
    const covering = await world.as('ruth', 'educationalSupervisor')
    expect((await covering.get(`/portfolios/${enrolment.priya}`)).status).toBe(200)
    world.clock.set('2026-12-21T09:00:00Z')
    expect((await (await world.as('ruth')).get(`/portfolios/${enrolment.priya}`)).status).not.toBe(200)
    world.clock.set('2026-11-22T09:00:00Z')
    const twice = await FormPage.from(await sam.get(of(person.idris)), main)
      .fill({ ...typed, personId: person.james, last: '2026-12-05', who: [`${enrolment.priya}.educational`] })
      .submit(sam)
    expect(wordsOf(twice)).toContain('covers as educational supervisor of Dr Priya')
  })

  it('ends a cover before its time, from the page of either of the two, and tells everybody', async () => {
    expect(wordsOf(await sam.get(`/trainees/${enrolment.priya}/supervisors?kind=educational`))).toContain(
      'covers as educational supervisor',
    )
    for (const id of [person.idris, person.ruth])
      expect(wordsOf(await sam.get(of(id)))).toMatch(/Dr Priya Nair[^.]*; covered by Dr Ruth Adler until 20 Dec 2026/)
    const who = [`${enrolment.priya}.educational`]
    const { words, confirm } = await change(of(person.ruth), { mode: 'uncover', from: '2026-12-10', who })
    expect(words).toContain('From 10 Dec 2026 nobody covers as educational supervisor any longer for 1 trainee')
    expect((await confirm()).status).toBe(303)
    expect(await onRecord(enrolment.priya, '2026-12-09')).toEqual(['ruth cover', 'idris main'])
    expect(await onRecord(enrolment.priya, '2026-12-10')).toEqual(['idris main'])
    const told = await db.mail.findMany({ where: { text: { contains: 'no longer cover' } } })
    expect(new Set(told.map(({ toPersonId }) => toPersonId))).toEqual(new Set([person.priya, person.ruth]))
  })

  it('tells the second of two coordinators who changed what, and changes nothing for them', async () => {
    const typed = { who: [`${enrolment.tom}.clinical`], personId: person.idris, from: '2026-12-15' }
    const mine = await change('/trainees/staffing?kind=clinical', typed)
    const theirs = await change('/trainees/staffing?kind=clinical', { ...typed, personId: person.james })
    expect((await theirs.confirm()).status).toBe(303)
    const late = await mine.confirm()
    expect(late.status).toBe(422)
    expect(wordsOf(late)).toContain('changed a supervisor of Dr Tom Beale on')
    expect(await onRecord(enrolment.tom, '2026-12-15', 'clinical')).toEqual(['james main'])
  })

  it('leaves trainees without where nobody follows yet, and shows them on the gap board', async () => {
    const { words, confirm } = await change(of(person.ruth), {
      ...{ personId: 'nobody', from: '2026-12-01', who: [`${enrolment.tom}.clinical`] },
    })
    expect(words).toContain('From 1 Dec 2026 these have no clinical supervisor, and stand on the gap board: 1 trainee')
    expect((await confirm()).status).toBe(303)
    expect(await onRecord(enrolment.tom, '2026-12-01', 'clinical')).toEqual([])
    expect(await onRecord(enrolment.tom, '2026-12-15', 'clinical')).toEqual(['james main'])
  })
})

it('decision 19, R8: replaces whoever leaves the post of a split week alone, and leaves the main post as it is', async () => {
  const held = { enrolmentId: enrolment.priya, kind: 'clinical' as const, from: new Date('2026-11-01') }
  const split = { ...held, track: 'split', personId: person.helen, until: new Date('2027-02-03') }
  const row = await db.supervision.create({ data: { id: newId(), ...split } })
  const main = await onRecord(enrolment.priya, '2026-12-10', 'clinical')
  const { words, confirm } = await change(of(person.helen), {
    ...{ personId: person.idris, from: '2026-12-10', who: [`${enrolment.priya}.clinical.split`] },
  })
  expect(words).toContain('is clinical supervisor of the split post from 10 Dec 2026 of 1 trainee: Dr Priya Nair.')
  expect(words).toMatch(/The time as clinical supervisor of the split post of .* ends on 9 Dec 2026 for 1 trainee/)
  expect((await confirm()).status).toBe(303)
  expect(await onRecord(enrolment.priya, '2026-12-09', 'clinical')).toContain('helen split')
  expect(await onRecord(enrolment.priya, '2026-12-10', 'clinical')).toEqual([
    ...main.filter((one) => !one.endsWith('split')),
    'idris split',
  ])
  await db.supervision.update({ where: { id: row.id }, data: { until: new Date('2026-11-02') } })
})

describe('R29: days of somebody who leaves', () => {
  const day = Temporal.PlainDate.from
  const span = (id: string, personId: string, from: string, until: string | null) => ({
    ...{ id, personId, name: `Dr ${personId}`, from: day(from), until: until ? day(until) : null },
  })
  const post = (spans: ReturnType<typeof span>[]) => ({
    ...{
      key: 'e.clinical',
      enrolmentId: 'e',
      kind: 'clinical' as const,
      track: 'main',
      traineeId: 't',
      trainee: 'Dr T',
    },
    ...{ programme: 'P', endsOn: day('2029-01-01'), spans, cover: [] },
  })
  const next = { id: 'new', name: 'Dr New', detail: '', trainees: 0 }
  const lines = (spans: ReturnType<typeof span>[], last: string | null = null) =>
    linesOf(
      [post(spans)],
      { next, from: day('2026-12-01'), last: last ? day(last) : null },
      day('2026-11-22'),
      'gone',
    )[0]!

  it('are covered while they are theirs, and no longer', () => {
    const mine = post([span('a', 'gone', '2026-12-10', '2026-12-15'), span('b', 'li', '2026-12-15', null)])
    const until = (last: string) => isCovered(mine, { from: day('2026-12-01') }, day(last), 'gone')
    expect([until('2026-12-09'), until('2026-12-10')]).toEqual([false, true])
    const line = lines(
      [span('a', 'gone', '2026-12-10', '2026-12-15'), span('b', 'li', '2026-12-15', null)],
      '2026-12-20',
    )
    expect(`${line.from} ${line.last}`).toBe('2026-12-10 2026-12-14')
    expect(line.plan!.created.map(({ from, until: end }) => `${from} ${end}`)).toEqual(['2026-12-10 2026-12-15'])
  })

  it('change hands alone, also where they begin later', () => {
    const line = lines([span('a', 'pugh', '2026-08-05', '2027-02-05'), span('b', 'gone', '2027-02-05', '2027-08-05')])
    expect(line.from.toString()).toBe('2027-02-05')
    expect(line.plan!.moved).toEqual([])
    expect(line.plan!.corrected.map(({ id }) => id)).toEqual(['b'])
    expect(line.plan!.created.map(({ personId, from }) => `${personId} ${from}`)).toEqual(['new 2027-02-05'])
  })

  it('end where somebody else was to follow anyway', () => {
    const line = lines([span('a', 'gone', '2026-08-05', '2027-02-05'), span('b', 'li', '2027-02-05', null)])
    expect(line.plan!.created.map(({ from, until }) => `${from} ${until}`)).toEqual(['2026-12-01 2027-02-05'])
  })

  it('are none where they have ended by then', () => {
    const line = lines([span('a', 'gone', '2026-08-05', '2026-11-30')])
    expect(line).toMatchObject({ plan: null, problem: 'Dr T is no longer theirs on that day.' })
  })
})

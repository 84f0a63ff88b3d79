import fc from 'fast-check'
import { Temporal } from 'temporal-polyfill'
import { newId } from '../../src/kit/ids.ts'
import { dbDate } from '../../src/kit/periods.ts'
import { type AbsenceRule, sumAbsences, workingDays } from '../../src/training/absence/count.ts'
import { FormPage, wordsOf } from '../support/forms.ts'
import { testWorld } from '../support/world.ts'

const world = await testWorld()
const day = (iso: string) => Temporal.PlainDate.from(iso)
const rule: AbsenceRule = {
  review: { days: 14, months: 12 },
  kinds: [
    { key: 'sickness', label: 'Sickness', counts: true },
    { key: 'annual', label: 'Annual leave', counts: false },
  ],
  statuses: { parental: 'parental' },
}
const absence = (kind: string, from: string, until: string, days: number) => ({
  ...{ id: `${kind} ${from}`, kind, from: day(from), until: day(until), days },
})
const today = day('2026-11-22')
const sums = (
  absences: ReturnType<typeof absence>[],
  more: { reviewedOn?: string; today?: string; parental?: [string, string] } = {},
) =>
  sumAbsences(
    {
      absences,
      statuses: more.parental
        ? [{ id: 's', kind: 'parental', from: day(more.parental[0]), until: day(more.parental[1]) }]
        : [],
    },
    rule,
    { today: day(more.today ?? '2026-11-22'), reviewedOn: more.reviewedOn ? day(more.reviewedOn) : null },
  )

describe('B8, decision 56: whole working days away', () => {
  it('are Mondays to Fridays', () => {
    expect(workingDays(day('2026-11-02'), day('2026-11-09'))).toBe(5)
    expect(workingDays(day('2026-11-07'), day('2026-11-09'))).toBe(0)
    fc.assert(
      fc.property(fc.nat(400), fc.nat(200), fc.nat(200), (start, one, two) => {
        const from = today.add({ days: start })
        const [middle, end] = [from.add({ days: one }), from.add({ days: one + two })]
        expect(workingDays(from, middle) + workingDays(middle, end)).toBe(workingDays(from, end))
      }),
    )
  })

  it('ask for a review from fourteen on, in twelve months or since the last review', () => {
    const ill = [absence('sickness', '2026-03-02', '2026-03-20', 13)]
    expect(sums(ill)).toMatchObject({ total: 13, reached: false })
    const more = [...ill, absence('sickness', '2026-06-01', '2026-06-02', 1)]
    expect(sums(more)).toMatchObject({ total: 14, reached: true, sinceReview: false })
    expect(sums(more, { reviewedOn: '2026-05-01' })).toMatchObject({ total: 1, reached: false, sinceReview: true })
    // A review longer ago than twelve months leaves the twelve months.
    expect(sums(more, { reviewedOn: '2025-01-01' })).toMatchObject({ total: 14, sinceReview: false })
    expect(sums(more, { today: '2027-06-02' }).total).toBe(0)
  })

  it('leave annual leave out, and count a status of training time once', () => {
    expect(sums([absence('annual', '2026-08-03', '2026-08-31', 20)])).toMatchObject({ total: 0, reached: false })
    const parental: [string, string] = ['2026-06-01', '2026-06-29']
    expect(sums([], { parental }).total).toBe(20)
    expect(sums([absence('sickness', '2026-06-08', '2026-06-12', 4)], { parental }).total).toBe(20)
    expect(sums([absence('sickness', '2026-06-22', '2026-07-04', 10)], { parental }).total).toBe(25)
  })

  it('law: one more entry never makes the sum smaller, and nothing counts that lies ahead', () => {
    const entry = fc
      .tuple(fc.integer({ min: -500, max: 60 }), fc.integer({ min: 1, max: 30 }))
      .map(([start, length]) => ({ from: today.add({ days: start }), until: today.add({ days: start + length }) }))
      .filter(({ from, until }) => workingDays(from, until) > 0)
      .map(({ from, until }) => ({ id: newId(), kind: 'sickness', from, until, days: workingDays(from, until) }))
    fc.assert(
      fc.property(fc.array(entry, { maxLength: 6 }), entry, (before, one) => {
        const less = sums(before).total
        const more = sums([...before, one]).total
        expect(more).toBeGreaterThanOrEqual(less)
        if (Temporal.PlainDate.compare(one.from, today) > 0) expect(more).toBe(less)
      }),
    )
  })
})

describe('B8: the page of days away', () => {
  const path = `/portfolios/${world.enrolment.amara}/absences`
  const form = 'main form.form'
  const enter = async (agent: Awaited<ReturnType<typeof world.as>>, typed: Record<string, string>) =>
    FormPage.from(await agent.get(path).expect(200), form)
      .fill(typed)
      .submit(agent)

  it('takes whole days from the trainee and the office, never twice, and says what is wrong at the field', async () => {
    const amara = await world.as('amara')
    for (const [typed, words] of [
      [{}, 'Choose what it was.'],
      [{ kind: 'sickness', from: '2026-09-10', last: '2026-09-01' }, 'The last day lies before the first.'],
      [{ kind: 'sickness', from: '2026-09-05', last: '2026-09-06' }, 'There is no working day in that time.'],
      [{ kind: 'sickness', from: '2026-09-07', last: '2026-09-11', days: '6' }, 'There are 5 working days'],
      [{ kind: 'sickness', from: '2026-09-07', last: '2026-09-11', days: '2.5' }, 'Enter whole days.'],
      [{ kind: 'sickness', from: '2001-09-07', last: '2001-09-11' }, 'Your training in this programme began on'],
    ] as const) {
      const answer = await enter(amara, typed)
      expect([words, answer.status]).toEqual([words, 422])
      expect(wordsOf(answer)).toContain(words)
    }
    expect((await enter(amara, { kind: 'sickness', from: '2026-09-07', last: '2026-09-11' })).status).toBe(303)
    const again = await enter(await world.as('sam'), { kind: 'other-leave', from: '2026-09-11', last: '2026-09-14' })
    expect(again.status).toBe(422)
    expect(wordsOf(again)).toContain('is entered already, by Dr Amara Okafor')
    for (const who of ['helen', 'james', 'tom', 'morgan'] as const)
      expect((await (await world.as(who)).get(path)).text).not.toContain('name="kind"')
  })

  it('flags a review for everybody concerned, and moves no date', async () => {
    const ends = await world.db.enrolment.findUniqueOrThrow({ where: { id: world.enrolment.amara } })
    const sam = await world.as('sam')
    await enter(sam, { kind: 'sickness', from: '2026-10-05', last: '2026-10-15' })
    expect(wordsOf(await sam.get(path))).toContain('Review wanted. 14 whole days away since 23 Nov 2025')
    const own = `/portfolios/${world.enrolment.amara}`
    for (const who of ['amara', 'helen', 'james', 'sam'] as const) {
      const agent = await world.as(who)
      expect([who, wordsOf(await agent.get(path)).includes('Review wanted.')]).toEqual([who, true])
      expect([who, wordsOf(await agent.get(`${own}/time`)).includes('14 days away: review wanted')]).toEqual([
        who,
        true,
      ])
    }
    // The requirement about days away says the same, and at once.
    for (const who of ['amara', 'helen'] as const)
      expect(wordsOf(await (await world.as(who)).get(`${own}/progress/absence`))).toContain('14 of 14 days since')
    for (const who of ['sam', 'helen', 'james'] as const)
      expect((await (await world.as(who)).get('/trainees')).text).toContain('14\u00a0days\u00a0away')
    const after = await world.db.enrolment.findUniqueOrThrow({ where: { id: world.enrolment.amara } })
    expect([after.endsOn, after.reviewOn]).toEqual([ends.endsOn, ends.reviewOn])
  })

  it('counts by the clock: a year later nothing is left of it', async () => {
    world.clock.set('2027-10-16T09:00:00Z')
    expect(wordsOf(await (await world.as('amara')).get(path))).not.toContain('Review wanted.')
    world.clock.set('2026-11-22T09:00:00Z')
  })

  it('keeps what was taken back, with the reason, and tells the second who was first', async () => {
    const amara = await world.as('amara')
    const first = FormPage.from(await amara.get(path), 'form[action$="/withdraw"]')
    const second = FormPage.from(await amara.get(path), 'form[action$="/withdraw"]')
    expect((await first.fill({ reason: '' }).submit(amara)).status).toBe(422)
    expect((await first.fill({ reason: 'I was there after all.' }).submit(amara)).status).toBe(303)
    const page = wordsOf(await amara.get(path))
    expect(page).toContain('I was there after all.')
    expect(page).not.toContain('Review wanted.')
    const late = await second.fill({ reason: 'Again.' }).submit(amara)
    expect(late.status).toBe(409)
    expect(wordsOf(late)).toContain('took this back already.')
  })

  it('the database lets no two entries overlap', async () => {
    const one = (from: string, until: string) =>
      world.db.absence.create({
        data: {
          ...{
            id: newId(),
            enrolmentId: world.enrolment.tom,
            kind: 'other',
            from: dbDate(from),
            until: dbDate(until),
            days: 1,
          },
          ...{ createdAt: new Date(), createdById: world.person.sam, createdByName: 'Sam' },
        },
      })
    await one('2026-09-01', '2026-09-03')
    await expect(one('2026-09-02', '2026-09-05')).rejects.toThrow()
    await expect(one('2026-09-09', '2026-09-08')).rejects.toThrow()
  })
})

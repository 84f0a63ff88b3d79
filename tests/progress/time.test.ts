import { checkFigures, sweepFigures } from '../../src/progress/index.ts'
import { FormPage, headingOf, wordsOf } from '../support/forms.ts'
import { testWorld } from '../support/world.ts'
import { addRecord, clinic, ctxAs } from './seed.ts'

const world = await testWorld()
const { db } = world
const own = `/portfolios/${world.enrolment.amara}/time`
const enrolment = () => db.enrolment.findUniqueOrThrow({ where: { id: world.enrolment.amara } })
const iso = (date: Date | null) => date?.toISOString().slice(0, 10)
const stages = async () =>
  (await db.stagePeriod.findMany({ where: { enrolmentId: world.enrolment.amara }, orderBy: { from: 'asc' } })).map(
    ({ stageKey, from, until }) => [stageKey, iso(from), iso(until)],
  )
const figures = async () =>
  (await db.ruleFigure.findMany({ where: { enrolmentId: world.enrolment.amara }, orderBy: { ruleId: 'asc' } })).map(
    ({ ruleId, have, pace, status, dueOn }) => ({ ruleId, have, pace, status, dueOn }),
  )
async function agrees() {
  const { differences } = await checkFigures({ ...(await ctxAs(world, 'sam')), db })
  expect(differences.filter(({ enrolmentId }) => enrolmentId === world.enrolment.amara)).toEqual([])
}

const asked = (query: Record<string, string>) => `${own}/change?${new URLSearchParams(query)}`
async function record(query: Record<string, string>, reason = 'Agreed with the trainee') {
  const sam = await world.as('sam')
  const page = await sam.get(asked(query))
  return FormPage.from(page, '#confirm-form').fill({ reason }).submit(sam)
}
const leave = { what: 'parental', from: '2027-01-04', last: '2027-06-30' }

describe('recording training time', () => {
  it('decision 54: shows what a change would do before anything is recorded, then records it and tells', async () => {
    await addRecord(world, 'amara', clinic('2026-10-01'))
    await addRecord(world, 'amara', clinic('2026-11-01'))
    const before = { end: iso((await enrolment()).endsOn), stages: await stages(), figures: await figures() }
    const sam = await world.as('sam')
    const preview = await sam.get(asked(leave))
    expect(headingOf(preview.text)).toBe('Record a change of training time')
    const words = wordsOf(preview)
    expect(words).toContain('Parental leave, 4 Jan 2027 to 30 Jun 2027')
    expect(words).toContain('moves from 4 Aug 2028 to 29 Jan 2029 (+178 days)')
    expect(words).toContain('Due dates that move')
    expect(await db.statusPeriod.count()).toBe(0)

    const none = await record(leave, '')
    expect(none.status).toBe(422)
    expect(wordsOf(none)).toContain('Say why')
    expect((await record(leave)).status).toBe(303)
    expect(iso((await enrolment()).endsOn)).toBe('2029-01-30')
    expect((await stages()).at(-1)).toEqual(['IMY2', '2026-08-05', '2028-01-30'])
    await agrees()
    const told = await db.notice.findMany({ where: { kind: 'training.time' } })
    expect(told.map(({ personId }) => personId)).toEqual(
      expect.arrayContaining([world.person.amara, world.person.helen]),
    )
    expect(told.every(({ text, detail }) => !`${text} ${detail}`.includes('Agreed with'))).toBe(true)

    // Adding, then taking it off the record again, is identity.
    const status = await db.statusPeriod.findFirstOrThrow()
    const asking = await sam.get(`${own}/withdraw/${status.id}`)
    expect(wordsOf(asking)).toContain('moves from 29 Jan 2029 to 4 Aug 2028')
    await FormPage.from(asking, '#confirm-form').fill({ reason: 'Entered for the wrong person' }).submit(sam)
    expect({ end: iso((await enrolment()).endsOn), stages: await stages(), figures: await figures() }).toEqual(before)
    await agrees()
    const page = wordsOf(await (await world.as('amara')).get(own))
    expect(page).toContain('Entered for the wrong person')
    expect(page).toContain('29 Jan 2029')
  })
  it('says at the field why a change cannot be, and keeps what was typed', async () => {
    const sam = await world.as('sam')
    const problem = async (query: Record<string, string>) => {
      const page = await sam.get(asked(query))
      expect(page.status).toBe(422)
      expect(FormPage.from(page, 'form.form').value('from')).toBe(query.from)
      return wordsOf(page)
    }
    expect(await problem({ ...leave, last: '2026-12-01' })).toContain('The last day lies before the first one.')
    expect(await problem({ ...leave, from: '2020-01-01' })).toContain('Training began on 5 Aug 2025')
    expect(await problem({ what: 'fte', from: '2027-01-04', percent: '0' })).toContain('from 1 to 100')
    expect(await problem({ what: 'fte', from: '2027-01-04', percent: '100' })).toContain('nothing would change')
    expect(await problem({ ...leave, counts: '50' })).toContain('Leave this empty')
    expect(await problem({ what: 'panel', from: '2026-11-20' })).toContain('or months of extension')
    const to = (last: string, from = '2026-11-20') => problem({ what: 'panel', from, last })
    expect(await to('2028-12-31', '2026-12-01')).toContain('That day is to come: record the decision once it is made.')
    expect(await to('2199-01-01')).toContain('more than 10 years after training would end now')
    expect(await problem({ ...leave, from: 'x' })).toContain('Enter a real date')
    expect(await problem({ ...leave, what: 'holiday' })).toContain('Choose what changes.')
    expect(await problem({ ...leave, last: '2037-01-01' })).toContain('Nothing lasts longer than 5 years')
    expect(await problem({ ...leave, what: 'grace' })).toContain('The period of grace follows training')
    expect(await problem({ what: 'grace', from: '2028-08-05', last: '2029-03-01' })).toContain('6 months at most')
    const few = await sam.get(asked({ what: 'fte', from: '2027-01-04', percent: '40' }))
    expect(wordsOf(few)).toContain('Less than 50 % of full time is an exception')
    const across = await sam.get(asked({ what: 'oopr', from: '2028-05-01', last: '2029-04-30', counts: '50' }))
    expect(wordsOf(across)).toContain('Training would be complete on')
    expect(wordsOf(across)).toContain('before this time is over on 30 Apr 2029')
    expect(wordsOf(await sam.get(asked(leave)))).toContain('The review on 11 Jun 2027 stays')
  })

  it('R128: nothing is due after the end that a panel has brought forward', async () => {
    const sam = await world.as('sam')
    const page = await sam.get(asked({ what: 'panel', from: '2026-11-20', last: '2028-02-01' }))
    expect(wordsOf(page)).toContain('moves from 4 Aug 2028 to 1 Feb 2028')
    const moved = [...page.text.matchAll(/data-label="Due then"[^>]*><span><bdi>([^<]+)/g)].map(([, words]) => words!)
    expect(moved.length).toBeGreaterThan(0)
    for (const words of moved)
      expect([words, Date.parse(`${words} UTC`) <= Date.UTC(2028, 1, 1)]).toEqual([words, true])
    expect(wordsOf(page)).not.toContain('would not begin before training ends')
    const early = wordsOf(await sam.get(asked({ what: 'panel', from: '2026-11-20', last: '2027-02-01' })))
    expect(early).toMatch(/(IMY3|Year 3) \(from 5 Aug 2027\) would not begin before training ends/)
    // What changes nothing does not say that past days are worked out anew.
    const same = wordsOf(await sam.get(asked({ what: 'panel', from: '2026-11-20', last: '2028-08-04' })))
    expect(same).toContain('No due date moves, and no count changes.')
    expect(same).not.toContain('This changes days that have passed')
  })

  it('decision 54: one change of FTE a day, statuses never overlap, whoever records them', async () => {
    expect((await record({ what: 'fte', from: '2027-02-01', percent: '80' })).status).toBe(303)
    expect((await record(leave)).status).toBe(303)
    const sam = await world.as('sam')
    expect(wordsOf(await sam.get(asked({ what: 'fte', from: '2027-02-01', percent: '60' })))).toContain(
      'There is a change of FTE on that day already',
    )
    expect(wordsOf(await sam.get(asked({ ...leave, from: '2027-06-30', last: '2027-07-30' })))).toContain(
      'Parental leave is on record from 4 Jan 2027 to 30 Jun 2027',
    )
    const page = wordsOf(await (await world.as('amara')).get(own))
    expect(page).toContain('Asked for within time away, so it takes effect on return')
    world.clock.set('2027-02-01T09:00:00Z')
    expect((await (await world.as('amara')).get('/')).text).toContain('Parental leave until 30 Jun 2027')
    world.clock.set('2026-11-22T09:00:00Z')
    expect(page).toContain('80 % of full time, after 100 %')
    await agrees()
  })

  it('R126: the share of full time turns with its day, by the sweep', async () => {
    expect((await enrolment()).ftePercent).toBe(100)
    world.clock.set('2027-07-01T09:00:00Z')
    await sweepFigures({ ...(await ctxAs(world, 'sam')), db })
    expect((await enrolment()).ftePercent).toBe(80)
    await agrees()
    world.clock.set('2027-02-15T09:00:00Z')
    await sweepFigures({ ...(await ctxAs(world, 'sam')), db })
    expect((await enrolment()).ftePercent).toBe(100)
  })

  it('decision 59: evidence dated in time away does not count, and says so', async () => {
    const recordId = await addRecord(world, 'amara', clinic('2027-02-10'))
    const amara = await world.as('amara')
    const rule = await amara.get(`/portfolios/${world.enrolment.amara}/progress/clinics`)
    expect(wordsOf(rule)).toContain('Dated in time away (parental leave)')
    const had = (await figures()).find(({ ruleId }) => ruleId === 'clinics')!.have
    expect(wordsOf(await amara.get(own))).toContain('dated in time away')
    const sam = await world.as('sam')
    const page = await sam.get(own)
    await FormPage.from(page, `form[action="${own}/allow/${recordId}"]`)
      .fill({ reason: 'A keeping-in-touch day' })
      .submit(sam)
    expect((await figures()).find(({ ruleId }) => ruleId === 'clinics')!.have).toBe(had + 1)
    expect(wordsOf(await amara.get(own))).toContain('A keeping-in-touch day')
    await agrees()
  })

  it('R128: a panel decides the day, it overrides and is kept; after the cut-off the office has to look', async () => {
    world.clock.set('2027-06-01T09:00:00Z')
    expect((await record({ what: 'panel', from: '2027-06-01', last: '2028-12-31' }, 'Outcome 3')).status).toBe(303)
    expect(iso((await enrolment()).endsOn)).toBe('2029-01-01')
    const sam = await world.as('sam')
    expect((await sam.get('/')).text).toContain('completion')
    const page = await sam.get(own)
    expect(wordsOf(page)).toContain('tell the panel')
    await FormPage.from(page, 'form[action*="/looked/"]').submit(sam)
    expect(wordsOf(await sam.get(own))).not.toContain('Somebody has to look')
    const stands = wordsOf(await sam.get(own))
    expect(stands).toContain(
      'Decided by a panel on 1 Jun 2027: 31 Dec 2028, recorded by Mr Sam Whitfield on 1 Jun 2027',
    )
    expect(stands).not.toContain('The day of completion is indicative')
    const again = await sam.get(asked({ what: 'panel', from: '2027-06-01', last: '2028-12-31' }))
    expect([again.status, wordsOf(again)]).toEqual([
      422,
      expect.stringContaining('This decision is on record already.'),
    ])
    await agrees()
  })

  it('R127: time out of programme has its dates, and counts as it was decided', async () => {
    const research = { what: 'oopr', from: '2027-09-01', last: '2028-02-28', counts: '50' }
    expect((await record(research, 'Half was approved to count')).status).toBe(303)
    const page = wordsOf(await (await world.as('amara')).get(own))
    expect(page).toContain('Out of programme: research (OOPR), 1 Sep 2027 to 28 Feb 2028')
    expect(page).toContain('50 % of each day')
    const home = await (await world.as('amara')).get('/')
    expect(home.text).toContain(`href="${own}"`)
    await agrees()
  })

  it('is the office’s to record; supervisors read when, and not why', async () => {
    const helen = await world.as('helen')
    expect((await helen.get(`${own}/change`)).status).toBe(403)
    const read = wordsOf(await helen.get(own))
    expect(read).toContain('Parental leave')
    expect(read).not.toContain('Agreed with the trainee')
    expect((await (await world.as('amara')).get(`${own}/change`)).status).toBe(403)
    expect((await (await world.as('tom')).get(own)).status).toBe(404)
    const forged = FormPage.from(await (await world.as('sam')).get(asked(leave)), 'form.form')
    expect(forged.names()).toContain('what')
  })
})

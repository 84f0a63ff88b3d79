import { checkFigures, sweepFigures } from '../../src/progress/index.ts'
import { testWorld } from '../support/world.ts'
import { addRecord, clinic, ctxAs } from './seed.ts'

const world = await testWorld()
const working = async () => ({ ...(await ctxAs(world, 'sam')), db: world.db })
const figure = (ruleId: string) =>
  world.db.ruleFigure.findUniqueOrThrow({
    where: { enrolmentId_ruleId: { enrolmentId: world.enrolment.amara, ruleId } },
  })

describe('the nightly sweep', () => {
  it('R132: works out what only the date changes, once a day for each portfolio', async () => {
    await addRecord(world, 'amara', clinic('2026-10-01'))
    expect(await sweepFigures(await working())).toBe(2)
    expect(await sweepFigures(await working())).toBe(0)
    const before = await figure('clinics')
    world.clock.set('2027-05-27T09:00:00Z')
    expect(await sweepFigures(await working())).toBe(3)
    const after = await figure('clinics')
    expect(after.pace!).toBeGreaterThan(before.pace!)
    expect((await figure('acat')).status).toBe('short')
    world.clock.set('2027-05-29T09:00:00Z')
    await sweepFigures(await working())
    expect((await figure('acat')).status).toBe('overdue')
    expect((await checkFigures(await working())).differences).toEqual([])
  })

  it('a figure that was tampered with is named by the check', async () => {
    const { enrolmentId, ruleId } = await figure('clinics')
    await world.db.ruleFigure.update({ where: { enrolmentId_ruleId: { enrolmentId, ruleId } }, data: { have: 40 } })
    const { differences } = await checkFigures(await working())
    expect(differences.map((one) => one.ruleId)).toEqual(['clinics'])
  })
})

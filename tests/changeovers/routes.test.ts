import { wordsOf } from '../support/forms.ts'
import { testWorld } from '../support/world.ts'
import { csv, onRecord, press, type Row, send, template } from './support.ts'

const world = await testWorld()

/** Everybody of the first rotation goes to the other hospital in February. */
const moved = (rows: Row[]): Row[] =>
  rows.map((row) => ({
    ...row,
    Site: row.Site === "St Anne's Hospital" ? 'Royal Infirmary' : row.Site!,
    From: '3 Feb 2027',
    'Last day': '2027-08-04',
  }))

describe('D15, R131: changeover by sheet', () => {
  it('has a template that is the programme as it stands: sent back unchanged, it changes nothing', async () => {
    const sam = await world.as('sam')
    const rows = await template(sam, world.ids.programme)
    expect(rows.map(({ Trainee }) => Trainee)).toEqual(['Dr Tom Beale', 'Dr Priya Nair', 'Dr Amara Okafor'])
    expect(rows[0]).toMatchObject({
      From: '2026-08-05',
      'Last day': '2027-02-02',
      'Educational supervisor': 'Dr Helen Marsh',
    })
    const { path } = await send(sam, csv(rows))
    const words = wordsOf(await sam.get(path!))
    expect(words).toContain('there is nothing to apply')
    expect(words).toContain('Unchanged 3')
  })

  it('shows what it would do, does it all at once, and takes it back as if it had never been', async () => {
    const sam = await world.as('sam')
    const before = await onRecord(world)
    const { path } = await send(sam, csv(moved(await template(sam, world.ids.programme))))
    const dry = wordsOf(await sam.get(path!))
    expect(dry).toContain('New 3')
    expect(await onRecord(world)).toEqual(before)
    const applied = wordsOf(await press(world, sam, path!, 'apply'))
    expect(applied).toContain('3 trainees moved')
    expect(await world.db.placement.count()).toBe(before.posts.length + 3)
    const notices = await world.db.notice.findMany({ where: { kind: 'changeover' } })
    expect(notices.filter(({ personId }) => personId === world.person.amara)).toHaveLength(1)
    const events = await world.db.auditEvent.findMany({ where: { type: 'post.applied' } })
    expect(events).toHaveLength(3)
    const undone = wordsOf(await press(world, sam, path!, 'undo'))
    expect(undone).toContain('what was on record before holds again')
    expect(await onRecord(world)).toEqual(before)
  })
})

import { newId } from '../../src/kit/ids.ts'
import { dbDate } from '../../src/kit/periods.ts'
import { wordsOf } from '../support/forms.ts'
import { radiology } from '../support/radiology.ts'
import { testWorld } from '../support/world.ts'

const world = await testWorld()
const radiologists = await radiology(world)

beforeAll(async () => {
  const { db, enrolment, person, ids } = world
  await db.ruleFigure.deleteMany({})
  await db.ruleFigure.createMany({
    data: (['esr', 'clinics'] as const).map((ruleId) => ({
      ...{ enrolmentId: enrolment.amara, ruleId, status: 'overdue', have: 0, need: 1, because: 'x', detail: {} },
      computedAt: new Date('2026-11-22T09:00:00Z'),
    })),
  })
  await db.record.create({
    data: {
      ...{ id: newId(), kind: 'assessment', section: 'assessments', status: 'requested', sharedState: 'shared' },
      ...{ personId: person.priya, authorId: person.priya, assessorId: person.james, enrolmentId: enrolment.priya },
      ...{ programmeId: ids.programme, packVersionId: ids.packVersion, formKey: 'mini-cex', formVersion: 1 },
      ...{ occurredOn: dbDate('2026-11-02'), title: 'Falls clinic', values: {}, facts: {} },
      createdAt: new Date('2026-11-03T09:00:00Z'),
    },
  })
})

/** The lines of the table: name and counts. */
const linesOf = (html: string): string[] =>
  [...(html.split('<tbody>')[1] ?? '').matchAll(/<tr>([\s\S]*?)<\/tr>/g)].map(([, row]) =>
    [...row!.matchAll(/<td[^>]*>([\s\S]*?)<\/td>/g)]
      .map(([, cell]) =>
        cell!
          .replace(/<small>.*?<\/small>/g, '')
          .replace(/<[^>]+>/g, '')
          .trim(),
      )
      .join(' | '),
  )

describe('C12: the load of supervisors', () => {
  it('shows each with trainees, overdue reports of theirs and requests that wait, and leads to the trainees', async () => {
    const sam = await world.as('sam')
    const { text } = await sam.get('/trainees/supervisors')
    expect(linesOf(text)).toEqual([
      'Dr Ruth Adler | – | 1 | – | – | – | Replace or cover',
      'Dr Idris Khan | 1 | 1 | – | – | – | Replace or cover',
      'Dr Helen Marsh | 2 | – | 1 | – | – | Replace or cover',
      'Dr James Osei | – | 1 | – | 1 | 3 Nov 2026 | Replace or cover',
    ])
    const href = /href="([^"]*f\.educational=Dr\+Helen[^"]*show=overdue)"/.exec(text)![1]!.replaceAll('&amp;', '&')
    const board = wordsOf(await sam.get(href))
    expect(board).toContain('Dr Amara Okafor')
    expect(board).not.toContain('Dr Tom Beale')
  })

  it('narrows and sorts', async () => {
    const sam = await world.as('sam')
    const names = async (query: string) =>
      linesOf((await sam.get(`/trainees/supervisors?${query}`)).text).map((line) => line.split(' | ')[0]!.split(' ')[1])
    expect(await names('sort=educational')).toEqual(['Helen', 'Idris', 'Ruth', 'James'])
    expect(await names('sort=clinical')).toEqual(['Ruth', 'Idris', 'James', 'Helen'])
    expect(await names('sort=open')).toEqual(['James', 'Ruth', 'Idris', 'Helen'])
    expect(await names('sort=overdue')).toEqual(['Helen', 'Ruth', 'Idris', 'James'])
    expect(await names('sort=since')).toEqual(['James', 'Ruth', 'Idris', 'Helen'])
    expect(await names('show=overdue')).toEqual(['Helen'])
    expect(await names('show=open')).toEqual(['James'])
    expect(await names('show=several')).toEqual([])
    expect(await names('q=khan')).toEqual(['Idris'])
  })

  it('R44: is for those who look after programmes, each of their own', async () => {
    expect((await (await world.as('helen')).get('/trainees/supervisors')).status).toBe(404)
    const wendy = wordsOf(await (await radiologists.as('wendy')).get('/trainees/supervisors'))
    expect(wendy).not.toMatch(/Marsh|Khan|Adler/)
  })

  it('C13: says beside the way to replace or cover when somebody’s time ends, and when they are covered by whom', async () => {
    const { db, enrolment, person } = world
    const where = { enrolmentId: enrolment.amara, personId: person.helen }
    await db.supervision.updateMany({ where, data: { until: dbDate('2027-02-03') } })
    const cover = { id: newId(), enrolmentId: enrolment.amara, personId: person.james, kind: 'educational' } as const
    const days = { track: 'cover', from: dbDate('2026-12-01'), until: dbDate('2026-12-15') }
    await db.supervision.create({ data: { ...cover, ...days, createdAt: new Date('2026-11-20T09:00:00Z') } })
    const words = wordsOf(await (await world.as('sam')).get('/trainees/supervisors?q=helen'))
    expect(words).toContain(
      'Replace or cover ends with 1 trainee on 2 Feb 2027 · covered by Dr James Osei from 1 Dec 2026 to 14 Dec 2026',
    )
  })
})

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
})

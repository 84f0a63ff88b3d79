import { join } from 'node:path'
import { FormBody, inputName } from '../../src/forms/body.ts'
import { conditionView, holds } from '../../src/forms/conditions.ts'
import type { Condition } from '../../src/forms/definition.ts'
import { makeEnv } from '../../src/forms/env.ts'
import { kindOf } from '../../src/forms/fields/index.ts'
import { encounter } from './encounter.ts'
import { context } from './samples.ts'

type Holds = (data: FormData, condition: object) => boolean
const script = join(import.meta.dirname, '../../public/js/conditions.js')

const cases: [condition: Condition, sent: Record<string, string>, holds: boolean, words: string][] = [
  [{ field: 'setting', is: 'ward' }, { setting: 'ward' }, true, '“Setting” is “Ward”'],
  [{ field: 'setting', is: 'ward' }, { setting: 'clinic' }, false, '“Setting” is “Ward”'],
  [{ field: 'setting', is: 'ward' }, {}, false, '“Setting” is “Ward”'],
  [{ field: 'setting', isNot: 'ward' }, { setting: 'clinic' }, true, '“Setting” is not “Ward”'],
  [{ field: 'setting', isNot: 'ward' }, {}, false, '“Setting” is not “Ward”'],
  [{ field: 'setting', in: ['ward', 'clinic'] }, { setting: 'clinic' }, true, '“Setting” is “Ward” or “Clinic”'],
  [{ field: 'consulted', is: true }, { consulted: 'yes' }, true, '“Consulted personally” is “Yes”'],
  [{ field: 'consulted', is: false }, { consulted: 'yes' }, false, '“Consulted personally” is “No”'],
  [{ field: 'topic', filled: true }, { topic: ' ' }, false, '“Topic” is answered'],
  [{ field: 'topic', filled: false }, {}, true, '“Topic” is left empty'],
  [{ field: 'newPatients', atLeast: 2 }, { newPatients: '2' }, true, '“New patients” is at least 2'],
  [{ field: 'newPatients', below: 2 }, { newPatients: 'few' }, false, '“New patients” is below 2'],
  [
    { field: 'overall', below: 'stageExpectation' },
    { overall: '2' },
    true,
    '“Overall” is below the level expected for the stage',
  ],
  [{ field: 'overall', below: 3 }, { overall: 'notObserved' }, false, '“Overall” is below “Indirect supervision”'],
  [
    { field: 'ratings', below: 'stageExpectation' },
    { 'ratings.history': '3', 'ratings.plan': '1' },
    true,
    '“Each part” is below the level expected for the stage',
  ],
  [
    { field: 'ratings', atLeast: 2 },
    { 'ratings.history': '3', 'ratings.plan': '1' },
    false,
    '“Each part” is at least “Meets”',
  ],
  [{ field: 'ratings.history', atLeast: 2 }, { 'ratings.history': '3' }, true, '“History” is at least “Meets”'],
  [
    { field: 'cases.count', atLeast: 2 },
    { 'cases.0.problem': 'A', 'cases.4.problem': 'B' },
    true,
    '“Cases” is at least 2',
  ],
  [
    {
      all: [
        { field: 'topic', filled: true },
        { field: 'setting', is: 'ward' },
      ],
    },
    { topic: 'x' },
    false,
    '“Topic” is answered and “Setting” is “Ward”',
  ],
  [
    {
      any: [
        { field: 'topic', filled: true },
        { field: 'setting', is: 'ward' },
      ],
    },
    { topic: 'x' },
    true,
    '“Topic” is answered or “Setting” is “Ward”',
  ],
]

it.each(cases)('%j of %j is %s, here and in the browser', async (condition, sent, expected, words) => {
  const named = Object.entries(sent).map(([key, value]) => [inputName(key), value] as const)
  const body = new FormBody(Object.fromEntries(named))
  const values = Object.fromEntries(
    encounter.sections
      .flatMap(({ fields }) => fields)
      .map((field) => [field.key, kindOf(field).read(field, inputName(field.key), body)] as const)
      .filter((entry): entry is [string, NonNullable<(typeof entry)[1]>] => entry[1] !== undefined),
  )
  const env = makeEnv(encounter, values, context)
  const { conditionHolds } = (await import(script)) as { conditionHolds: Holds }
  const data = new FormData()
  for (const [name, value] of named) data.set(name, value)
  const view = conditionView(condition, env)
  expect(holds(condition, env)).toBe(expected)
  expect(conditionHolds(data, JSON.parse(view.json))).toBe(expected)
  expect(view.words).toBe(words)
})

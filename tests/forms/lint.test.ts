import type { Field, FormDefinition } from '../../src/forms/definition.ts'
import { type LintContext, lintForm } from '../../src/forms/lint.ts'
import { encounter } from './encounter.ts'
import { context, formOf, samples, silent } from './samples.ts'

const world: LintContext = {
  scales: context.scales,
  tagSets: ['presentations'],
  lists: ['sites'],
  procedures: ['ascitic-tap'],
  curriculum: ['C1'],
  grades: ['consultant'],
  relations: ['es'],
  sections: ['assessments'],
  figures: ['clinics'],
}
const lint = (definition: FormDefinition) => lintForm(definition, world)
const it1: Field = { key: 'it', type: 'text', label: 'It' }

it('finds nothing in good forms', () => {
  expect(lint(encounter)).toEqual([])
  for (const { field } of samples) expect(lint(formOf([field]))).toEqual([])
  expect(lint(formOf([it1, ...silent]))).toEqual([])
})

type Case = [what: string, fields: Field[], more: Partial<FormDefinition>, path: string, message: RegExp]
const setting: Field = { key: 'setting', type: 'choice', label: 'Setting', options: [['ward', 'Ward']] }

const mistakes: Case[] = [
  ['a key twice', [it1, it1], {}, 'sections.0.fields.1.key', /another field has the key “it”/],
  ['the declaration’s key twice', [it1], { declaration: { key: 'it', text: 'x' } }, 'declaration.key', /“it”/],
  ['a word of JavaScript', [{ ...it1, key: 'constructor' }], {}, 'sections.0.fields.0.key', /JavaScript/],
  [
    'a condition on a later field',
    [{ ...it1, showIf: { field: 'setting', is: 'ward' } }, setting],
    {},
    'sections.0.fields.0.showIf',
    /no field “setting” before this one/,
  ],
  [
    'a condition on itself',
    [{ ...it1, showIf: { field: 'it', filled: true } }],
    {},
    'sections.0.fields.0.showIf',
    /“it”/,
  ],
  [
    'a condition on an answer that nobody can give',
    [setting, { ...it1, showIf: { field: 'setting', is: 'moon' } }],
    { titleFrom: 'it' },
    'sections.0.fields.1.showIf',
    /“moon” is never an answer/,
  ],
  [
    'a comparison of words',
    [setting, { ...it1, requiredIf: { field: 'setting', below: 3 } }],
    {},
    'sections.0.fields.1.requiredIf',
    /no number or level/,
  ],
  [
    'an expectation of a number',
    [
      { key: 'n', type: 'number', label: 'N' },
      { ...it1, requiredIf: { field: 'n', below: 'stageExpectation' } },
    ],
    {},
    'sections.0.fields.1.requiredIf',
    /no level to compare/,
  ],
  [
    'optional and needed at once',
    [setting, { ...it1, optional: true, requiredIf: { field: 'setting', is: 'ward' } }],
    {},
    'sections.0.fields.1.optional',
    /leave one out/,
  ],
  [
    'an unknown scale',
    [{ key: 'it', type: 'level', label: 'It', scale: 'moods' }],
    {},
    'sections.0.fields.0.scale',
    /no scale “moods”/,
  ],
  [
    'an unknown list',
    [{ key: 'it', type: 'choice', label: 'It', optionsFrom: 'moons' }],
    {},
    'sections.0.fields.0.optionsFrom',
    /no list “moons”/,
  ],
  ['a choice of nothing', [{ key: 'it', type: 'choice', label: 'It' }], {}, 'sections.0.fields.0', /needs options/],
  [
    'an option twice',
    [
      {
        key: 'it',
        type: 'choice',
        label: 'It',
        options: [
          ['a', 'A'],
          ['a', 'B'],
        ],
      },
    ],
    {},
    'sections.0.fields.0.options.1',
    /“a” is there twice/,
  ],
  [
    'limits crossed',
    [{ key: 'it', type: 'number', label: 'It', min: 5, max: 2 }],
    {},
    'sections.0.fields.0.min',
    /more than the most/,
  ],
  [
    'a limit that is no date',
    [{ key: 'it', type: 'date', label: 'It', notBefore: 'start' }],
    {},
    'sections.0.fields.0.notBefore',
    /no earlier date/,
  ],
  [
    'links without end',
    [{ key: 'it', type: 'curriculumLinks', label: 'It' }],
    {},
    'sections.0.fields.0.max',
    /at most the form’s limit of 2/,
  ],
  ['a title of nothing', [it1], { titleFrom: '{what}' }, 'titleFrom', /no field “what”/],
  ['a fact of nothing', [it1], { facts: [{ name: 'f', type: 'number', path: 'no' }] }, 'facts.0', /no field “no”/],
  [
    'a fact of the wrong type',
    [it1],
    { facts: [{ name: 'f', type: 'number', path: 'it' }] },
    'facts.0',
    /“it” is no number/,
  ],
  [
    'a fact twice',
    [it1],
    {
      facts: [
        { name: 'f', type: 'text', path: 'it' },
        { name: 'f', type: 'text', path: 'it' },
      ],
    },
    'facts.1.name',
    /another fact is “f”/,
  ],
  ['a day that is none', [it1], { occurredOn: 'it' }, 'occurredOn', /“it” is no date/],
  [
    'a section nobody writes',
    [it1],
    { sections: [{ key: 'main', title: 'Main', by: 'panel', fields: [it1] }] },
    'sections.0.by',
    /nobody writes it/,
  ],
  ['R96: words prefilled into the assessor’s part', [it1], { prefill: ['it'] }, 'prefill.0', /“it” is text/],
  ['prefilling nothing', [it1], { prefill: ['what'] }, 'prefill.0', /no field “what”/],
  [
    'reminders too late',
    [it1],
    { expiresAfterDays: 7, reminderDays: [7] },
    'reminderDays',
    /before the request expires/,
  ],
  ['an unknown grade', [it1], { assessor: { grades: ['wizard'] } }, 'assessor.grades', /no grade “wizard”/],
  ['an unknown section of the rights', [it1], { section: 'attic' }, 'section', /no section “attic”/],
  ['B8: posts in a line', [{ ...it1, prefill: 'pastPosts' }], {}, 'sections.0.fields.0.prefill', /only a list/],
  ['B8: a name for no answer', [it1], { exportAs: { what: 'a' } }, 'exportAs.what', /no field “what”/],
  [
    'B8: a name within another',
    [it1, { ...it1, key: 'on' }],
    { exportAs: { on: 'it.on' } },
    'exportAs.on',
    /called “it”/,
  ],
  ['an unknown item', [it1], { links: { max: 2, suggested: ['C9'] } }, 'links.suggested', /no curriculum item “C9”/],
]

it.each(mistakes)('finds %s, and says where', (_what, fields, more, path, message) => {
  expect(lint(formOf(fields, more))).toEqual([{ path, message: expect.stringMatching(message) }])
})

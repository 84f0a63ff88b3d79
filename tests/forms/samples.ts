import { Temporal } from 'temporal-polyfill'
import type { FormContext } from '../../src/forms/context.ts'
import { type Field, FormDefinition } from '../../src/forms/definition.ts'
import type { Value } from '../../src/forms/values.ts'

/** A world for forms: Tuesday 4 August 2026, year 2, level 3 expected. */
export const context: FormContext = {
  today: Temporal.PlainDate.from('2026-08-04'),
  scales: {
    entrustment: {
      title: 'Entrustment',
      numbered: true,
      levels: [
        { value: 1, label: 'Observes', descriptor: 'Present, takes no part in decisions' },
        { value: 2, label: 'Direct supervision', descriptor: 'A supervisor is there' },
        { value: 3, label: 'Indirect supervision' },
        { value: 4, label: 'Unsupervised' },
      ],
    },
    expectations: {
      title: 'Expectations',
      levels: [
        { value: 1, label: 'Below' },
        { value: 2, label: 'Meets' },
        { value: 3, label: 'Above' },
      ],
    },
  },
  expected: { entrustment: 3, expectations: 2 },
  stage: 'year 2',
  curriculum: [
    { key: 'C1', code: 'C1', title: 'Acute take', group: 'Clinical' },
    { key: 'C4', code: 'C4', title: 'Outpatients', group: 'Clinical' },
    { key: 'G3', code: 'G3', title: 'Communicates', group: 'Generic' },
  ],
  procedures: [
    { key: 'ascitic-tap', title: 'Ascitic tap' },
    { key: 'lumbar-puncture', title: 'Lumbar puncture' },
  ],
  tagSets: {
    presentations: [
      { key: 'chest-pain', title: 'Chest pain', group: 'Heart' },
      { key: 'falls', title: 'Falls', group: 'Old age' },
    ],
  },
  lists: {
    sites: [
      ['st-anne', 'St Anne’s Hospital'],
      ['moor', 'Moor Hospital'],
    ],
  },
  people: [
    { id: 'p-idris', name: 'Dr Idris Khan', detail: 'consultant', relation: 'clinicalSupervisor' },
    { id: 'p-ruth', name: 'Dr Ruth Lowe', relation: 'colleague' },
  ],
  files: { 'file-1': { name: 'slides.pdf', size: '240 kB', href: '/files/file-1' } },
  figures: { clinics: { rows: [{ label: 'Clinics that count', text: '31 of 40' }], note: 'Two had one patient' } },
}

export interface Sample {
  field: Field
  /** What a browser sends. */
  body: Record<string, string | string[]>
  value: Value
  printed: string
  /** What a browser may also send, and the sentence it gets at the end. */
  wrong?: [Record<string, unknown>, string | RegExp, string?][]
}

const base = { key: 'it', label: 'Thing seen' }

/** One sample of every type of field. */
export const samples: Sample[] = [
  {
    field: { ...base, type: 'text', max: 20 },
    body: { 'f.it': ' a  short\ttext ' },
    value: 'a short text',
    printed: 'a short text',
    wrong: [
      [{ 'f.it': 'x'.repeat(25) }, 'Shorten the thing seen by 5 characters: the limit is 20, this has 25'],
      [{ 'f.it': '   ' }, 'Enter the thing seen'],
      [{}, 'Enter the thing seen'],
    ],
  },
  {
    field: { ...base, type: 'longText', min: 10, max: 5000, label: 'What went well?' },
    body: { 'f.it': 'Line one\r\nLine two\u0000 \u{1F44D} \u0645\u0631\u062d\u0628\u0627' },
    value: 'Line one\nLine two \u{1F44D} \u0645\u0631\u062d\u0628\u0627',
    printed: 'Line one\nLine two \u{1F44D} \u0645\u0631\u062d\u0628\u0627',
    wrong: [
      [{ 'f.it': 'ok' }, 'Say more in “What went well?”: at least 10 characters, this has 2'],
      [{ 'f.it': 'x'.repeat(6001) }, /by 1,001 characters: the limit is 5,000, this has 6,001/],
      [{}, 'Answer “What went well?”'],
    ],
  },
  {
    field: { ...base, type: 'number', min: 0, max: 60, label: 'Number of patients', unit: 'patients' },
    body: { 'f.it': ' 7 ' },
    value: 7,
    printed: '7 patients',
    wrong: [
      [{ 'f.it': 'seven' }, 'Enter the number of patients as a number, such as 4'],
      [{ 'f.it': '1e9' }, 'Enter the number of patients as a number, such as 4'],
      [{ 'f.it': '9'.repeat(400) }, 'Enter the number of patients as a number, such as 4'],
      [{ 'f.it': '-1' }, 'Enter the number of patients as 0 or more'],
      [{ 'f.it': '61' }, 'Enter the number of patients as 60 or less'],
      [{ 'f.it': '2.5' }, 'Enter the number of patients as a whole number'],
    ],
  },
  {
    field: { ...base, type: 'date', notAfter: 'today', label: 'Date of the encounter' },
    body: { 'f.it': '2026-08-04' },
    value: '2026-08-04',
    printed: '4 Aug 2026',
    wrong: [
      [{}, 'Enter the date of the encounter'],
      [
        { 'f.it': '2026-02-31' },
        'Enter the date of the encounter as a real date: “2026-02-31” is not a day in the calendar',
      ],
      [{ 'f.it': '2026-08-05' }, 'Enter the date of the encounter as a day no later than today, 4 Aug 2026'],
      [{ 'f.it': '0026-08-05' }, 'Check the year of the date of the encounter: 26 cannot be right'],
      [{ 'f.it': 'yesterday' }, /as a real date: “yesterday”/],
      [{ 'f.it': '2026-08-04[u-ca=hebrew]' }, /as a real date/],
    ],
  },
  {
    field: { ...base, type: 'dateRange', label: 'Period' },
    body: { 'f.it.from': '2026-02-04', 'f.it.to': '4/8/2026' },
    value: { from: '2026-02-04', to: '2026-08-04' },
    printed: '4 Feb 2026 to 4 Aug 2026',
    wrong: [
      [{ 'f.it.from': '2026-08-04' }, 'Enter the last day', 'it.to'],
      [{ 'f.it.from': '2026-08-04', 'f.it.to': '2026-08-03' }, 'Enter the last day as 4 Aug 2026 or later', 'it.to'],
    ],
  },
  {
    field: { ...base, type: 'time' },
    body: { 'f.it': '9:30' },
    value: '09:30',
    printed: '09:30',
    wrong: [[{ 'f.it': '25:00' }, 'Enter the thing seen as a time, such as 09:30']],
  },
  {
    field: { ...base, type: 'duration', unit: 'hours', max: 24 },
    body: { 'f.it': '1:30' },
    value: 1.5,
    printed: '1.5 hours',
    wrong: [
      [{ 'f.it': '30' }, 'Enter the thing seen as 24 hours or less'],
      [{ 'f.it': 'long' }, 'Enter the thing seen in hours, such as 1:30 or 2'],
    ],
  },
  {
    field: { ...base, type: 'yesNo', label: 'Consulted personally' },
    body: { 'f.it': 'no' },
    value: false,
    printed: 'No',
    wrong: [
      [{ 'f.it': 'maybe' }, 'Choose “Yes” or “No” for “Consulted personally”'],
      [{}, 'Choose “Yes” or “No” for “Consulted personally”'],
    ],
  },
  {
    field: {
      ...base,
      type: 'choice',
      label: 'Setting',
      options: [
        ['ward', 'Ward'],
        ['other', 'Other', 'Say which'],
      ],
    },
    body: { 'f.it': 'other' },
    value: 'other',
    printed: 'Other',
    wrong: [
      [{ 'f.it': 'moon' }, 'Choose the setting from the list'],
      [{}, 'Choose the setting'],
    ],
  },
  {
    field: {
      ...base,
      type: 'choices',
      min: 1,
      max: 2,
      options: [
        ['a', 'First'],
        ['b', 'Second'],
        ['c', 'Third'],
      ],
    },
    body: { 'f.it': ['a', 'c'] },
    value: ['a', 'c'],
    printed: 'First, Third',
    wrong: [
      [{ 'f.it': ['a', 'b', 'c'] }, 'Choose at most 2 for the thing seen: untick 1'],
      [{ 'f.it': ['a', 'zz'] }, 'Choose the thing seen from the list'],
    ],
  },
  {
    field: { ...base, type: 'level', scale: 'entrustment', notObserved: true, label: 'History taking' },
    body: { 'f.it': '2' },
    value: 2,
    printed: '2 · Direct supervision',
    wrong: [
      [{ 'f.it': '9' }, 'Choose one of the levels for “History taking”'],
      [{}, 'Choose a level for “History taking”'],
    ],
  },
  {
    field: {
      ...base,
      type: 'ratingGrid',
      scale: 'expectations',
      unableToComment: true,
      rows: [
        { key: 'history', label: 'History' },
        { key: 'plan', label: 'Plan' },
        { key: 'handover', label: 'Handover', optional: true },
      ],
    },
    body: { 'f.it.history': '2', 'f.it.plan': 'unableToComment' },
    value: { history: 2, plan: 'unableToComment' },
    printed: 'History: Meets\nPlan: Unable to comment\nHandover: Not answered',
    wrong: [
      [{ 'f.it.history': '2' }, 'Rate “Plan”', 'it.plan'],
      [{ 'f.it.history': '7', 'f.it.plan': '1' }, 'Rate “History”', 'it.history'],
    ],
  },
  {
    field: { ...base, type: 'curriculumLinks', max: 2, label: 'Linked capabilities' },
    body: { 'f.it': 'C4' },
    value: ['C4'],
    printed: 'C4 · Outpatients',
    wrong: [
      [{ 'f.it': ['C1', 'C4', 'G3'] }, 'Choose at most 2 for the linked capabilities: untick 1'],
      [{ 'f.it': 'C99' }, 'Choose the linked capabilities from the list'],
    ],
  },
  {
    field: { ...base, type: 'tags', set: 'presentations' },
    body: { 'f.it': ['falls'] },
    value: ['falls'],
    printed: 'Falls',
    wrong: [[{ 'f.it': 'flying' }, 'Choose the thing seen from the list']],
  },
  {
    field: { ...base, type: 'procedure', label: 'Procedure' },
    body: { 'f.it': 'ascitic-tap' },
    value: 'ascitic-tap',
    printed: 'Ascitic tap',
    wrong: [[{ 'f.it': 'trepanning' }, 'Choose the procedure from the list']],
  },
  {
    field: { ...base, type: 'person', label: 'Supervisor of the clinic' },
    body: { 'f.it.id': 'p-idris', 'f.it.name': '' },
    value: { id: 'p-idris', name: 'Dr Idris Khan' },
    printed: 'Dr Idris Khan',
    wrong: [
      [{ 'f.it.id': 'p-nobody' }, 'Choose the supervisor of the clinic from the list'],
      [{ 'f.it.name': 'Ann', 'f.it.email': 'ann' }, /Enter the e-mail as an address/, 'it.email'],
      [{ 'f.it.email': 'ann@x.example' }, 'Enter the name of the supervisor of the clinic', 'it.name'],
    ],
  },
  {
    field: { ...base, type: 'email', label: 'Your e-mail' },
    body: { 'f.it': 'ann@hospital.example' },
    value: 'ann@hospital.example',
    printed: 'ann@hospital.example',
    wrong: [[{ 'f.it': 'ann@' }, 'Enter your e-mail as an address, such as name@hospital.example']],
  },
  {
    field: { ...base, type: 'file', max: 1, label: 'Slides', accept: ['.pdf'] },
    body: { 'f.it': 'file-1' },
    value: ['file-1'],
    printed: 'slides.pdf',
    wrong: [
      [{}, 'Add the slides'],
      [{ 'f.it': 'file-of-another' }, 'Choose the slides again: a file is no longer there'],
    ],
  },
  {
    field: { ...base, type: 'declaration', text: 'I have read it.' },
    body: { 'f.it': 'yes' },
    value: true,
    printed: 'Accepted',
    wrong: [[{ 'f.it': 'on' }, /Tick the declaration if it is true/]],
  },
  {
    field: {
      ...base,
      type: 'list',
      item: 'case',
      min: 2,
      max: 3,
      fields: [
        { key: 'problem', type: 'text', label: 'Problem', max: 30 },
        {
          key: 'kind',
          type: 'choice',
          label: 'Kind',
          options: [
            ['new', 'New'],
            ['other', 'Other'],
          ],
        },
        { key: 'kindOther', type: 'text', label: 'Which?', showIf: { field: 'kind', is: 'other' } },
      ],
    },
    body: {
      'f.it.0.problem': 'Falls',
      'f.it.0.kind': 'new',
      'f.it.1.problem': '',
      'f.it.7.problem': 'Fever',
      'f.it.7.kind': 'other',
      'f.it.7.kindOther': 'traveller',
    },
    value: [
      { problem: 'Falls', kind: 'new' },
      { problem: 'Fever', kind: 'other', kindOther: 'traveller' },
    ],
    printed: 'Problem: Falls; Kind: New\nProblem: Fever; Kind: Other; Which?: traveller',
    wrong: [
      [{}, 'Add at least 2 cases'],
      [{ 'f.it.0.problem': 'Falls', 'f.it.0.kind': 'new' }, 'Add at least 2 cases: so far there are 1'],
      [
        { 'f.it.0.problem': 'A', 'f.it.0.kind': 'new', 'f.it.1.problem': 'B', 'f.it.1.kind': 'other' },
        'Answer “Which?”',
        'it.1.kindOther',
      ],
    ],
  },
]

/** Fields that nobody answers. */
export const silent: Field[] = [
  {
    key: 'hint',
    type: 'note',
    text: 'Read this first.',
    tone: 'info',
    link: { href: 'https://example.org', label: 'More' },
  },
  { key: 'totals', type: 'figures', label: 'Clinics so far', source: 'clinics' },
]

/** A form around some fields. */
export function formOf(fields: Field[], more: Partial<FormDefinition> = {}): FormDefinition {
  return FormDefinition.parse({
    key: 'sample',
    version: 1,
    title: 'Sample form',
    short: 'SF',
    section: 'assessments',
    kind: 'assessment',
    filledBy: 'assessor',
    signedBy: ['assessor'],
    titleFrom: fields[0]?.key ?? 'it',
    declaration: { key: 'declared', text: 'This is true and names no patient.' },
    links: { max: 2 },
    source: 'made for the tests',
    confidence: 'low',
    sections: [{ key: 'main', title: 'Main', fields }],
    ...more,
  })
}

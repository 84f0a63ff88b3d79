import { present } from '../../../src/forms/present.ts'
import { type Rendered, snapshot } from '../../../src/forms/snapshot.ts'
import type { FormView } from '../../../src/forms/view.ts'
import type {
  Action,
  Chip,
  Fact,
  Figure,
  Head,
  LevelChoice,
  Lock,
  Meter,
  Plot,
  RecordCard,
  Table,
  Tag,
  Tile,
  TodoRow,
} from '../../../src/kit/partials.ts'
import type { MomentLike } from '../../../src/kit/ui.ts'
import { context, formOf, samples, silent } from '../../forms/samples.ts'

declare module '../../../src/kit/render.ts' {
  interface Pages {
    'gallery/home': { head: Head; figures: Figure[]; todo: TodoRow[]; news: TodoRow[]; meters: Meter[]; lock: Lock }
    'gallery/curriculum': {
      head: Head
      items: { code: string; title: string; note: string | null; count: number; own: Tag; signed: Tag; open: boolean }[]
      choice: LevelChoice
      evidence: RecordCard[]
      savedAt: MomentLike
    }
    'gallery/signoff': {
      head: Head
      says: string
      evidence: RecordCard[]
      means: Fact[]
      choice: LevelChoice
      rules: TodoRow[]
    }
    'gallery/board': { head: Head; figures: Figure[]; chips: Chip[]; table: Table }
    'gallery/engine': { head: Head; form: FormView; read: Rendered }
    'gallery/form': {
      head: Head
      problems: Record<string, string>
      scale: LevelChoice
      savedAt: null
      tiles: Tile[]
      plot: Plot
    }
  }
}

const href = '#x'
const button = (label: string, kind: Action['kind'] = 'quiet'): Action => ({ label, href, kind })
const link = (label: string) => ({ label, href })

export const home = {
  head: {
    title: 'Good morning, Amara',
    sub: 'Internal Medicine, year 2 of 3 · ARCP on 11 Jun 2027, evidence by 28 May',
  },
  figures: [
    { label: 'Post until 2 Feb 2027', value: 'Geriatrics, St Anne’s' },
    { label: 'Educational supervisor', value: 'Dr Helen Marsh' },
    { label: 'Clinical supervisor', value: 'Dr Idris Khan' },
    { label: 'Training time', value: '100 % · ends 1 Aug 2028' },
  ],
  todo: [
    {
      icon: 'envelope-exclamation',
      tone: 'stop',
      title: 'Dr Li has not opened your mini-CEX request',
      why: 'Sent 3 days ago to wen.li@… · no open seen. Show her the code, or correct the address.',
      action: button('Show code', 'main'),
    },
    {
      icon: 'pencil',
      tone: 'warn',
      title: 'Rate yourself on Clinical CiP 4, outpatients',
      why: 'Two records are linked. Dr Marsh can sign it off once you have.',
      action: button('Self-assess'),
    },
    {
      icon: 'calendar-event',
      tone: 'warn',
      title: 'Mid-point meeting is due by 4 Dec',
      why: 'Dr Marsh suggested 1 Dec, 14:00. Your part takes about five minutes.',
      action: button('Start'),
    },
    {
      icon: 'link-45deg',
      tone: 'info',
      title: 'Three records are not linked to anything',
      why: 'A reflection, a DOPS and a teaching certificate.',
      action: { label: 'Link them', href, post: { all: 'yes' } },
    },
  ],
  news: [
    {
      icon: 'check-lg',
      tone: 'ok',
      title: 'Dr Marsh signed off',
      link: link('Clinical CiP 7, resuscitation'),
      tags: [{ words: 'level 3', tone: 'ok' }],
      why: '“Led two arrests calmly, good debrief.” · yesterday',
    },
    {
      icon: 'clipboard-check',
      tone: 'plain',
      title: 'CbD completed by Dr Idris Khan, linked to',
      link: link('Clinical CiP 3'),
      why: 'Meets expectations · 17 Nov',
    },
    {
      icon: 'hospital',
      tone: 'plain',
      title: 'Clinic logged:',
      link: link('Falls clinic, 6 patients'),
      tags: [{ words: 'counts', tone: 'accent' }],
      why: '16 Nov',
    },
  ],
  meters: [
    meter('Clinics', '27', '40', 67, 58, 'accent', 'Ahead of pace by 3', '13 to go by the end of year 2'),
    {
      ...meter('ACAT by a consultant', '1', '4', 25, 33, 'warn', 'Behind', 'two would be usual by now'),
      action: link('Request one'),
    },
    meter('CbD, mini-CEX or OPCAT', '3', '4', 75, 33, 'ok', 'On track', null),
    meter('Multiple consultant report', '2', '4', 50, null, 'accent', 'Two more by May', 'one from a geriatrician'),
    { ...meter('CiPs at the level for year 2', '9', '14', 64, null, 'accent', '5 to go', null), why: link('Why 9?') },
    meter(
      'ALS valid on 11 Jun 2027',
      'yes',
      null,
      100,
      null,
      'ok',
      'Met',
      'expires 30 Sep 2028, confirmed by Dr Marsh',
    ),
  ],
  lock: {
    what: 'End-of-placement appraisal',
    words: 'Only your clinical supervisor, Dr Khan, can write this.',
    remedy: link('Remind him'),
  },
} satisfies import('../../../src/kit/render.ts').Pages['gallery/home']

function meter(
  title: string,
  have: string,
  of: string | null,
  share: number,
  pace: number | null,
  tone: Meter['tone'],
  words: string,
  note: string | null,
): Meter {
  return { title, have, of, share, pace, tone, words, note }
}

const none: Tag = { words: 'not yet' }
const level = (n: number, tone: Tag['tone'] = 'plain'): Tag => ({ words: `level ${n}`, tone })
const item = (code: string, title: string, count: number, own: Tag, signed: Tag, note: string | null = null) => ({
  code,
  title,
  note,
  count,
  own,
  signed,
  open: code === 'C4',
})

const evidence: RecordCard[] = [
  {
    title: 'CbD: recurrent syncope in a patient with frailty',
    href,
    meta: '9 Nov 2026 · Dr Idris Khan, consultant geriatrician · account with second factor',
    tags: [{ words: 'meets expectations', tone: 'ok' }],
    text: 'Done well: structured history, honest about uncertainty, clear safety-netting.\n\nTo improve: bring driving advice into the consultation.',
  },
  {
    title: 'Falls clinic, St Anne’s',
    href,
    meta: '16 Nov 2026 · 4 new, 2 follow-up · consulted herself · discussed with Dr Khan',
    tags: [{ words: 'counts as a clinic', tone: 'accent' }],
  },
]

const levels = [
  { value: '1', label: '1 · Observes', detail: 'Present, takes no part in decisions' },
  { value: '2', label: '2 · Acts under direct supervision', detail: 'A supervisor is there, or can come at once' },
  {
    value: '3',
    label: '3 · Acts under indirect supervision',
    detail: 'A supervisor can be reached · expected for year 3',
  },
  { value: '4', label: '4 · Acts unsupervised', detail: null },
]

export const curriculum = {
  head: {
    title: 'Curriculum',
    sub: 'Internal Medicine stage 1, 2019 · expected for the end of year 2',
    actions: [{ ...button('Print'), icon: 'printer' }, button('Link records')],
  },
  items: [
    item('C1', 'Managing an acute unselected take', 3, level(3), level(3, 'ok')),
    item('C2', 'Managing an acute specialty take', 1, level(2), none),
    item('C3', 'Continuity of care for inpatients', 2, level(3), level(3, 'ok')),
    item('C4', 'Outpatients and long-term conditions', 2, { words: 'rate yourself', tone: 'warn' }, none),
    item('C5', 'Medical problems in other specialties', 0, none, none),
    item(
      'C6',
      'Multidisciplinary working and discharge',
      4,
      level(2),
      level(2, 'ok'),
      'enough evidence: star the best two',
    ),
    item('C7', 'Resuscitation and the deteriorating patient', 2, level(3), level(3, 'ok')),
    item('C8', 'End of life and palliative care', 2, level(2), { words: 'asked for more', tone: 'warn' }),
  ],
  choice: { name: 'level', legend: 'Which level fits you now?', options: levels, chosen: '2' },
  evidence: evidence.map((card) => ({ ...card, text: null })),
  savedAt: '2026-11-22T09:41:00Z',
} satisfies import('../../../src/kit/render.ts').Pages['gallery/curriculum']

export const signoff = {
  head: {
    over: { link: link('Dr Amara Okafor'), text: 'sign-off 2 of 5' },
    title: 'Clinical CiP 4: outpatients and long-term conditions',
    sub: 'Expected by the end of year 2: level 2 · last signed off: never',
    actions: [{ ...button('Previous'), icon: 'arrow-left' }, button('Skip')],
  },
  says: 'In the falls clinic I ran six consultations and presented each plan before acting. The CbD shows how I weighed stopping antihypertensives against the risk of another fall, and what I would do differently: I left the driving advice to the letter.',
  evidence,
  means: [
    {
      label: 'Descriptors',
      lines: 'Runs a clinic list to time.\n\nAgrees a plan with the patient and writes it down.',
    },
    { label: 'Evidence', value: 'OPCAT, mini-CEX, CbD, patient survey' },
    { label: 'Source', value: 'Curriculum page', href },
  ],
  choice: {
    name: 'level',
    legend: 'Level',
    legendHidden: true,
    hotkeys: true,
    chosen: '2',
    options: [
      { value: '1', label: '1 · Observes' },
      { value: '2', label: '2 · Direct supervision', detail: 'Expected for year 2 · Amara’s own rating' },
      { value: '3', label: '3 · Indirect supervision' },
      { value: '4', label: '4 · Unsupervised' },
      { value: 'more', label: 'More evidence needed', detail: 'Not a failure: becomes a task for Amara' },
    ],
  },
  rules: [
    { icon: 'check-lg', tone: 'ok', title: 'Self-assessment is there', why: 'submitted today, 09:44' },
    { icon: 'check-lg', tone: 'ok', title: 'Two pieces of evidence', why: '2 to 3 good ones are enough' },
    { icon: 'check-lg', tone: 'ok', title: 'You supervise Amara until 3 Aug 2027' },
  ],
} satisfies import('../../../src/kit/render.ts').Pages['gallery/signoff']

const trainee = (
  name: string,
  stage: string,
  fte: string,
  post: string | Tag,
  es: string | Tag,
  cs: string,
  state: Tag,
  active: string,
  note: string,
) => ({
  id: name,
  name,
  cells: [
    { text: name, href },
    { text: stage },
    { text: fte },
    typeof post === 'string' ? { text: post } : { tag: post },
    typeof es === 'string' ? { text: es } : { tag: es },
    { text: cs },
    { tag: state },
    { text: active, quiet: true },
    { text: note, quiet: true },
  ],
})

export const board = {
  head: {
    title: 'Programme board',
    sub: 'Internal Medicine, North East · 184 trainees',
    subLink: link('6 need you'),
    actions: [{ ...button('Download CSV'), icon: 'download' }, button('Changeover sheet', 'main')],
  },
  figures: [
    { label: 'Without a supervisor', value: '2', tone: 'stop', href },
    { label: 'Without a post within 4 weeks', value: '3', tone: 'warn', href },
    { label: 'Declarations unsigned', value: '11', href },
    { label: 'Not enrolled, day 60 passed', value: '1', href },
  ],
  chips: [
    { label: 'All', href, current: true },
    { label: 'Need you', href, current: false, count: 6 },
    { label: 'Year 1', href, current: false },
    { label: 'Year 2', href, current: false },
    { label: 'Year 3', href, current: false },
    { label: 'Less than full time', href, current: false },
    { label: 'On leave', href, current: false },
  ],
  table: {
    caption: 'Trainees of the programme',
    select: { name: 'ids' },
    columns: [
      { label: 'Trainee', card: 'title', sort: { href, dir: 'ascending' } },
      { label: 'Stage', sort: { href, dir: null } },
      { label: 'FTE', number: true },
      { label: 'Post' },
      { label: 'ES' },
      { label: 'CS' },
      { label: 'State', card: 'side' },
      { label: 'Active' },
      { label: 'Note' },
    ],
    rows: [
      trainee(
        'Dr Priya Nair',
        'IMY3',
        '100 %',
        'Cardiology, City General',
        'H. Marsh',
        'A. Byrne',
        { words: '4 gaps before panel', tone: 'stop' },
        '6 weeks',
        'Panel 11 Dec',
      ),
      trainee(
        'Dr Jonas Weber',
        'IMY1',
        '100 %',
        'Acute medicine, St Anne’s',
        { words: 'none', tone: 'stop' },
        'L. Roy',
        { words: 'no supervisor', tone: 'warn' },
        '5 days',
        'Since 4 Nov',
      ),
      trainee(
        'Dr Callum Reid',
        'IMY2',
        '100 %',
        { words: 'no post from 2 Dec', tone: 'stop' },
        'G. Adeyemi',
        'P. Doyle',
        { words: 'gap in 10 days', tone: 'warn' },
        'today',
        '',
      ),
      trainee(
        'Dr Sana Malik',
        'IMY2',
        '80 %',
        'Parental leave to 2 Mar 2027',
        'H. Marsh',
        '–',
        { words: 'clock stopped', tone: 'info' },
        '–',
        'Ends 14 May 2029',
      ),
      trainee(
        'Dr Amara Okafor',
        'IMY2',
        '100 %',
        'Geriatrics, St Anne’s',
        'H. Marsh',
        'I. Khan',
        { words: 'on track', tone: 'ok' },
        'today',
        '',
      ),
      trainee(
        'Dr Tom Beale',
        'IMY1',
        '60 %',
        'Respiratory, Royal Infirmary',
        'R. Osei',
        'M. Tran',
        { words: 'on track', tone: 'ok' },
        '2 days',
        '',
      ),
    ],
  },
} satisfies import('../../../src/kit/render.ts').Pages['gallery/board']

export const form = {
  head: {
    title: 'Log a clinic',
    sub: 'Six fields. What does not count is kept, and says why.',
    actions: [{ ...button('Copy the last one'), icon: 'copy' }],
  },
  problems: { on: 'Enter the date of the clinic' },
  scale: {
    name: 'overall',
    legend: 'Overall',
    options: levels.map((option) => ({ ...option, detail: option.detail ?? 'Nobody needs to be asked' })),
    chosen: '3',
    layout: 'row',
  },
  savedAt: null,
  tiles: [
    {
      icon: 'journal-text',
      title: 'Reflection',
      detail: 'Private until you share it',
      href,
    },
    {
      icon: 'award',
      title: 'Patient survey',
      detail: null,
      href: null,
      lock: { words: 'Opens in year 2, from 5 Aug 2027.', remedy: link('Why?') },
    },
  ],
  plot: {
    alt: 'Clinics against pace: 27 by November, three ahead',
    caption: 'Clinics against pace',
    light: '/plot-light.svg',
    dark: '/plot-dark.svg',
    width: 480,
    height: 160,
    table: {
      caption: 'Clinics by month',
      columns: [
        { label: 'Month', card: 'title' },
        { label: 'Clinics', number: true },
      ],
      rows: [{ id: 'a', name: 'Nov', cells: [{ text: 'Nov 2026' }, { text: '27' }] }],
    },
  },
} satisfies import('../../../src/kit/render.ts').Pages['gallery/form']

const fields = samples.map(({ field }, index) => ({ ...field, key: `${field.type}${index}`, help: 'Helpful words.' }))
const definition = formOf([...silent, ...fields] as Parameters<typeof formOf>[0])
const first = fields.find((field) => field.type === 'number')!.key

const read = snapshot(definition, {}, context)

export const engine = {
  head: { title: 'Every kind of field' },
  form: present(definition, {}, { [first]: 'Enter the number of patients' }, context),
  read: { ...read, sections: read.sections.map((section) => ({ ...section, title: 'As it reads' })) },
} satisfies import('../../../src/kit/render.ts').Pages['gallery/engine']

import { Temporal } from 'temporal-polyfill'
import type { Pack, Requirement } from '../../src/programmes/index.ts'
import type { Candidate, Facts, JudgementFact, LinkFact } from '../../src/progress/rules/facts.ts'

export const day = (iso: string) => Temporal.PlainDate.from(iso)

const source = { source: 'us', confidence: 'low' as const }

const stage = (order: number) => ({
  key: `Y${order}`,
  title: `Year ${order}`,
  short: `Year ${order}`,
  order,
  months: 12,
})

/** A pack just large enough for rules: three years, two items on a scale of four. */
export const pack: Pack = {
  pack: {
    key: 'test',
    version: '2026.1',
    title: 'Test',
    shortTitle: 'Test',
    college: { key: 'college', title: 'College' },
    status: 'illustrative',
    notice: 'Illustrative.',
    activeFrom: '2020-01-01',
    timeZone: 'Europe/London',
    stages: [stage(1), stage(2), stage(3)],
    progressionPoints: [],
    exitRoutes: [],
    review: { name: 'Review', title: 'Review', evidenceDueDaysBefore: 14 },
    words: { item: 'item', items: 'items', stage: 'training year', ready: 'Ready' },
    links: { max: 2 },
    evidence: { target: [2, 3], text: 'Two or three.' },
    selfAssessment: { minLength: 30 },
    session: { idleMinutes: 20, warnMinutes: 2 },
    graceDays: 28,
    signOffBy: ['educationalSupervisor'],
    roles: [{ relation: 'trainee', label: 'Trainee', short: 'trainee' }],
    lists: {},
    forms: ['visit'],
    awaitedForms: [{ key: 'later', title: 'Later' }],
    minima: { items: [], procedures: 0, forms: 1 },
    sources: { us: 'Ourselves' },
  },
  curriculum: {
    key: 'test',
    title: 'Test',
    nodes: [
      {
        key: 'all',
        kind: 'group',
        title: 'All',
        ...source,
        children: ['a', 'b'].map((key) => ({
          key,
          kind: 'item' as const,
          code: key.toUpperCase(),
          title: `Item ${key}`,
          scale: 'four',
          signOff: true,
          ...source,
        })),
      },
    ],
  },
  scales: {
    scales: [
      {
        key: 'four',
        title: 'Four',
        values: [1, 2, 3, 4].map((value) => ({ value, label: `Level ${value}`, meaning: `Means ${value}` })),
        ...source,
      },
    ],
    expected: ['a', 'b'].map((item) => ({ item, levels: { Y1: 2, Y2: 3, Y3: 3 }, ...source })),
  },
  procedures: { procedures: [] },
  presentations: { sets: [] },
  rights: { relations: [], sections: [], rows: [] },
  requirements: { groups: [{ key: 'g', title: 'Group' }], rules: [] },
  forms: [],
}

/** A rule of any kind, with what every rule says filled in. */
export function rule<K extends Requirement['kind']>(
  kind: K,
  more: Omit<Extract<Requirement, { kind: K }>, keyof typeof common | 'kind'> & Partial<Requirement>,
): Extract<Requirement, { kind: K }> {
  return { ...common, kind, ...more } as unknown as Extract<Requirement, { kind: K }>
}

const common = {
  id: 'r',
  title: 'A rule',
  text: 'Text',
  group: 'g',
  severity: 'expected' as const,
  scope: 'trainingYear' as const,
  proRata: 'accredited' as const,
  ...source,
}

let serial = 0

/** A record: a visit of that day, submitted, unless said. */
export function visit(on: string, more: Partial<Candidate> = {}): Candidate {
  serial += 1
  return {
    id: `rec-${String(serial).padStart(4, '0')}`,
    formKey: 'visit',
    status: 'submitted',
    occurredOn: on,
    completedOn: on,
    assessorId: null,
    collegeLoaded: false,
    facts: {},
    ...more,
  }
}

/** The second of three years, full time, half of it passed; the review's evidence is due on 28 May. */
export function factsOf(more: Partial<Facts> = {}): Facts {
  return {
    today: day('2027-02-03'),
    startsOn: day('2025-08-06'),
    endsOn: day('2028-08-02'),
    ftePercent: 100,
    evidenceDueOn: day('2027-05-28'),
    reviewOn: day('2027-06-11'),
    pack,
    periods: [
      { stageKey: 'Y1', from: day('2025-08-06'), until: day('2026-08-05') },
      { stageKey: 'Y2', from: day('2026-08-05'), until: day('2027-08-04') },
    ],
    placement: { from: day('2027-02-03'), until: day('2027-08-04') },
    posts: [],
    records: [],
    links: [],
    judgements: [],
    ...more,
  }
}

export function judged(itemKey: string, on: string, level: number | null, more: Partial<JudgementFact> = {}) {
  serial += 1
  return {
    recordId: `jud-${String(serial).padStart(4, '0')}`,
    itemKey,
    kind: 'supervisor' as const,
    outcome: level === null ? 'moreEvidence' : 'level',
    level,
    on,
    order: serial,
    ...more,
  }
}

export function linked(
  recordId: string,
  itemKey: string,
  on = '2026-10-01',
  status = 'submitted',
  formKey = 'visit',
): LinkFact {
  return { recordId, formKey, itemKey, status, occurredOn: on }
}

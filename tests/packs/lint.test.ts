import { type Finding, lintPack } from '../../src/programmes/lint.ts'
import { itemsOf, nodesOf, type Pack } from '../../src/programmes/pack.ts'
import { shipped } from './packs.ts'

const [, good] = shipped.find(([folder]) => folder.startsWith('internal-medicine')) ?? []
if (!good) throw new Error('The internal medicine pack is not shipped.')
// A rule in parts, so that every kind that is attacked below is there.
const { id: _, kind: __, ...acat } = good.requirements.rules.find((one) => one.kind === 'count' && one.id === 'acat')!
good.requirements.rules.push({
  ...acat,
  kind: 'subQuota',
  id: 'acat-parts',
  min: 12,
  quotas: ['consultant', 'registrar'].map((grade) => ({
    title: grade,
    min: 3,
    filter: [{ fact: 'assessorGrade', is: grade, why: 'Somebody else' }],
  })),
} as Pack['requirements']['rules'][number])

/** What an attack does to a copy of a good pack, and the finding that must answer it. */
type Attack = [name: string, spoil: (pack: Pack) => unknown, file: string, message: RegExp]

const node = (pack: Pack, key: string) => nodesOf(pack).find((placed) => placed.node.key === key)!.node
const form = (pack: Pack, key: string) => pack.forms.find((one) => one.key === key)!
const rule = <K extends Pack['requirements']['rules'][number]['kind']>(pack: Pack, kind: K) =>
  pack.requirements.rules.find((one) => one.kind === kind) as Extract<
    Pack['requirements']['rules'][number],
    { kind: K }
  >
const rows = (pack: Pack, relation: string, section: string) =>
  pack.rights.rows.filter((row) => row.relation === relation && row.section === section)
const spliceRows = (pack: Pack, keep: (row: Pack['rights']['rows'][number]) => boolean) => {
  pack.rights.rows = pack.rights.rows.filter(keep)
}

const info: Attack[] = [
  [
    'invitations from a source nobody knows',
    (p) => {
      p.pack.admission!.freeze.source = 'NOBODY'
    },
    'pack.json',
    /admission\.freeze\.source.*NOBODY|NOBODY/,
  ],
  [
    'reminders out of order',
    (p) => {
      p.pack.admission!.remind.weeks = [8, 4]
    },
    'pack.json',
    /in their order/,
  ],
  [
    'a reminder after the freeze',
    (p) => {
      p.pack.admission!.remind.weeks = [4, 13]
    },
    'pack.json',
    /the last one comes after the freeze/,
  ],
  [
    'an office told after the freeze',
    (p) => {
      p.pack.admission!.alert.days = 95
    },
    'pack.json',
    /told after the freeze/,
  ],
  [
    'a stage twice',
    (p) => p.pack.stages.push({ ...p.pack.stages[0]!, order: 9 }),
    'pack.json',
    /“IMY1” is there twice/,
  ],
  ['an end before the start', (p) => (p.pack.activeTo = '2018-01-01'), 'pack.json', /ends before it begins/],
  ['an unknown time zone', (p) => (p.pack.timeZone = 'Europe/Wexcombe'), 'pack.json', /is no time zone/],
  ['a warning after the end', (p) => (p.pack.session.warnMinutes = 60), 'pack.json', /warns after/],
  [
    'a progression point nowhere',
    (p) => (p.pack.progressionPoints[0]!.atEndOf = 'IMY9'),
    'pack.json',
    /no stage “IMY9”/,
  ],
  ['an exit route nowhere', (p) => p.pack.exitRoutes[0]!.stages.push('ST9'), 'pack.json', /no stage “ST9”/],
  ['a target upside down', (p) => (p.pack.evidence.target = [3, 2]), 'pack.json', /lower number comes first/],
  ['a role without a label', (p) => p.pack.roles.pop(), 'pack.json', /label for the role “guest”/],
  ['an option twice', (p) => p.pack.lists.grades!.push(['gp', 'GP']), 'pack.json', /“gp” is there twice/],
  ['no grades', (p) => delete p.pack.lists.grades, 'pack.json', /“grades” is missing/],
  ['a form without a file', (p) => p.pack.forms.push('form-x'), 'pack.json', /no form “form-x”/],
  ['a form left out of the list', (p) => p.pack.forms.shift(), 'pack.json', /“mini-cex” has a file/],
  [
    'a form both here and awaited',
    (p) => p.pack.awaitedForms.push({ key: 'cbd', title: 'CbD' }),
    'pack.json',
    /here already/,
  ],
  ['too few descriptors', (p) => node(p, 'cip-c1').descriptors!.splice(3), 'pack.json', /“cip-c1” has 3 descriptors/],
  ['too few items', (p) => node(p, 'clinical').children!.pop(), 'pack.json', /13 items are fewer than 14/],
  ['too few procedures', (p) => p.procedures.procedures.pop(), 'pack.json', /only 11/],
]

const curriculum: Attack[] = [
  ['a key twice', (p) => (node(p, 'cip-g2').key = 'cip-g1'), 'curriculum.json', /“cip-g1” is there twice/],
  ['a descriptor key twice', (p) => (node(p, 'cip-g2').descriptors![0]!.key = 'cip-g1-1'), 'curriculum.json', /twice/],
  ['an empty group', (p) => (node(p, 'mrcp').children = []), 'curriculum.json', /nothing in it/],
  ['a group with a scale', (p) => (node(p, 'generic').scale = 'generic'), 'curriculum.json', /this is a group/],
  ['an item with children', (p) => (node(p, 'cip-g1').children = []), 'curriculum.json', /is a leaf/],
  ['an unknown scale', (p) => (node(p, 'cip-g1').scale = 'stars'), 'curriculum.json', /no scale “stars”/],
  ['sign-off without a scale', (p) => delete node(p, 'cip-g1').scale, 'curriculum.json', /no scale to do it on/],
  ['no kinds of evidence', (p) => (node(p, 'cip-g1').evidenceKinds = []), 'curriculum.json', /appropriate evidence/],
  ['an unknown form', (p) => (node(p, 'cip-g1').suggestedForms = ['chat']), 'curriculum.json', /no form “chat”/],
  [
    'a source that nobody explains',
    (p) => (node(p, 'cip-g1').source = 'hearsay'),
    'curriculum.json',
    /no source “hearsay”/,
  ],
  ['a procedure without an item', (p) => (p.procedures.procedures[0]!.item = 'x'), 'procedures.json', /no item “x”/],
  [
    'a procedure missing a year',
    (p) => delete p.procedures.procedures[0]!.perStage.IMY2,
    'procedures.json',
    /stage “IMY2”/,
  ],
  [
    'a tag twice',
    (p) => p.presentations.sets[0]!.groups[0]!.tags.push({ key: 'falls', title: 'Falls' }),
    'presentations.json',
    /“falls” is there twice/,
  ],
]

const scales: Attack[] = [
  ['a scale that falls', (p) => p.scales.scales[0]!.values.reverse(), 'scales.json', /rise/],
  [
    'a standing expectation off the scale',
    (p) => (p.scales.scales[1]!.expected = 9),
    'scales.json',
    /9 is not on this scale/,
  ],
  ['an expectation missing', (p) => p.scales.expected.pop(), 'scales.json', /no expectation for “mrcp-paces”/],
  ['a stage missing', (p) => delete p.scales.expected[0]!.levels.IMY3, 'scales.json', /“cip-g1” for the stage “IMY3”/],
  [
    'a level off the scale',
    (p) => (p.scales.expected[0]!.levels.IMY3 = 4),
    'scales.json',
    /4 is not on the item’s scale/,
  ],
  ['an unknown item', (p) => (p.scales.expected[0]!.item = 'cip-x'), 'scales.json', /no item “cip-x”/],
  [
    'a ready level off the scale',
    (p) => (p.scales.expected[0]!.ready = 7),
    'scales.json',
    /7 is not on the item’s scale/,
  ],
]

const rights: Attack[] = [
  ['two rows for the same', (p) => p.rights.rows.push({ ...p.rights.rows[0]! }), 'rights.json', /is there twice/],
  ['a row for no section', (p) => (p.rights.rows[0]!.section = 'gossip'), 'rights.json', /no section “gossip”/],
  [
    'a state that the section has not',
    (p) => rows(p, 'trainee', 'signoff')[0]!.states.push('expired'),
    'rights.json',
    /state of signoff/,
  ],
  [
    'writing unseen',
    (p) => Object.assign(rows(p, 'educationalSupervisor', 'reports')[0]!, { see: 'none' }),
    'rights.json',
    /cannot see/,
  ],
  ['privacy broken', (p) => (rows(p, 'director', 'reflections')[0]!.private = true), 'rights.json', /only a trainee/],
  [
    'a private section closed to its owner',
    (p) => delete rows(p, 'trainee', 'library')[0]!.private,
    'rights.json',
    /starts private/,
  ],
  [
    'a section that nobody reads',
    (p) => spliceRows(p, (row) => row.section !== 'pdp'),
    'rights.json',
    /nobody can read pdp when submitted/,
  ],
  [
    'a section that nobody writes',
    (p) => spliceRows(p, (row) => !(row.section === 'reports' && row.write)),
    'rights.json',
    /nobody can write reports when held/,
  ],
  [
    'a section without a form',
    (p) => (form(p, 'acute-take').section = 'clinics'),
    'rights.json',
    /no form leads into take/,
  ],
]

const forms: Attack[] = [
  ['a source in words', (p) => (form(p, 'cbd').source = 'AOM; our own'), 'forms/cbd.json', /no source “AOM; our own”/],
  ['a second source nowhere', (p) => (form(p, 'cbd').source = 'AOM, hearsay'), 'forms/cbd.json', /no source “hearsay”/],
  [
    'a scale that is not there',
    (p) => Object.assign(form(p, 'self-assessment').sections[0]!.fields[0]!, { scale: 'stars' }),
    'forms/self-assessment.json',
    /scale “stars”/,
  ],
  ['a section that is not there', (p) => (form(p, 'cbd').section = 'gossip'), 'forms/cbd.json', /section “gossip”/],
  ['an unknown grade', (p) => form(p, 'cbd').assessor!.grades!.push('wizard'), 'forms/cbd.json', /grade “wizard”/],
  [
    'an unknown relation',
    (p) => (form(p, 'mcr').assessor!.notRelations = ['friend']),
    'forms/mcr.json',
    /relation “friend”/,
  ],
  [
    'a fact about nothing',
    (p) => (form(p, 'cbd').facts = [{ name: 'mood', type: 'text', path: 'mood' }]),
    'forms/cbd.json',
    /no field “mood”/,
  ],
  ['no word on links', (p) => delete form(p, 'cbd').links, 'forms/cbd.json', /says nothing about links/],
  [
    'links suggested and forbidden',
    (p) => (form(p, 'cbd').links!.max = 0),
    'forms/cbd.json',
    /suggests what it forbids/,
  ],
  ['a request for ever', (p) => delete form(p, 'cbd').expiresAfterDays, 'forms/cbd.json', /must expire/],
  ['no date', (p) => delete form(p, 'cbd').occurredOn, 'forms/cbd.json', /nothing dates/],
  [
    'a reflection in the open',
    (p) => delete form(p, 'reflection-free').private,
    'forms/reflection-free.json',
    /differs from its section/,
  ],
  [
    'a writer without a right',
    (p) => (form(p, 'end-of-placement').filledBy = 'trainee'),
    'forms/end-of-placement.json',
    /no right lets the trainee write/,
  ],
  [
    'a condition on a later answer',
    (p) => form(p, 'sign-off').sections[0]!.fields.reverse(),
    'forms/sign-off.json',
    /level/,
  ],
]

const confirming: Attack[] = [
  [
    'a log that nobody may confirm',
    (p) => {
      form(p, 'teaching-attended').signedBy = ['trainee', 'director']
    },
    'forms/teaching-attended.json',
    /no right lets the director confirm/,
  ],
  [
    'a form of the office that nobody there may begin',
    (p) => Object.assign(form(p, 'teaching-attended'), { filledBy: 'office', signedBy: ['office'] }),
    'forms/teaching-attended.json',
    /nobody of the office may write and sign/,
  ],
  [
    'a form of the office that somebody else signs',
    (p) => Object.assign(form(p, 'teaching-attended'), { filledBy: 'office', signedBy: ['supervisor'] }),
    'forms/teaching-attended.json',
    /the office alone signs/,
  ],
]

const requirements: Attack[] = [
  [
    'a quota of more than the whole',
    (p) => (rule(p, 'dayHours').quotas![0]!.min = 51),
    'requirements.json',
    /asks for 51 of the 50/,
  ],
  [
    'quotas apart that are more than the whole',
    (p) => Object.assign(rule(p, 'subQuota'), { min: 5, quotasOverlap: false }),
    'requirements.json',
    /adds up to 6, more than 5/,
  ],
  [
    'a quota over a number that the form has not',
    (p) => (rule(p, 'dayHours').quotas![0]!.measure = 'minutes'),
    'requirements.json',
    /no fact “minutes”/,
  ],
  [
    'a quota over a fact that the form has not',
    (p) => (rule(p, 'dayHours').quotas![0]!.filter = [{ fact: 'mood', is: 'good', why: 'No' }]),
    'requirements.json',
    /no fact “mood”/,
  ],
  [
    'a level from a form that has none',
    (p) =>
      p.requirements.rules.push({
        ...rule(p, 'attributeOverStage'),
        id: 'both',
        kind: 'levelAndCount',
        from: [{ forms: ['clinic'] }],
        levelFrom: [{ forms: ['clinic'] }],
        min: 1,
        fact: 'overall',
        atLeast: 2,
      }),
    'requirements.json',
    /no fact “overall”/,
  ],
  [
    'an id twice',
    (p) => p.requirements.rules.push(structuredClone(p.requirements.rules[0]!)),
    'requirements.json',
    /twice/,
  ],
  ['an unknown group', (p) => (p.requirements.rules[0]!.group = 'x'), 'requirements.json', /no group “x”/],
  ['an unknown stage', (p) => (p.requirements.rules[0]!.stages = ['ST9']), 'requirements.json', /no stage “ST9”/],
  ['an unknown form', (p) => (rule(p, 'count').from[0]!.forms = ['chat']), 'requirements.json', /no form “chat”/],
  [
    'an unknown fact',
    (p) => (rule(p, 'count').from[0]!.filter![0]!.fact = 'mood'),
    'requirements.json',
    /no fact “mood”/,
  ],
  [
    'an answer that cannot be',
    (p) => Object.assign(rule(p, 'count').from[0]!.filter![0]!, { is: 'juggling' }),
    'requirements.json',
    /is never "juggling"/,
  ],
  [
    'a sum of words',
    (p) => (rule(p, 'dayHours').from[0]!.measure = 'topic'),
    'requirements.json',
    /is a choice, not a number/,
  ],
  ['a validity without a date', (p) => (rule(p, 'validAt').expiry = 'type'), 'requirements.json', /not a date/],
  ['a distinct nothing', (p) => (rule(p, 'countDistinct').distinct = 'mood'), 'requirements.json', /no fact “mood”/],
  ['items that are none', (p) => (rule(p, 'levelByStage').items.under = ['x']), 'requirements.json', /selects no item/],
  [
    'a falling total',
    (p) => (rule(p, 'perYearAndCumulative').by = { IMY1: 40, IMY2: 20 }),
    'requirements.json',
    /cannot fall/,
  ],
  [
    'a maximum below the minimum',
    (p) => (rule(p, 'countDistinct').max = 1),
    'requirements.json',
    /less than the minimum/,
  ],
  [
    'a pool with a stranger',
    (p) => (rule(p, 'pooledCount').recommended![0]!.forms = ['acat']),
    'requirements.json',
    /form in this pool called “acat”/,
  ],
  [
    'a split larger than the pool',
    (p) => (rule(p, 'pooledCount').recommended![0]!.min = 9),
    'requirements.json',
    /adds up to 11/,
  ],
  ['a gate after nothing', (p) => (rule(p, 'gateBefore').first = 'x'), 'requirements.json', /rule or item “x”/],
  [
    'a gate that waits for itself',
    (p) => (rule(p, 'gateBefore').first = rule(p, 'gateBefore').id),
    'requirements.json',
    /in a circle/,
  ],
  [
    'gates that wait for each other',
    (p) => {
      const gate = rule(p, 'gateBefore')
      p.requirements.rules.push({ ...gate, id: 'other-gate', first: gate.id })
      gate.first = 'other-gate'
    },
    'requirements.json',
    /in a circle/,
  ],
  [
    'one quota each of what is measured',
    (p) =>
      Object.assign(rule(p, 'subQuota'), { quotasOverlap: false }).quotas.push({ title: 'x', min: 1, measure: 'x' }),
    'requirements.json',
    /parts whole records/,
  ],
  [
    'months that are not whole',
    (p) => Object.assign(rule(p, 'threshold'), { unitOf: 'months', over: 1.5 }),
    'requirements.json',
    /months are whole/,
  ],
  [
    'a declaration that is no form',
    (p) => (rule(p, 'declaration').form = 'oath'),
    'requirements.json',
    /no form “oath”/,
  ],
  [
    'a specialty that is none',
    (p) => Object.assign(rule(p, 'timeInPost').where, { attribute: 'specialty', in: ['magic'] }),
    'requirements.json',
    /no specialty “magic”/,
  ],
  [
    'a rule that ends before it begins',
    (p) => Object.assign(p.requirements.rules[0]!, { effectiveFrom: '2026-01-01', effectiveTo: '2025-01-01' }),
    'requirements.json',
    /ends before it begins/,
  ],
  [
    'a summary without its period',
    (p) => delete rule(p, 'perYearAndCumulative').from[1]!.period,
    'requirements.json',
    /facts that bound its period/,
  ],
]

const round = (pack: Pack) => pack.rounds!.kinds[0]!
const rounds: Attack[] = [
  ['a form of answers that is none', (p) => (round(p).raterForm = 'mini-cex'), 'rounds.json', /is no form of answers/],
  [
    'a summary that a trainee writes',
    (p) => (round(p).summaryForm = 'clinic'),
    'rounds.json',
    /no assessment that a sup/,
  ],
  ['a grade in no group', (p) => round(p).groups[2]!.grades!.pop(), 'rounds.json', /in no group: other/],
  ['a grade in two groups', (p) => round(p).groups[2]!.grades!.push('consultant'), 'rounds.json', /is there twice/],
  ['a mix beyond the whole', (p) => (round(p).mix[0]!.min = 13), 'rounds.json', /more than the round asks for/],
  ['a mix of no group', (p) => round(p).mix[0]!.groups.push('cleaners'), 'rounds.json', /no group “cleaners”/],
  ['so few answers that nobody hides', (p) => (round(p).min = 2), 'rounds.json', /would hide nobody/],
  [
    'a release without a right',
    (p) => (round(p).releasedBy = ['coordinator']),
    'rounds.json',
    /no right lets the coord/,
  ],
  ['a figure that others state', (p) => (round(p).fills.answers = 'summary'), 'rounds.json', /field of the office/],
  ['answers nobody asks for', (p) => p.rounds!.kinds.pop(), 'rounds.json', /no round asks for/],
  [
    'groups where nobody says theirs',
    (p) => (p.rounds!.kinds[1]!.groups = round(p).groups),
    'rounds.json',
    /anybody may/,
  ],
]

const asks = (pack: Pack) => pack.applications!.kinds[0]!
const applications: Attack[] = [
  ['an application twice', (p) => p.applications!.kinds.push(asks(p)), 'applications.json', /is there twice/],
  [
    'an application for an unknown status',
    (p) => Object.assign(p.pack, { time: { statuses: ['break'] } }),
    'applications.json',
    /knows no status “parental”/,
  ],
  [
    'an approver without a role',
    (p) => (asks(p).approvers = [{ relation: 'networkDirector' }]),
    'applications.json',
    /no role “networkDirector”/,
  ],
  [
    'a trainee who decides',
    (p) => asks(p).approvers.push({ relation: 'trainee' }),
    'applications.json',
    /a trainee decides on nobody’s/,
  ],
  [
    'nobody who decides what is usual',
    (p) => (asks(p).approvers = [{ relation: 'director', unusual: true }]),
    'applications.json',
    /nobody decides where it is short/,
  ],
  ['a change of FTE without shares', (p) => delete asks(p).shares, 'applications.json', /belong to a change of FTE/],
  ['a longest time of a share', (p) => (asks(p).mostMonths = 3), 'applications.json', /from a day to a day/],
  ['a reason twice', (p) => asks(p).reasons.push(asks(p).reasons[0]!), 'applications.json', /is there twice/],
  ['an unknown source of it', (p) => (asks(p).source = 'hearsay'), 'applications.json', /no source “hearsay”/],
]

describe('what the linter finds', () => {
  it.each([
    ...info,
    ...curriculum,
    ...scales,
    ...rights,
    ...forms,
    ...confirming,
    ...requirements,
    ...rounds,
    ...applications,
  ])('%s', (_name, spoil, file, message) => {
    const pack = structuredClone(good)
    spoil(pack)
    expect(lintPack(pack)).toContainEqual<Finding>({
      file,
      path: expect.any(String) as unknown as string,
      message: expect.stringMatching(message) as unknown as string,
    })
  })
})

describe('a later version', () => {
  /** The same programme a year on. */
  const later = (change: (pack: Pack) => unknown): Finding[] => {
    const pack = structuredClone(good)
    pack.pack.version = '2027.1'
    change(pack)
    return lintPack(pack, good)
  }

  it('may be the same under a later number', () => {
    expect(later(() => null)).toEqual([])
    expect(lintPack(structuredClone(good), good)[0]?.message).toMatch(/is not later than 2019\.1/)
  })

  it.each<Attack>([
    [
      'an item on another scale',
      (p) => (node(p, 'cip-c1').scale = 'generic'),
      'curriculum.json',
      /had the scale “entrustment” before/,
    ],
    [
      'a code for something else',
      (p) => (node(p, 'cip-c1').code = 'C9'),
      'curriculum.json',
      /had the code “C1” before/,
    ],
    [
      'a scale with other steps',
      (p) => p.scales.scales[0]!.values.push({ value: 5, label: 'Five', meaning: 'More.' }),
      'scales.json',
      /had the steps 1, 2, 3, 4 before/,
    ],
    [
      'a rule of another kind',
      (p) => Object.assign(p.requirements.rules[0]!, { kind: 'evidenceCoverage' }),
      'requirements.json',
      /was of kind “levelByStage” before/,
    ],
    [
      'a form changed under its number',
      (p) => (form(p, 'cbd').title = 'Chat'),
      'forms/cbd.json',
      /needs a version after 1/,
    ],
  ])('is found out over %s', (_name, change, file, message) => {
    expect(later(change)).toContainEqual(
      expect.objectContaining({ file, message: expect.stringMatching(message) as unknown as string }),
    )
  })

  it('keeps every item that can be linked under a key of its own', () => {
    const keys = itemsOf(good).map((placed) => placed.node.key)
    expect(new Set(keys).size).toBe(keys.length)
  })
})

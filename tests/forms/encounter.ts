import { FormDefinition } from '../../src/forms/definition.ts'

/** An assessment with a part for the trainee before, and one after the signature. */
export const encounter = FormDefinition.parse({
  key: 'encounter',
  version: 2,
  title: 'Observed encounter',
  short: 'OE',
  section: 'assessments',
  kind: 'assessment',
  filledBy: 'assessor',
  signedBy: ['assessor'],
  expiresAfterDays: 28,
  reminderDays: [7, 21],
  links: { max: 2 },
  titleFrom: '{topic} ({setting})',
  occurredOn: 'seenOn',
  prefill: ['topic', 'seenOn'],
  declaration: { key: 'declared', text: 'I saw this myself.' },
  facts: [
    { name: 'setting', type: 'choice', path: 'setting' },
    { name: 'seenOn', type: 'date', path: 'seenOn' },
    { name: 'patients', type: 'number', sum: ['newPatients', 'followUps'] },
    { name: 'patientMinutes', type: 'number', product: ['newPatients', 'minutesEach'] },
    { name: 'overall', type: 'level', path: 'overall' },
    { name: 'history', type: 'level', path: 'ratings.history' },
    { name: 'cases', type: 'number', path: 'cases.count' },
    { name: 'consulted', type: 'boolean', path: 'consulted' },
  ],
  source: 'made for the tests',
  confidence: 'low',
  sections: [
    {
      key: 'request',
      title: 'From the trainee',
      by: 'trainee',
      fields: [{ key: 'topic', type: 'text', label: 'Topic', copyable: true }],
    },
    {
      key: 'case',
      title: 'The encounter',
      fields: [
        { key: 'seenOn', type: 'date', label: 'Date of the encounter', notAfter: 'today', prefill: 'today' },
        {
          key: 'setting',
          type: 'choice',
          label: 'Setting',
          prefill: 'lastUsed',
          copyable: true,
          options: [
            ['ward', 'Ward'],
            ['clinic', 'Clinic'],
            ['other', 'Other'],
          ],
        },
        { key: 'settingOther', type: 'text', label: 'Which setting?', showIf: { field: 'setting', is: 'other' } },
        {
          key: 'site',
          type: 'choice',
          label: 'Hospital',
          optionsFrom: 'sites',
          optional: true,
          prefill: 'currentSite',
        },
        { key: 'newPatients', type: 'number', label: 'New patients', min: 0, optional: true },
        { key: 'followUps', type: 'number', label: 'Follow-up patients', min: 0, optional: true },
        { key: 'minutesEach', type: 'duration', unit: 'minutes', label: 'Minutes for each', optional: true },
        { key: 'consulted', type: 'yesNo', label: 'Consulted personally', optional: true },
        {
          key: 'cases',
          type: 'list',
          label: 'Cases',
          item: 'case',
          optional: true,
          fields: [{ key: 'problem', type: 'text', label: 'Problem' }],
        },
      ],
    },
    {
      key: 'ratings',
      title: 'Ratings',
      fields: [
        {
          key: 'ratings',
          type: 'ratingGrid',
          label: 'Each part',
          scale: 'expectations',
          optional: true,
          rows: [
            { key: 'history', label: 'History' },
            { key: 'plan', label: 'Plan' },
          ],
        },
        { key: 'overall', type: 'level', label: 'Overall', scale: 'entrustment', notObserved: true },
        {
          key: 'actions',
          type: 'longText',
          label: 'Agreed actions',
          requiredIf: {
            any: [
              { field: 'overall', below: 'stageExpectation' },
              { field: 'ratings', below: 'stageExpectation' },
            ],
          },
        },
      ],
    },
    {
      key: 'reply',
      title: 'What you take from it',
      by: 'trainee',
      afterSigning: true,
      fields: [{ key: 'reflection', type: 'longText', label: 'Reflection' }],
    },
  ],
})

/** What an assessor sends who is content. */
export const sent = {
  'f.seenOn': '2026-08-03',
  'f.setting': 'ward',
  'f.overall': '3',
  'f.declared': 'yes',
}

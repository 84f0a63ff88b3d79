/** The named people and places of the demo; tests use the same, so that everybody knows them. */

export const demoPassword = 'attest-demo'
export const demoDomain = 'demo.attest.example'

export interface CastMember {
  account: string
  title: string
  givenName: string
  familyName: string
  grade: string
  specialty: string | null
  /** Shown beside the account on the sign-in page of a demo. */
  about: string
}

const member = (account: string, name: string, grade: string, specialty: string | null, about: string): CastMember => {
  const [title, givenName, ...family] = name.split(' ')
  return { account, title: title!, givenName: givenName!, familyName: family.join(' '), grade, specialty, about }
}

/** The demo accounts, in the order of the sign-in page. */
export const cast = {
  amara: member('amara', 'Dr Amara Okafor', 'trainee', 'Geriatric medicine', 'Trainee, second year, on track'),
  tom: member('tom', 'Dr Tom Beale', 'trainee', 'Respiratory medicine', 'Trainee, first year, 60 % of full time'),
  priya: member('priya', 'Dr Priya Nair', 'trainee', 'Cardiology', 'Trainee, third year, gaps before the panel'),
  helen: member('helen', 'Dr Helen Marsh', 'consultant', 'Acute medicine', 'Educational supervisor'),
  idris: member(
    'idris',
    'Dr Idris Khan',
    'consultant',
    'Geriatric medicine',
    'Clinical supervisor; educational supervisor of others',
  ),
  ruth: member('ruth', 'Dr Ruth Adler', 'consultant', 'Gastroenterology', 'College tutor of one hospital'),
  sam: member('sam', 'Mr Sam Whitfield', 'other', null, 'Programme coordinator'),
  james: member('james', 'Dr James Osei', 'consultant', 'Renal medicine', 'Training programme director'),
  morgan: member('morgan', 'Ms Morgan Ellis', 'other', null, 'College administrator'),
} as const

export type CastName = keyof typeof cast

/** The address under which a demo account signs in. */
export function demoEmail(account: string): string {
  return `${account}@${demoDomain}`
}

/** The region's hospitals. */
export const sites = [
  { name: "St Anne's Hospital", town: 'Wexcombe' },
  { name: 'City General Hospital', town: 'Northport' },
  { name: 'Royal Infirmary', town: 'Northport' },
  { name: 'Harbour District Hospital', town: 'Seaholm' },
  { name: 'Queen Eleanor Hospital', town: 'Tarnley' },
  { name: 'Moorside Hospital', town: 'Ashby Moor' },
  { name: 'Westgate University Hospital', town: 'Aldchester' },
  { name: 'Valley Community Hospital', town: 'Penrick' },
] as const

export const places = {
  network: 'North East region',
  programme: 'Internal Medicine, North East',
} as const

import { type CastMember, cast, demoEmail } from './cast.ts'

/** Who works and trains in the demo's region, beside the cast. Names are invented. */

/** A person of the demo with the address they sign in by. */
export interface DemoPerson extends CastMember {
  email: string
}

type Line = [name: string, specialty: string]

const consultants: Line[] = [
  ['Dr Grace Adeyemi', 'Acute medicine'],
  ['Dr Padraig Doyle', 'Cardiology'],
  ['Dr Mai Tran', 'Respiratory medicine'],
  ['Dr Lionel Roy', 'Acute medicine'],
  ['Dr Aoife Byrne', 'Cardiology'],
  ['Dr Wen Li', 'Endocrinology and diabetes'],
  ['Dr Samuel Boateng', 'Gastroenterology'],
  ['Dr Ingrid Solberg', 'Intensive care medicine'],
  ['Dr Rashid Anwar', 'Renal medicine'],
  ['Dr Catherine Holt', 'Geriatric medicine'],
  ['Dr Nikhil Menon', 'Neurology'],
  ['Dr Eleanor Finch', 'Rheumatology'],
  ['Dr Kwame Asante', 'Infectious diseases'],
  ['Dr Sofia Marino', 'Palliative medicine'],
  ['Dr Gareth Pugh', 'Haematology'],
  ['Dr Yusuf Demir', 'Stroke medicine'],
  ['Dr Laura Whitby', 'Geriatric medicine'],
]

const registrars: Line[] = [
  ['Dr Felix Brandt', 'Acute medicine'],
  ['Dr Anjali Rao', 'Geriatric medicine'],
  ['Dr Owen Price', 'Respiratory medicine'],
  ['Dr Chiara Conti', 'Cardiology'],
]

const trainees: string[] = [
  'Dr Jonas Weber',
  'Dr Callum Reid',
  'Dr Sana Malik',
  'Dr Beth Hargreaves',
  'Dr Ravi Pillai',
  'Dr Elin Jones',
  'Dr Marcus Cole',
  'Dr Fatima Noor',
  'Dr Hannah Lindqvist',
  'Dr Diego Alvarez',
  'Dr Chloe Martin',
  'Dr Ibrahim Sesay',
  'Dr Katie Dunn',
  'Dr Arjun Desai',
  'Dr Lucy Pemberton',
  'Dr Oluwaseun Bello',
  'Dr Niamh Gallagher',
  'Dr Peter Novak',
  'Dr Zara Hussain',
  'Dr Joel Mensah',
  'Dr Emily Carter',
  'Dr Haruto Sato',
  'Dr Rosa Ferreira',
  'Dr Liam OConnor',
  'Dr Megan Shaw',
  'Dr Tariq Aziz',
  'Dr Ana Kovacs',
]

/** Somebody invented: account and address from the name. */
export function person(name: string, grade: string, specialty: string | null, about: string): DemoPerson {
  const [title = '', givenName = '', ...family] = name.split(' ')
  const familyName = family.join(' ').replace('OConnor', "O'Connor")
  const account = `${givenName}.${family.join('')}`.toLowerCase()
  return { account, title, givenName, familyName, grade, specialty, about, email: demoEmail(account) }
}

/** The cast with their addresses, by account. */
export const castPeople: Record<keyof typeof cast, DemoPerson> = Object.fromEntries(
  Object.values(cast).map((one) => [one.account, { ...one, email: demoEmail(one.account) }]),
) as Record<keyof typeof cast, DemoPerson>

export const consultantPeople: DemoPerson[] = consultants.map(([name, specialty]) =>
  person(name, 'consultant', specialty, ''),
)
export const registrarPeople: DemoPerson[] = registrars.map(([name, specialty]) =>
  person(name, 'registrar', specialty, ''),
)
export const traineePeople: DemoPerson[] = trainees.map((name) => person(name, 'trainee', null, ''))

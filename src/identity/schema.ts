import { Temporal } from 'temporal-polyfill'
import { z } from 'zod'
import { day, line, lines } from '../kit/inputs.ts'
import { normaliseNumber } from './names.ts'

export const emailAddress = z
  .string('Enter an e-mail address.')
  .trim()
  .min(1, 'Enter an e-mail address.')
  .max(254, 'An address has at most 254 characters.')
  .pipe(z.email('Enter an e-mail address such as name@example.org.'))

const phoneShape = /^\+?[\d][\d\s().-]{5,24}$/
/** A phone number that must be there; `needed` asks for it. */
export const phone = (needed: string) =>
  line(30, needed).refine(
    (value) => !value || phoneShape.test(value),
    'Enter a number such as 0191 498 0123 or +44 191 498 0123.',
  )
/** A phone number, or none. */
export const optionalPhone = line(30).refine(
  (value) => value === null || phoneShape.test(value),
  'Enter a number such as 0191 498 0123 or +44 191 498 0123.',
)

/** A day of birth, kept as 2026-08-04: of people old enough to be doctors, and alive. */
const birthday = (today: string) =>
  day()
    .refine(
      (born) => born === null || (born.year > 1919 && born.year < Number(today.slice(0, 4)) - 15),
      'Enter the day on which you were born.',
    )
    .transform((born) => born?.toString() ?? null)

/** Personal details (R27). The phone is required (R26); what only the person sees is optional. */
export const detailsForm = (grades: readonly string[], today: string) =>
  z.object({
    title: line(20),
    givenName: line(80, 'Enter your given name.'),
    familyName: line(80, 'Enter your family name.'),
    phone: phone('Enter a phone number at which your programme can reach you.'),
    grade: line(60).refine((value) => value === null || grades.includes(value), 'Choose a grade from the list.'),
    specialty: line(100),
    pronouns: line(40),
    dateOfBirth: birthday(today),
    gender: line(60),
    address: lines(300),
    emergencyName: line(100),
    emergencyPhone: optionalPhone,
  })
export type DetailsInput = z.infer<ReturnType<typeof detailsForm>>

export const addressForm = z.object({ email: emailAddress })

/** Registers of doctors and nurses, and what their numbers look like. A member ID is given by the college alone. */
export const registers = {
  gmc: { label: 'GMC number (United Kingdom)', shape: /^\d{7}$/, like: 'seven figures' },
  mcnz: { label: 'MCNZ number (New Zealand)', shape: /^\d{4,6}$/, like: 'four to six figures' },
  ahpra: { label: 'AHPRA number (Australia)', shape: /^MED\d{10}$/, like: 'MED and ten figures' },
  nmc: { label: 'NMC number (nurses and midwives)', shape: /^\d{2}[A-L]\d{4}[A-Z]$/, like: 'such as 98I7654E' },
} as const
export type Register = keyof typeof registers

/** What a college gives and confirms: its own member ID beside the numbers of registers. */
export const givenNumbers = {
  memberId: { label: 'Member ID of the college', shape: /^[A-Z0-9]{3,20}$/, like: '3 to 20 letters and figures' },
  ...registers,
} as const
export type GivenNumber = keyof typeof givenNumbers

/** Why a number cannot be of this kind; null where it can. */
function numberProblem(kind: GivenNumber, number: string): string | null {
  const { shape, like } = givenNumbers[kind]
  if (shape.test(normaliseNumber(number))) return null
  return kind === 'memberId' ? `A member ID has ${like}.` : `This is not a number of that register: ${like}.`
}

const numberOf = <K extends GivenNumber>(kinds: readonly [K, ...K[]], words: string) =>
  z
    .object({ register: z.enum(kinds, words), number: line(30, 'Enter the number.') })
    .superRefine(({ register, number }, ctx) => {
      const problem = number && numberProblem(register as GivenNumber, number)
      if (problem) ctx.addIssue({ code: 'custom', path: ['number'], message: problem })
    })

/** A number that somebody states of themselves. */
export const numberForm = numberOf(Object.keys(registers) as [Register, ...Register[]], 'Choose the register.')

/** A number that the college gives or has looked up. */
export const givenNumberForm = numberOf(
  Object.keys(givenNumbers) as [GivenNumber, ...GivenNumber[]],
  'Choose what kind of number it is.',
)

/** A suspension needs its reason; the person suspended does not read it. */
export const reasonForm = z.object({ reason: lines(1000, 'Say why; the reason is kept with the account.') })

export const lostForm = z.object({ lostReason: lines(1000, 'Say why; the person reads it.') })

/** What an invitation may choose from: roles, of which some hold at a hospital, and hospitals. */
interface Choosable {
  options: readonly { value: string; atSite: boolean }[]
  sites: readonly string[]
}

/** An invitation: who, at which address, with which role, where. */
export const inviteForm = ({ options, sites }: Choosable, today: Temporal.PlainDate) =>
  z
    .object({
      title: line(20),
      givenName: line(80, 'Enter the given name.'),
      familyName: line(80, 'Enter the family name.'),
      email: emailAddress,
      register: z.enum(Object.keys(registers) as [Register, ...Register[]], 'Choose the register.').default('gmc'),
      number: line(30),
      memberId: line(30),
      role: line(100, 'Choose a role.').refine(
        (value) => !value || options.some((option) => option.value === value),
        'Choose a role from the list.',
      ),
      site: line(60).refine((value) => value === null || sites.includes(value), 'Choose a hospital from the list.'),
      from: day().transform((first) => first ?? today),
      last: day(),
      why: line(500),
      same: line(400),
      who: line(700),
    })
    .superRefine(({ register, number, memberId, role, site, from, last }, ctx) => {
      const first = from as Temporal.PlainDate | undefined
      if (first && Temporal.PlainDate.compare(first, today) < 0)
        ctx.addIssue({ code: 'custom', path: ['from'], message: 'A role begins today or later.' })
      if (first && last && Temporal.PlainDate.compare(last, first) < 0)
        ctx.addIssue({ code: 'custom', path: ['last'], message: 'The last day lies before the first one.' })
      const { atSite } = options.find(({ value }) => value === role) ?? {}
      if (atSite && !site)
        ctx.addIssue({ code: 'custom', path: ['site'], message: 'Choose the hospital where this role holds.' })
      if (atSite === false && site)
        ctx.addIssue({
          code: 'custom',
          path: ['site'],
          message: 'This role does not hold at one hospital: leave it empty.',
        })
      const wrong = number && numberProblem(register, number)
      if (wrong) ctx.addIssue({ code: 'custom', path: ['number'], message: wrong })
      const wrongId = memberId && numberProblem('memberId', memberId)
      if (wrongId) ctx.addIssue({ code: 'custom', path: ['memberId'], message: wrongId })
    })

import type { TextInput } from '../identity/index.ts'
import type { Problems } from '../kit/errors.ts'
import type { Tag } from '../kit/partials.ts'
import { plainDate } from '../kit/periods.ts'
import { date } from '../kit/ui.ts'
import type { Invited } from './queries.ts'
import { url } from './urls.ts'

/** The form in which the office notes the fee of an enrolment (R21). */
export interface FeeForm {
  action: string
  was: Invited['admission']['fee']
  problem: string | null
  options: { value: Invited['admission']['fee']; label: string; chosen: boolean }[]
  paidOn: TextInput
  reference: TextInput
}

const labels = { none: 'Not asked for', due: 'Due', paid: 'Paid' } as const

/** What the list says of the fee. */
export function feeTag({ admission: { fee } }: Invited): Tag | null {
  if (fee === 'none') return null
  return fee === 'paid' ? { words: 'paid', tone: 'ok' } : { words: 'unpaid', tone: 'warn' }
}

/** The fee in words, with who noted it. */
export function feeWords({ fee, feePaidOn, feeReference, feeNotedByName }: Invited['admission']): string {
  if (fee !== 'paid') return fee === 'due' ? 'due, not noted as paid' : 'not asked for'
  const as = feeReference ? ` (${feeReference})` : ''
  return `paid on ${date(plainDate(feePaidOn!))}${as}, noted by ${feeNotedByName}`
}

/** The form, as it stands or as it was typed. */
export function feeForm(one: Invited, typed: Record<string, unknown> | null, problems: Problems): FeeForm {
  const { fee, feePaidOn, feeReference } = one.admission
  const text = (name: string, kept: string | null) => {
    const value = typed?.[name]
    return typeof value === 'string' ? value : (kept ?? '')
  }
  return {
    ...{ action: url.fee(one.enrolmentId), was: fee, problem: problems.fee ?? null },
    options: (['due', 'paid', 'none'] as const).map((value) => ({
      ...{ value, label: labels[value], chosen: text('fee', fee) === value },
    })),
    paidOn: {
      ...{ name: 'paidOn', label: 'Paid on', type: 'date', width: 'w-date', problem: problems.paidOn ?? null },
      value: text('paidOn', feePaidOn ? plainDate(feePaidOn).toString() : null),
    },
    reference: {
      ...{ name: 'reference', label: 'Reference', optional: true, max: 40, plain: true },
      ...{ value: text('reference', feeReference), problem: problems.reference ?? null },
      hint: 'Of the receipt or the transfer.',
    },
  }
}

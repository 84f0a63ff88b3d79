import { csvOf } from '../cohorts/index.ts'
import { writeAudit } from '../kit/command.ts'
import type { Ctx } from '../kit/context.ts'
import type { Raw } from '../kit/http.ts'
import { plainDate } from '../kit/periods.ts'
import { freezesOn } from './calendar.ts'
import type { Admissions } from './listing.ts'
import { mailTag, stateTag } from './tags.ts'

/** Whom the list finds on all its pages, as a sheet. Downloads are noted. */
export async function admissionsSheet({ rows }: Admissions, ctx: Ctx): Promise<Raw> {
  await writeAudit(ctx, [{ type: 'admissions.downloaded', data: { trainees: rows.length } }])
  return {
    type: 'text/csv; charset=utf-8',
    body: csvOf([
      ['Trainee', 'E-mail address', 'Programme', 'Starts', 'Invitation', 'Enrolment', 'Fee', 'Frozen from'],
      ...rows.map((one) => [
        ...[one.name, one.email ?? '', one.programme, plainDate(one.startsOn).toString()],
        ...[mailTag(one).words, stateTag(one, ctx).words, feeWords[one.admission.fee]],
        one.state === 'enrolled' || one.admission.withdrawnAt
          ? ''
          : freezesOn(plainDate(one.admission.countsFrom), one.calendar).toString(),
      ]),
    ]),
    headers: {
      'Content-Disposition': `attachment; filename="invitations-${ctx.today}.csv"`,
      'Cache-Control': 'no-store',
    },
  }
}

const feeWords = { none: '', due: 'due', paid: 'paid' }

import { amendSigned, appendVersion, packContext, recordEvent } from '../../evidence/index.ts'
import { compile, type FormContext, freeWords, snapshot, type Values } from '../../forms/index.ts'
import { sessionAssurance } from '../../identity/index.ts'
import { command } from '../../kit/command.ts'
import type { Ctx } from '../../kit/context.ts'
import { afterKeys, only } from '../forms.ts'
import { appraisalPolicy } from '../policy.ts'
import { findOne, type One } from '../queries/one.ts'
import type { Parsed } from './parse.ts'

/** The form as the trainee goes on with it after the signature. */
export function afterContext(ctx: Pick<Ctx, 'today'>, { pack, record, context }: One): FormContext {
  const writer = { by: 'trainee', afterSigning: true } as const
  return { ...context, ...packContext(pack, ctx.today), lists: context.lists, writer, stored: record.values as Values }
}

/** The trainee's comment, added under their own signature; the supervisor's words stay as they were signed. */
export const commentOnAppraisal = command({
  find: findOne,
  may: (actor, found) => appraisalPolicy.actions.comment(actor, found),
  input: (found, ctx) => ({
    parse(body: Record<string, unknown>): Parsed<Values> {
      const { form, record } = found
      // The declaration is the supervisor's, and made.
      const given = { ...body, [`f.${form.declaration.key}`]: 'yes' }
      const outcome = compile(form, 'final', afterContext(ctx, found)).parse(given)
      if (!outcome.ok) return outcome
      return { ok: true, values: { ...(record.values as Values), ...only(afterKeys(form), outcome.values) } }
    },
  }),
  free: (values, { form, record }) => ({ texts: freeWords(form, values, record.values as Values) }),
  async run(ctx, found, values) {
    const { form, record } = found
    const amended = await amendSigned(ctx, record, values)
    await appendVersion(ctx, amended, {
      signerId: ctx.actor.personId,
      signerName: ctx.actor.name,
      role: 'trainee',
      assurance: sessionAssurance(ctx),
      rendered: snapshot(form, values, afterContext(ctx, found)),
    })
  },
  audit: (_result, { record, form }) => recordEvent('appraisal.commented', record, { fields: [...afterKeys(form)] }),
})

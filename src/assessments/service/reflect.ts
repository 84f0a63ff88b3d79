import { amendSigned, appendVersion, packContext, recordEvent } from '../../evidence/index.ts'
import { compile, type FormContext, type FormDefinition, freeWords, snapshot, type Values } from '../../forms/index.ts'
import { sessionAssurance } from '../../identity/index.ts'
import { command } from '../../kit/command.ts'
import type { Ctx } from '../../kit/context.ts'
import type { Problems } from '../../kit/errors.ts'
import { type Decision, refuse } from '../../policy/index.ts'
import { findRequest, type OneRequest } from '../queries.ts'

/** Keys of what the trainee writes once the assessor has signed. */
export function afterKeys(form: FormDefinition): Set<string> {
  const after = form.sections.filter((section) => section.by === 'trainee' && section.afterSigning)
  return new Set(after.flatMap((section) => section.fields.map(({ key }) => key)))
}

/** The form as the trainee goes on with it after the signature. */
export function afterContext(ctx: Pick<Ctx, 'today'>, { pack, asked }: OneRequest): FormContext {
  return { ...packContext(pack, ctx.today), writer: { by: 'trainee', afterSigning: true }, stored: asked.record.values }
}

/** Whether the trainee may add their words on the feedback. */
export function mayReflect(actor: Ctx['actor'], { asked, form, state }: OneRequest): Decision {
  if (actor.relation !== 'trainee' || actor.personId !== asked.trainee.id)
    return refuse('assessment.reflect.trainee', 'Only the trainee can write this.', asked.trainee.name)
  if (state !== 'completed')
    return refuse(
      'assessment.reflect.state',
      'You can write this once the assessment is completed.',
      asked.assessor.name,
    )
  if (asked.record.status === 'disputed')
    return refuse(
      'assessment.reflect.disputed',
      'This is disputed, so nothing is added until your programme has looked into it.',
    )
  if (afterKeys(form).size === 0) return refuse('assessment.reflect.form', 'This form has no place for it.')
  return true
}

/** The trainee's reflection on the feedback: added under their own signature, the assessor's words stay as they are. */
export const reflectOnFeedback = command({
  find: findRequest,
  may: mayReflect,
  input: (found, ctx) => ({
    parse(body: Record<string, unknown>): { ok: true; values: Values } | { ok: false; problems: Problems } {
      const { form, asked } = found
      // The declaration is the assessor's, and made; only the trainee's own part is asked of the trainee.
      const given = { ...body, [`f.${form.declaration.key}`]: 'yes' }
      const outcome = compile(form, 'final', afterContext(ctx, found)).parse(given)
      if (!outcome.ok) return { ok: false, problems: outcome.problems }
      const keys = afterKeys(form)
      const added = Object.fromEntries(Object.entries(outcome.values).filter(([key]) => keys.has(key)))
      return { ok: true, values: { ...asked.record.values, ...added } }
    },
  }),
  free: (values, { form, asked }) => ({
    texts: freeWords(form, values, asked.record.values),
    known: [asked.assessor.name],
  }),
  async run(ctx, found, values) {
    const { asked, form } = found
    const record = await amendSigned(ctx, asked.record, values)
    await appendVersion(ctx, record, {
      signerId: ctx.actor.personId,
      signerName: ctx.actor.name,
      role: 'trainee',
      assurance: sessionAssurance(ctx),
      rendered: snapshot(form, values, afterContext(ctx, found)),
    })
  },
  audit: (_result, { asked, form }) =>
    recordEvent('assessment.reflected', asked.record, { fields: [...afterKeys(form)] }),
})

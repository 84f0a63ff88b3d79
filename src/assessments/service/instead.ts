import { z } from 'zod'
import { madeEvents } from '../../evidence/index.ts'
import { command } from '../../kit/command.ts'
import { Conflict } from '../../kit/errors.ts'
import { scoped } from '../../kit/scope.ts'
import { all, refuse } from '../../policy/index.ts'
import { only, traineeKeys } from '../form.ts'
import { assessmentPolicy } from '../policy.ts'
import { findNewRequest, findRequest, type NewRequest, type OneRequest } from '../queries.ts'
import { findPerson, type RequestInput, requestAssessment, run } from './request.ts'

interface Instead extends OneRequest {
  fresh: NewRequest
  whom: { name: string; email: string }
}

/** A request that was declined with the name and address of somebody better placed. */
const findInstead = scoped(assessmentPolicy, async (_visible, ctx): Promise<Instead | null> => {
  const declined = await findRequest(ctx)
  const { suggestedName: name, suggestedEmail: email } = declined?.asked.request ?? {}
  if (!declined || !name || !email) return null
  const { id, formKey } = declined.asked.record
  const fresh = await findNewRequest({ ...ctx, query: { form: formKey, again: id } })
  return fresh && { ...declined, fresh, whom: { name, email } }
})

/**
 * One tap: the same words and items, asked of the person whom the assessor named. It is the trainee who asks, under the
 * same rules as ever (R97, R98); what was declined stays as it is.
 */
export const askInstead = command({
  find: findInstead,
  may: (actor, { state, fresh }, ctx) =>
    all(
      state === 'declined' || refuse('assessment.instead.state', 'This request was not declined.', null),
      requestAssessment.may(actor, fresh, ctx),
    ),
  input: ({ fresh, whom, asked }) =>
    z.looseObject({}).transform(
      (): RequestInput => ({
        values: only(traineeKeys(fresh.form), fresh.again?.values ?? {}),
        paper: asked.paper?.values ?? null,
        context: fresh.context,
        items: fresh.again?.items ?? [],
        whom,
        person: null,
        // One tap asks nothing more.
        sure: [],
      }),
    ),
  prepare: (input, { fresh }, ctx) => findPerson(input, fresh, ctx),
  async run(ctx, { asked, fresh }, input) {
    const { count } = await ctx.db.assessmentRequest.updateMany({
      where: { recordId: asked.record.id, suggestedEmail: { not: null } },
      data: { suggestedEmail: null },
    })
    if (count === 0) throw new Conflict('They have been asked already. Look among your requests.')
    return run(ctx, fresh, input)
  },
  audit: (made) => madeEvents('assessment.requested', made),
})

import type { IdentifierKind } from '../../generated/client.ts'
import { toJsDate } from '../../kit/clock.ts'
import { command } from '../../kit/command.ts'
import type { WriteCtx } from '../../kit/context.ts'
import { Conflict, Invalid } from '../../kit/errors.ts'
import { newId } from '../../kit/ids.ts'
import { scoped } from '../../kit/scope.ts'
import { normaliseNumber } from '../names.ts'
import { peoplePolicy } from '../policy.ts'
import { findPersonOf } from '../queries/people.ts'
import { givenNumberForm } from '../schema.ts'

const { actions } = peoplePolicy

interface NumberOf {
  kind: IdentifierKind
  value: string
  /** The field at which a problem is said. */
  field: string
}

/**
 * Keeps a member ID or registration number of somebody, confirmed by whoever enters it (R32). One that the person had
 * stated themselves is confirmed by it.
 * @throws Invalid when it is recorded for somebody else, or the person has another of that kind
 */
export async function keepNumber(ctx: WriteCtx, personId: string, { kind, value, field }: NumberOf): Promise<void> {
  const normalised = normaliseNumber(value)
  const verifiedAt = toJsDate(ctx.now)
  const known = await ctx.db.identifier.findUnique({ where: { kind_normalised: { kind, normalised } } })
  if (known && known.personId !== personId) throw new Invalid({ [field]: 'This number is recorded for somebody else.' })
  if (known) {
    await ctx.db.identifier.updateMany({ where: { id: known.id, verifiedAt: null }, data: { verifiedAt } })
    return
  }
  const other = await ctx.db.identifier.findFirst({ where: { personId, kind } })
  if (other) throw new Invalid({ [field]: `${other.value} is on record already. Remove that first, if it is wrong.` })
  await ctx.db.identifier.create({ data: { id: newId(), personId, kind, value, normalised, verifiedAt } })
}

/** Gives somebody a member ID, or enters a registration number that was looked up (R32). */
export const addNumberOf = command({
  find: findPersonOf,
  may: (actor, person) => actions.confirm(actor, person),
  input: () => givenNumberForm,
  run: async (ctx, { id }, { register, number }) => {
    await keepNumber(ctx, id, { kind: register, value: number, field: 'number' })
    return register
  },
  audit: (kind, { id }) => ({ type: 'person.updated', subjectId: id, data: { fields: [kind], confirmed: true } }),
})

/** The number named in the path, of the person named there. */
export const findNumberOf = scoped(peoplePolicy, async (_reach, ctx) => {
  const person = await findPersonOf(ctx)
  const number = person?.identifiers.find(({ id, kind }) => id === ctx.params.identifierId && kind !== 'email')
  return person && number ? { person, number } : null
})

/** Takes a wrong number off the record. */
export const removeNumberOf = command({
  find: findNumberOf,
  may: (actor, { person }) => actions.confirm(actor, person),
  run: async (ctx, { number }) => {
    const { count } = await ctx.db.identifier.deleteMany({ where: { id: number.id } })
    if (count === 0) throw new Conflict('This number is off the record already.')
    return number.kind
  },
  audit: (kind, { person }) => ({
    type: 'person.updated',
    subjectId: person.id,
    data: { fields: [kind], removed: true },
  }),
})

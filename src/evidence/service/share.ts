import { z } from 'zod'
import { toJsDate } from '../../kit/clock.ts'
import { command } from '../../kit/command.ts'
import { Invalid } from '../../kit/errors.ts'
import { isId, newId } from '../../kit/ids.ts'
import { recordPolicy } from '../policy.ts'
import { findRecord } from '../queries/detail.ts'
import { findSharing } from '../queries/share.ts'
import { recordEvent } from './record.ts'

const Choice = z.object({
  with: z.string({ error: 'Choose whom to show it to.' }).min(1, 'Choose whom to show it to.'),
})

/** Shows a record to one named supervisor, or to everybody who reads the portfolio. */
export const shareRecord = command({
  find: findSharing,
  may: (actor, { judged }) => recordPolicy.actions.share(actor, judged),
  input: () => Choice,
  run: async (ctx, { record, choices, form }, { with: whom }) => {
    if (whom === 'readers') {
      await ctx.db.record.update({ where: { id: record.id }, data: { sharedState: 'shared' } })
      return { personId: null, name: 'everybody who reads your portfolio' }
    }
    const person = choices.find(({ id }) => id === whom)
    if (!person) throw new Invalid({ with: 'Choose somebody from the list.' })
    await ctx.db.share.upsert({
      where: { recordId_personId: { recordId: record.id, personId: person.id } },
      create: { id: newId(), recordId: record.id, personId: person.id, createdAt: toJsDate(ctx.now) },
      update: { revokedAt: null, createdAt: toJsDate(ctx.now) },
    })
    await ctx.services.notices.notify(ctx, {
      personId: person.id,
      roleKey: person.relation,
      kind: 'record.shared',
      text: `${ctx.actor.name} showed you something: ${form?.title ?? record.kind}`,
      href: `/records/${record.id}`,
      subjectId: record.personId,
      recordId: record.id,
    })
    return { personId: person.id, name: person.name }
  },
  audit: ({ personId }, { record }) => recordEvent('record.shared', record, { with: personId ?? 'readers' }),
})

/** Takes back what was shown: from one person, or from all when nothing rests on it. */
export const unshareRecord = command({
  find: findRecord,
  may: (actor, { judged }) => recordPolicy.actions.share(actor, judged),
  run: async (ctx, { record, links, form }) => {
    const whom = ctx.params.personId ?? ''
    if (whom === 'readers') {
      if (links.length)
        throw new Invalid('This is linked to the curriculum, so it stays visible. Remove its links first.')
      if (!form?.private) throw new Invalid('Records of this kind are always visible to whoever reads the portfolio.')
      await ctx.db.record.update({ where: { id: record.id }, data: { sharedState: 'private' } })
      return { name: 'everybody else' }
    }
    if (!isId(whom)) throw new Invalid('Choose somebody from the list.')
    const { count } = await ctx.db.share.updateMany({
      where: { recordId: record.id, personId: whom, revokedAt: null },
      data: { revokedAt: toJsDate(ctx.now) },
    })
    if (count === 0) throw new Invalid('This is not shown to them any more.')
    return { name: null }
  },
  audit: (_result, { record }, _input, ctx) =>
    recordEvent('record.unshared', record, { with: ctx.params.personId ?? null }),
})

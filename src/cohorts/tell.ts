import { acceptFirst, reachedBy } from '../identity/index.ts'
import type { WriteCtx } from '../kit/context.ts'
import { list } from '../kit/ui.ts'

/** What one person is told of a change of supervisors; somebody may have several sentences. */
export interface Told {
  personId: string
  roleKey: string
  href: string
  sentence: string
  subjectId: string | null
}

/** Everybody once, by a notice and a mail: somebody with several sentences gets them in one. */
export async function tellOfSupervisors(ctx: WriteCtx, told: readonly Told[]): Promise<void> {
  const ids = [...new Set(told.map(({ personId }) => personId))]
  const reached = await reachedBy(ctx.db, ids)
  const of = (id: string) => told.filter(({ personId }) => personId === id)
  const notices = ids.map((id) => {
    const { roleKey, href, subjectId } = of(id)[0]!
    const text = list(of(id).map(({ sentence }) => sentence))
    return { personId: id, roleKey, href, subjectId, text, kind: 'supervision.changed' }
  })
  const mails = [...reached].map(([id, { name, to, invited }]) => ({
    ...{ to, toPersonId: id, subject: 'A change of supervisor', purpose: 'supervision.changed' },
    text: `Dear ${name},\n\n${
      invited
        ? `A change of supervisor concerns you. ${acceptFirst}`
        : of(id)
            .map(({ sentence }) => `${sentence}.`)
            .join('\n\n')
    }`,
    link: { label: 'Open Attest', path: '/' },
  }))
  await ctx.services.notices.tellMany(ctx, { notices, mails })
}

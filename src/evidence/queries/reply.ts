import { scoped } from '../../kit/scope.ts'
import { recordPolicy } from '../policy.ts'
import { type Comment, commentsIn } from '../replies.ts'
import { type RecordDetail, recordDetail } from './detail.ts'

/** A comment in a signed record, for the trainee whom it is about. */
export interface Commented extends RecordDetail {
  comment: Comment
}

/** Finder of one comment (`:id`, `:field`) of a record that the actor reads. */
export const findComment = scoped(recordPolicy, async (visible, ctx): Promise<Commented | null> => {
  const detail = await recordDetail(visible, ctx, ctx.params.id)
  const { form, reads } = detail ?? {}
  if (!detail || !form || !reads || detail.record.status !== 'signed') return null
  const comment = reads.sections
    .flatMap((section) => section.answers.flatMap((answer) => commentsIn(form, section, answer)))
    .find(({ key }) => key === ctx.params.field)
  return comment ? { ...detail, comment } : null
})

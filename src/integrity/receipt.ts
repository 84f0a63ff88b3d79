import { assuranceWords } from '../identity/index.ts'
import { dateIn } from '../kit/clock.ts'
import type { Listener } from '../kit/command.ts'
import { date } from '../kit/ui.ts'
import { inNameOf, linkPurpose } from './signature.ts'

/**
 * Tells whoever was asked, at every address that is known to be theirs and in the product, that an assessment was
 * completed in their name, with the way to say that it was not them (D9). Names no word of what is written in it; says
 * the link of the chain, which nobody can later recompute unseen (decision 14).
 */
export const receiptListener: Listener = async (ctx, { type, recordId }) => {
  if (type !== 'assessment.completed' || !recordId) return
  const found = await inNameOf(ctx, recordId, { via: 'link', base: '' })
  if (!found) return
  const { assessor, trainee, form, version, request, timeZone } = found
  const what = `${form} for ${trainee.name}`
  const text = [
    `Dear ${version.signerName},`,
    `An assessment was completed and signed in your name: ${what}, on ${date(dateIn(ctx.now, timeZone))}, ${assuranceWords(version.assurance, 'your')}.`,
    'If that was you, thank you: there is nothing more to do, and you can still read it where you wrote it.',
    'If it was not you, say so on the page below. It is set aside at once, and the programme looks into it.',
    `For your files: link ${version.seq} of the chain of signatures, ${version.hash}.`,
  ].join('\n\n')
  const link = {
    label: 'This was not me',
    base: '/not-me/',
    purpose: linkPurpose,
    id: recordId,
    generation: request.generation,
  }
  const addresses = new Map(
    [request.assessorEmail, ...assessor.verified].filter(Boolean).map((one) => [one.toLowerCase(), one]),
  )
  for (const to of addresses.values()) {
    await ctx.services.notices.queueMail(ctx, {
      ...{ to, toPersonId: assessor.id, text, link, recordId, purpose: 'assessment.receipt' },
      subject: `An assessment was completed in your name: ${what}`,
    })
  }
  if (!assessor.hasAccount) return
  await ctx.services.notices.notify(ctx, {
    ...{ personId: assessor.id, roleKey: '*', kind: 'assessment.receipt', subjectId: trainee.id, recordId },
    text: `An assessment was completed in your name: ${what}`,
    detail: 'If it was not you, say so',
    href: `/integrity/not-me/${recordId}`,
  })
}

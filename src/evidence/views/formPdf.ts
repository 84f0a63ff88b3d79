import type { Rendered, RenderedAnswer } from '../../forms/index.ts'
import type { Ctx } from '../../kit/context.ts'
import { type Paper, type PaperBlock, pdfOf } from '../../kit/pdf.ts'
import { date, dateTime } from '../../kit/ui.ts'
import type { FormFound } from '../queries/detail.ts'
import { signaturesOf } from './recordParts.ts'
import { preparedWords } from './words.ts'

/**
 * A record on paper, to be handed on: questions and answers as this reader reads them, and who signed.
 * @param reads the form as this reader reads it, without the questions that nobody answered
 */
export const formPdf = (found: FormFound, reads: Rendered, ctx: Ctx): Promise<Buffer> =>
  pdfOf(paperOf(found, reads, ctx))

function paperOf(found: FormFound, reads: Rendered, { now }: Ctx): Paper {
  const { title, ownerName, record, pack, form } = found
  const { timeZone, title: programme } = pack.pack.pack
  const signed = signaturesOf(found).map(
    ({ name, role, act, at, assurance, link }) =>
      `${name}, ${role}${act ? ` (${act})` : ''}, ${dateTime(at, timeZone)}, ${assurance}. ${link}`,
  )
  const prepared = preparedWords(record, timeZone)
  const stated = reads.declaration.accepted ? reads.declaration.text : null
  return {
    title,
    sub: `${ownerName} · ${programme} · ${date(record.occurredOn.toISOString().slice(0, 10))}`,
    foot: `${form.title}, taken from Attest on ${dateTime(now.toString(), timeZone)}`,
    at: now,
    blocks: [
      ...(record.status === 'withdrawn' ? [{ is: 'words' as const, text: 'Withdrawn: it counts no longer.' }] : []),
      ...reads.sections.flatMap((section): PaperBlock[] => [
        { is: 'heading', text: section.title },
        ...section.answers.map(blockOf),
      ]),
      ...(stated ? [heading('Declared'), { is: 'words' as const, text: stated }] : []),
      ...(prepared ? [{ is: 'fact' as const, label: 'Prepared by', text: prepared }] : []),
      ...(signed.length ? [heading('Signed'), { is: 'list' as const, label: 'Signatures', items: signed }] : []),
    ],
  }
}

const heading = (text: string): PaperBlock => ({ is: 'heading', text })

const replied = (reply: RenderedAnswer['reply']) => (reply ? `\nReply of ${reply.by}: ${reply.text}` : '')

function blockOf({ label, answer, detail, items, rows, reply }: RenderedAnswer): PaperBlock {
  if (items?.length) return { is: 'list', label, items }
  if (rows?.length) {
    const lines = rows.map((row) => row.map((cell) => `${cell.label}: ${cell.answer}${replied(cell.reply)}`).join('; '))
    return { is: 'list', label, items: lines }
  }
  const said = [answer, detail].filter(Boolean).join('\n') + replied(reply)
  return { is: 'fact', label, text: said }
}

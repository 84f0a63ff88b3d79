import { createRequire } from 'node:module'
import type { Temporal } from 'temporal-polyfill'

/** What a paper says, in order: what it looks like and how it is read aloud is settled here. */
export type PaperBlock =
  | { is: 'heading'; text: string }
  | { is: 'words'; text: string }
  /** A question, or the name of a fact, with what stands beside it. */
  | { is: 'fact'; label: string; text: string }
  | { is: 'list'; label: string; items: readonly string[] }

export interface Paper {
  title: string
  /** Under the title. */
  sub: string
  /** At the foot of each page, before its number. */
  foot: string
  at: Temporal.Instant
  blocks: readonly PaperBlock[]
}

const find = createRequire(import.meta.url).resolve
const fonts = { plain: 'dejavu-fonts-ttf/ttf/DejaVuSans.ttf', bold: 'dejavu-fonts-ttf/ttf/DejaVuSans-Bold.ttf' }
/** Known to the library and not to its types. */
const UNIVERSAL = 'PDF/UA' as unknown as PDFKit.PDFDocumentOptions['subset']
const ink = '#1a1d21'
const quiet = '#4a5058'
const margins = { top: 56, bottom: 64, left: 56, right: 56 }

type Doc = PDFKit.PDFDocument

/**
 * A4 pages whose words can be selected and searched, with headings, paragraphs and lists that a screen reader knows
 * (tagged as PDF/UA asks). The fonts come along, so that names read the same everywhere.
 */
export async function pdfOf(paper: Paper): Promise<Buffer> {
  // Few people ask for a paper: nobody else waits for the library.
  const { default: PDFDocument } = await import('pdfkit')
  const options: PDFKit.PDFDocumentOptions = {
    ...{ size: 'A4', margins, font: find(fonts.plain), bufferPages: true },
    ...{ pdfVersion: '1.7', subset: UNIVERSAL, tagged: true, lang: 'en-GB', displayTitle: true },
    info: {
      Title: paper.title,
      Creator: 'Attest',
      Producer: 'Attest',
      CreationDate: new Date(paper.at.epochMilliseconds),
    },
  }
  const doc = new PDFDocument(options)
  const chunks: Buffer[] = []
  const written = new Promise<Buffer>((resolve, reject) => {
    doc.on('data', (chunk: Buffer) => chunks.push(chunk))
    doc.on('end', () => resolve(Buffer.concat(chunks)))
    doc.on('error', reject)
  })
  doc.registerFont('plain', find(fonts.plain)).registerFont('bold', find(fonts.bold))
  write(doc, paper)
  doc.end()
  return written
}

function write(doc: Doc, { title, sub, foot, blocks }: Paper): void {
  const all = doc.struct('Document')
  doc.addStructure(all)
  const say = (tag: string, draw: () => void, under: PDFKit.PDFStructureElement = all) =>
    under.add(doc.struct(tag, {}, draw))
  say('H1', () => words(doc, title, { font: 'bold', size: 18 }))
  say('P', () => words(doc, sub, { color: quiet, gap: 10 }))
  for (const block of blocks) {
    if (block.is === 'heading') {
      keepTogether(doc, 90)
      say('H2', () => words(doc.moveDown(0.6), block.text, { font: 'bold', size: 13, gap: 4 }))
    } else if (block.is === 'words') say('P', () => words(doc, block.text))
    else {
      keepTogether(doc, 40)
      say('P', () => {
        words(doc, block.label, { font: 'bold', size: 9, color: quiet, gap: 1 })
        if (block.is === 'fact') words(doc, block.text)
      })
      if (block.is === 'list') listOf(doc, block.items, all)
    }
  }
  all.end()
  numbers(doc, foot)
}

function listOf(doc: Doc, items: readonly string[], under: PDFKit.PDFStructureElement): void {
  const list = doc.struct('L')
  under.add(list)
  for (const [index, item] of items.entries()) {
    const body = doc.struct('LBody', {}, () => words(doc, `${index + 1}. ${item}`))
    list.add(doc.struct('LI', {}, [body]))
  }
  list.end()
}

interface Look {
  font?: 'plain' | 'bold'
  size?: number
  color?: string
  gap?: number
}

function words(doc: Doc, text: string, { font = 'plain', size = 10, color = ink, gap = 6 }: Look = {}): void {
  doc.font(font).fontSize(size).fillColor(color).text(text, { paragraphGap: gap, lineGap: 2 })
}

/** What belongs together starts on a new page where too little is left of this one. */
function keepTogether(doc: Doc, points: number): void {
  if (doc.y + points > doc.page.height - margins.bottom) doc.addPage()
}

/** Numbers of pages are no part of what is read. */
function numbers(doc: Doc, foot: string): void {
  const { start, count } = doc.bufferedPageRange()
  for (let page = start; page < start + count; page += 1) {
    doc.switchToPage(page)
    doc.page.margins.bottom = 0
    doc.markContent('Artifact', { type: 'Pagination' })
    doc.font('plain').fontSize(8).fillColor(quiet)
    doc.text(`${foot} · page ${page + 1} of ${count}`, margins.left, doc.page.height - 40, { lineBreak: false })
    doc.endMarkedContent()
  }
}

import { writeAudit } from '../../kit/command.ts'
import type { Ctx } from '../../kit/context.ts'
import type { Raw } from '../../kit/http.ts'
import { plainCells } from './cells.ts'
import type { TraineeList } from './find.ts'
import { frameOf, shownColumns } from './page.ts'

/**
 * One cell of a sheet. A text that a spreadsheet would take for a formula gets an apostrophe before it, so that nothing
 * of it is ever worked out (Bad input: exported text never starts a formula).
 */
export function csvCell(text: string): string {
  const harmless = /^[\s]*[=+\-@\t\r]/.test(text) ? `'${text}` : text
  return /[",;\r\n]/.test(harmless) ? `"${harmless.replaceAll('"', '""')}"` : harmless
}

/** Lines of a sheet as spreadsheets read them: UTF-8 with a byte order mark, CRLF between lines. */
export function csvOf(lines: readonly (readonly string[])[]): string {
  return `\ufeff${lines.map((line) => line.map(csvCell).join(',')).join('\r\n')}\r\n`
}

/** What the board shows, as a sheet: the chosen columns of everybody whom the filter lets through. Downloads are noted. */
export async function boardSheet(list: TraineeList, ctx: Ctx): Promise<Raw> {
  const columns = shownColumns(list)
  const frame = frameOf(list)
  await writeAudit(ctx, [
    { type: 'board.downloaded', data: { trainees: list.rows.length, columns: columns.map(({ key }) => key) } },
  ])
  return {
    type: 'text/csv; charset=utf-8',
    body: csvOf([
      columns.map(({ label }) => label),
      ...list.rows.map((row) => columns.map(({ key }) => plainCells[key]!(row, frame))),
    ]),
    headers: {
      'Content-Disposition': `attachment; filename="trainees-${ctx.today}.csv"`,
      'Cache-Control': 'no-store',
    },
  }
}

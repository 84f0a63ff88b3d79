import type { Raw } from '../kit/http.ts'
import { room } from '../kit/http.ts'
import { changeoverPage } from './oneView.ts'
import { findChangeover, findChangeovers, findTemplate, type Template } from './queries.ts'
import { applySheet, discardSheet, sendSheet, sheetUpload, undoSheet } from './service.ts'
import { asCsv, asWorkbook } from './sheet/write.ts'
import { url } from './urls.ts'
import { changeoversPage } from './views.ts'

const workbookType = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet'

const named = ({ programme }: Template, ending: string): Raw['headers'] => ({
  'content-disposition': `attachment; filename="changeover-${programme.name
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .slice(0, 60)}.${ending}"`,
  'cache-control': 'private, no-store',
})

export const changeoversRoom = room(({ page, raw, action }) => {
  page('/', findChangeovers, changeoversPage)
  raw('/template/:programmeId/sheet.csv', findTemplate, async (found, ctx) => ({
    type: 'text/csv; charset=utf-8',
    body: asCsv(await found.load(ctx)),
    headers: named(found, 'csv')!,
  }))
  raw('/template/:programmeId/sheet.xlsx', findTemplate, async (found, ctx) => ({
    type: workbookType,
    body: await asWorkbook(await found.load(ctx)),
    headers: named(found, 'xlsx')!,
  }))
  action('/', sendSheet, changeoversPage, ({ id }) => ({ to: url.one(id) }), { upload: sheetUpload, limit: 2_000_000 })
  page('/:id', findChangeover, changeoverPage)
  action('/:id/apply', applySheet, changeoverPage, (_done, { row }) => ({ to: url.one(row.id) }))
  action('/:id/undo', undoSheet, changeoverPage, (_done, { row }) => ({ to: url.one(row.id) }))
  action('/:id/discard', discardSheet, changeoverPage, () => ({
    to: url.all,
    flash: 'The sheet is thrown away. Nothing on record has changed.',
  }))
})

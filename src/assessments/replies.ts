import type { DraftSaved } from '../evidence/index.ts'
import type { Ctx } from '../kit/context.ts'
import type { Raw } from '../kit/http.ts'

/** What the page's script is told: saved, or what another window has meanwhile changed. */
export const savedAsJson = ({ rev, savedAt, conflicts }: DraftSaved) => ({
  json: { rev, savedAt: savedAt.toString(), ...(conflicts.length > 0 ? { conflict: conflicts } : {}) },
  status: conflicts.length > 0 ? 409 : 200,
})

/** A photo, for a page that may show it. */
export const picture = (ctx: Ctx, { sha256, mime }: { sha256: string; mime: string }): Raw => ({
  type: mime,
  body: ctx.services.files.open(sha256),
  headers: { 'cache-control': 'private, max-age=300', 'content-security-policy': "default-src 'none'; sandbox" },
})

/** A file, to be saved and never shown in place. */
export const attachment = (ctx: Ctx, file: { sha256: string; mime: string; name: string }): Raw => ({
  type: file.mime,
  body: ctx.services.files.open(file.sha256),
  headers: {
    'cache-control': 'private, no-store',
    'content-disposition': `attachment; filename*=UTF-8''${encodeURIComponent(file.name)}`,
    'content-security-policy': "default-src 'none'; sandbox",
  },
})

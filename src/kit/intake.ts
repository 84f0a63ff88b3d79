import { mkdir, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { csrfSync } from 'csrf-sync'
import express, { type Request, type Response } from 'express'
import multer from 'multer'
import { fileSize } from './bytes.ts'
import type { Config } from './config.ts'
import { Invalid, TooLarge } from './errors.ts'

/** What a form may send as files. */
export interface UploadRules {
  /** The inputs that may carry files; 'any' where the form's definition decides later. */
  fields: { name: string; maxCount: number }[] | 'any'
  maxBytes: number
  /** Let files pass by unread and unwritten: only the text is wanted. */
  textOnly?: boolean
}

/** A received file, still in quarantine: nobody has looked at its content. */
export interface Upload {
  field: string
  path: string
  name: string
  size: number
}

const textLimit = 1_000_000

const csrf = csrfSync({
  getTokenFromRequest: (req) => {
    const header = req.headers['x-csrf-token']
    return typeof header === 'string'
      ? header
      : ((req.body as Record<string, unknown> | undefined)?._csrf as string | undefined)
  },
})

/** The token that forms of this session carry (made at the first need). */
export function csrfToken(req: Request): string {
  return csrf.generateToken(req)
}

/** Whether the form's token is this session's. */
export function csrfHolds(req: Request, body: Record<string, unknown>): boolean {
  req.body = body
  return csrf.isRequestValid(req)
}

/** Whether a browser says that the request was made by another site. Absent headers mean no browser, hence no cookies. */
export function fromElsewhere(req: Request, config: Config): boolean {
  const site = req.headers['sec-fetch-site']
  if (typeof site === 'string') return site !== 'same-origin' && site !== 'none'
  const origin = req.headers.origin
  if (!origin) return false
  const expected = new Set([new URL(config.publicUrl).host, req.headers.host])
  try {
    return !expected.has(new URL(origin).host)
  } catch {
    return true
  }
}

/** The form's one-time key, if it carries a plausible one. */
export function oneTimeKey(body: Record<string, unknown>): string | null {
  const key = body._key
  return typeof key === 'string' && /^[0-9a-f-]{36}$/.test(key) ? key : null
}

/**
 * Reads a form's fields (and files, into quarantine). Texts have CRLF turned into LF.
 * Files are offered as `_files: Upload[]` and removed when the response ends, unless they were moved. Quarantine lies below
 * the installation's own folder: a shared one of the machine would belong to whoever came first.
 * @throws TooLarge above the limits, Invalid when it cannot be read as a form
 */
export async function readBody(
  req: Request,
  res: Response,
  { dataDir }: Pick<Config, 'dataDir'>,
  upload: UploadRules | undefined,
  limit = textLimit,
): Promise<Record<string, unknown>> {
  if (upload && req.is('multipart/form-data'))
    return readMultipart(req, res, join(dataDir, 'quarantine'), upload, limit)
  const parser = req.is('json')
    ? express.json({ limit })
    : express.urlencoded({ extended: true, limit, parameterLimit: 5000 })
  await promised(parser, req, res)
  return withPlainNewlines((req.body ?? {}) as Record<string, unknown>)
}

/** A body as it came, with what its head says of it. */
export interface RawBody {
  text: string
  type: string
  authorization: string | null
}

/** Reads a body of whatever type as text. @throws TooLarge above the limit */
export async function readRaw(req: Request, res: Response, limit = textLimit): Promise<RawBody> {
  await promised(express.text({ type: () => true, limit, defaultCharset: 'utf-8' }), req, res)
  const text = typeof req.body === 'string' ? req.body.replaceAll('\0', '') : ''
  return { text, type: req.headers['content-type'] ?? '', authorization: req.headers.authorization ?? null }
}

async function readMultipart(req: Request, res: Response, quarantine: string, rules: UploadRules, limit: number) {
  await mkdir(quarantine, { recursive: true, mode: 0o700 })
  const receiver = multer({
    dest: quarantine,
    limits: { fileSize: rules.maxBytes, fieldSize: limit, files: 20, fields: 2000, parts: 2100 },
    fileFilter: (_req, _file, accept) => accept(null, !rules.textOnly),
  })
  const receive = rules.fields === 'any' ? receiver.any() : receiver.fields(rules.fields)
  await promised(receive, req, res, rules.maxBytes)
  const files = Object.values((req.files ?? {}) as Record<string, Express.Multer.File[]>).flat()
  res.on('close', () => {
    for (const file of files) void rm(file.path, { force: true })
  })
  const texts = Object.values(req.body as Record<string, unknown>).flat()
  if (texts.reduce((sum: number, text) => sum + String(text).length, 0) > limit)
    throw new TooLarge('This is more text than can be taken in one go.')
  const uploads = files.map(
    (file): Upload => ({ field: file.fieldname, path: file.path, name: nameOf(file), size: file.size }),
  )
  return { ...withPlainNewlines({ ...(req.body as object) }), _files: uploads }
}

/** Browsers send names as UTF-8, multer reads them as Latin-1. */
function nameOf(file: Express.Multer.File): string {
  return Buffer.from(file.originalname, 'latin1').toString('utf8').slice(-200)
}

function promised(middleware: express.RequestHandler, req: Request, res: Response, maxBytes = 0): Promise<void> {
  return new Promise((resolve, reject) => {
    middleware(req, res, (error?: unknown) => (error ? reject(readable(error, maxBytes)) : resolve()))
  })
}

function readable(error: unknown, maxBytes: number): unknown {
  const { type, code, status } = error as { type?: string; code?: string; status?: number }
  if (type === 'entity.too.large' || code === 'LIMIT_FIELD_VALUE')
    return new TooLarge('This is more text than can be taken in one go.')
  if (code === 'LIMIT_FILE_SIZE')
    return new TooLarge(`A file is larger than the ${fileSize(maxBytes).replace('.0 ', ' ')} that can be taken here.`)
  if (code?.startsWith('LIMIT_') || (status && status < 500))
    return new Invalid('The form could not be read. Open it again and send it.')
  return error
}

function withPlainNewlines(value: Record<string, unknown>): Record<string, unknown> {
  const plain = (item: unknown): unknown => {
    if (typeof item === 'string') return item.replaceAll('\0', '').replace(/\r\n?/g, '\n')
    if (Array.isArray(item)) return item.map(plain)
    if (item && typeof item === 'object') return Object.fromEntries(Object.entries(item).map(([k, v]) => [k, plain(v)]))
    return item
  }
  return plain(value) as Record<string, unknown>
}

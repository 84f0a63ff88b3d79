import type { ErrorRequestHandler, Request, Response } from 'express'
import type { Logger } from 'pino'
import { findEndedRole } from './identity/index.ts'
import type { Ctx } from './kit/context.ts'
import {
  Conflict,
  Forbidden,
  Gone,
  type HttpError,
  Invalid,
  NotFound,
  SignInNeeded,
  TooLarge,
  TooMany,
} from './kit/errors.ts'
import { type HttpDeps, isHttpError } from './kit/http.ts'
import { newId } from './kit/ids.ts'
import { type Remedy, type View, view } from './kit/render.ts'

/** Answers every error with a page of its own: what happened, why, who can, and the way on. */
export function answerError(http: HttpDeps, log: Logger): ErrorRequestHandler {
  return async (error: unknown, req, res, _next) => {
    const requestId: string = res.locals.requestId ?? newId()
    if (res.headersSent) return void res.end()
    if (error instanceof SignInNeeded) return void signIn(req, res)
    const known = isHttpError(error) ? error : unreadable(error) ? new NotFound() : null
    if (!known) log.error({ requestId, err: error }, 'unexpected')
    if (wantsJson(req)) return void res.status(known?.status ?? 500).json({ error: sentenceOf(known) })
    try {
      const ctx = await http.contextOf(req)
      if (known instanceof NotFound) return await http.respond(req, res, ctx, await notFound(known, ctx, typedIn(req)))
      await http.respond(req, res, ctx, pageOf(known, requestId, formOf(req), typedIn(req)))
    } catch (second) {
      log.error({ requestId, err: second }, 'the error page failed')
      unreachable(res, requestId)
    }
  }
}

/**
 * Pages need the database (who is asking, in which role). While it is away, one plain page that needs nothing says so; the
 * request was not carried out, and whatever was saved before is saved.
 */
function unreachable(res: Response, requestId: string): void {
  res
    .status(503)
    .set('retry-after', '10')
    .type('html')
    .send(`<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>Attest is not reachable just now</title></head>
<body><main><h1>Attest is not reachable just now</h1>
<p>Its database does not answer, so this was not done. What was saved before is safe. Wait a moment, then go back and try again: your browser still has what you typed.</p>
<p><a href="">Try again</a></p>
<p>Reference ${requestId}.</p></main></body></html>`)
}

/** An address that cannot even be decoded leads nowhere. */
function unreadable(error: unknown): boolean {
  return error instanceof URIError || (error as { status?: number } | null)?.status === 400
}

function wantsJson(req: Request): boolean {
  return req.is('json') !== false && req.is('json') !== null
}

/** After signing in one comes back; a POST comes back to the page whose form it was. */
function signIn(req: Request, res: Parameters<ErrorRequestHandler>[2]): void {
  if (wantsJson(req)) return void res.status(401).json({ error: 'You are signed out.' })
  const back = req.method === 'GET' ? req.originalUrl : pathOf(req.headers.referer)
  const kept = req.method === 'GET' ? '' : '&kept=1'
  res.redirect(303, `/sign-in?back=${encodeURIComponent(back)}${kept}`)
}

function pathOf(referer: string | undefined): string {
  try {
    const url = new URL(referer ?? '')
    return url.pathname + url.search
  } catch {
    return '/'
  }
}

function sentenceOf(error: HttpError | null): string {
  if (error instanceof Invalid) return Object.values(error.problems)[0] ?? 'Something in this form cannot be taken.'
  if (error instanceof Forbidden) return error.refusal.reason
  return error?.message || 'This did not work.'
}

/** The page whose form was sent; its draft, where there is one, is there. */
function formOf(req: Request): Remedy | null {
  if (req.method !== 'POST') return null
  const { referer } = req.headers
  const href = referer ? pathOf(referer) : req.originalUrl
  return /^\/(?![/\\])/.test(href) ? { label: 'Back to the form', href } : null
}

/** Texts of some length are what somebody would not want to write again; what the product's own fields carry is not theirs. */
const WORTH_KEEPING = 20

/** The free words of a form that could not be taken, so that its page gives them back. */
function typedIn(req: Request): string[] {
  if (req.method !== 'POST' || typeof req.body !== 'object' || req.body === null) return []
  return Object.entries(req.body as Record<string, unknown>).flatMap(([name, value]) =>
    typeof value === 'string' &&
    !/^_|password/i.test(name) &&
    value.trim().length >= WORTH_KEEPING &&
    /\s/.test(value.trim())
      ? [value]
      : [],
  )
}

function pageOf(error: HttpError | null, requestId: string, form: Remedy | null, typed: string[]): View {
  const status = error?.status ?? 500
  if (error instanceof Forbidden) {
    const { rule, reason, whoCan, remedy } = error.refusal
    return view(
      'errors/403',
      { title: 'You cannot do this here', rule, reason, whoCan, remedy: remedy ?? null, typed },
      { status },
    )
  }
  if (error instanceof Conflict) {
    const { message: explain, fields, theirsIs, remedy } = error
    const model = {
      title: 'Somebody was quicker',
      explain,
      fields: [...fields],
      theirsIs,
      remedy,
      typed: fields.length > 0 ? [] : typed,
    }
    return view('errors/409', model, { status })
  }
  if (error instanceof Gone) {
    return view(
      'errors/410',
      { title: 'This is over', explain: error.message, remedy: error.remedy ?? null, typed },
      { status },
    )
  }
  if (error instanceof Invalid) {
    const explain = Object.values(error.problems).join(' ')
    return view(
      'errors/422',
      { title: 'This could not be taken', explain, remedy: error.remedy ?? form, typed },
      { status },
    )
  }
  if (error instanceof TooLarge) {
    const explain = `${error.message} Nothing was changed, and what was last saved as a draft is still there.`
    return view('errors/413', { title: 'Too large', explain, remedy: form, typed }, { status })
  }
  if (error instanceof TooMany) {
    return view('errors/429', { title: 'A short pause', explain: error.sentence, typed }, { status })
  }
  return view(
    'errors/500',
    { title: 'Something went wrong on our side', explain: `Reference ${requestId}.`, typed },
    { status: 500 },
  )
}

/** Nothing there; to somebody whose role has just ended, that this may be why. */
async function notFound({ message, status }: NotFound, ctx: Ctx, typed: string[]): Promise<View> {
  const ended = message ? null : await findEndedRole(ctx)
  const title = message ? 'This link does not work' : 'Not found'
  return view('errors/404', { title, explain: message || null, ended, typed }, { status })
}

import { createHash } from 'node:crypto'
import type { Express, Request, Response, Router } from 'express'
import express from 'express'
import type { Actor } from '../policy/actor.ts'
import { type Command, execute, type Listener, writeAudit } from './command.ts'
import type { Ctx } from './context.ts'
import {
  type Choices,
  Forbidden,
  HttpError,
  Invalid,
  NotFound,
  type Problems,
  SignInNeeded,
  TooMany,
} from './errors.ts'
import { csrfHolds, fromElsewhere, oneTimeKey, readBody, readRaw, type UploadRules } from './intake.ts'
import type { View } from './render.ts'
import { type Finder, isByLink, isOpen } from './scope.ts'
import type { Flash } from './session.ts'

/** What a page function is told beside what was found. */
export interface Shown {
  ctx: Ctx
  actor: Actor
  /** What was typed, when an invalid form comes back; else null. */
  typed: Record<string, unknown> | null
  problems: Problems
  /** What to choose from at a field, where only the look at what was typed has shown it. */
  choices?: Choices
}

/** Found → a view. One function for reading, filling and correcting. */
export type Show<R> = (found: R, shown: Shown) => View

/** Where a change leads. `leave` lets a room set what only the session holds (sign-in, role switch). */
export interface Next {
  to: string
  flash?: string | Omit<Flash, 'kind'> | Flash
  /** Answer with this JSON instead of a redirect (autosave), and with this status. */
  json?: unknown
  status?: number
  session?: (session: Request['session']) => void
  /** Start a fresh session id (sign-in) or end the session (sign-out). */
  renew?: boolean
  end?: boolean
}

/** Bytes instead of a page: files, pictures, CSV. */
export interface Raw {
  type: string
  body: Buffer | string | NodeJS.ReadableStream
  headers?: Record<string, string>
  status?: number
}

export interface PageOptions<R> {
  /** Writes "portfolio.viewed" when the subject is somebody else (B9). */
  viewed?: (found: R) => { subjectId: string; enrolmentId?: string; recordId?: string; what: string } | null
}

export interface ActionOptions {
  upload?: UploadRules
  /** Largest text body taken, in bytes (default 1 MB). */
  limit?: number
  /** Skip the acting-role check (role switch, sign-out). */
  anyRole?: boolean
  /**
   * Skip the session's token: for forms of signed-out people (sign-in, links in mails) that may meet a session of
   * another tab. Another site is refused all the same, by Origin and Sec-Fetch-Site.
   */
  anySession?: boolean
  /** Another choice sent from the same page (after Back) is a deed of its own, not the first one once more. */
  eachChoice?: boolean
  /** The body is no form: the command is given `{ raw }`, what came and how, to read it itself (hooks of other machines). */
  raw?: boolean
}

interface PageRoute {
  verb: 'get'
  path: string
  find: Finder<unknown>
  show?: Show<unknown>
  send?: (found: unknown, ctx: Ctx) => Raw | Promise<Raw>
  options: PageOptions<unknown>
}

interface ActionRoute {
  verb: 'post'
  path: string
  command: Command<unknown, unknown, unknown>
  show: Show<unknown> | null
  then: (result: unknown, found: unknown, ctx: Ctx, input: unknown) => Next | Promise<Next>
  options: ActionOptions
}

export type Route = PageRoute | ActionRoute

export interface RoomTools {
  page<R>(path: string, find: Finder<R>, show: Show<R>, options?: PageOptions<R>): void
  raw<R>(
    path: string,
    find: Finder<R>,
    send: (found: R, ctx: Ctx) => Raw | Promise<Raw>,
    options?: PageOptions<R>,
  ): void
  action<R, I, O>(
    path: string,
    command: Command<R, I, O>,
    show: Show<R> | null,
    then: (result: O, found: R, ctx: Ctx, input: I) => Next | Promise<Next>,
    options?: ActionOptions,
  ): void
}

/** A room's routes, as data; nothing here can be reached without a finder. */
export interface Room {
  routes: Route[]
}

/** Declares a room's routes: `page` (GET), `raw` (GET of bytes) and `action` (POST). */
export function room(declare: (tools: RoomTools) => void): Room {
  const routes: Route[] = []
  declare({
    page(path, find, show, options = {}) {
      routes.push({ verb: 'get', path, find, show, options } as unknown as PageRoute)
    },
    raw(path, find, send, options = {}) {
      routes.push({ verb: 'get', path, find, send, options } as unknown as PageRoute)
    },
    action(path, command, show, then, options = {}) {
      routes.push({ verb: 'post', path, command, show, then, options } as unknown as ActionRoute)
    },
  })
  return { routes }
}

/** What the composition provides to every route. */
export interface HttpDeps {
  contextOf(req: Request): Promise<Ctx>
  listeners: readonly Listener[]
  /** Asked before every signed-in page and action: standing gates (frozen, undeclared …). Returns where to send the person. */
  gate(ctx: Ctx, route: Route, url: string): string | null
  respond(req: Request, res: Response, ctx: Ctx, view: View): Promise<void>
  /** Keeps what was typed when it cannot be taken now (refused, session over, other role); returns where it can be found. */
  keepText(req: Request, body: Record<string, unknown>, ctx: Ctx): Promise<string | null>
  /** The page that says "you opened this form in another role". */
  otherRole(ctx: Ctx, openedAs: string, keptAt: string | null, typed: Readonly<Record<string, unknown>>): View
  /** The same person in another of their roles. */
  actingAs(ctx: Ctx, roleKey: string): Promise<Actor>
  /** The page that says "you can see this in another of your roles". */
  wrongRole(ctx: Ctx, roleKey: string, url: string): View
}

/** Mounts rooms below their paths. The order of steps in a POST is decision 26 of docs/decisions. */
export function mount(app: Express, rooms: { path: string; room: Room }[], deps: HttpDeps): void {
  for (const {
    path,
    room: { routes },
  } of rooms) {
    const router: Router = express.Router()
    for (const route of routes) {
      if (route.verb === 'get') router.get(route.path, (req, res) => answerPage(route, req, res, deps))
      else router.post(route.path, (req, res) => answerAction(route, req, res, deps))
    }
    app.use(path, router)
  }
}

function needSignIn(finder: Finder<unknown>, ctx: Ctx): void {
  if (!isOpen(finder) && ctx.actor.sessionId === null && ctx.actor.relation === 'none') throw new SignInNeeded()
}

async function answerPage(route: PageRoute, req: Request, res: Response, deps: HttpDeps): Promise<void> {
  const ctx = await deps.contextOf(req)
  needSignIn(route.find, ctx)
  const elsewhere = deps.gate(ctx, route, req.originalUrl)
  if (elsewhere) return res.redirect(303, elsewhere)
  const found = await route.find(ctx)
  if (found === null) {
    const roleKey = await roleThatSees(route, ctx, deps)
    if (roleKey === null) throw new NotFound()
    return deps.respond(req, res, ctx, deps.wrongRole(ctx, roleKey, req.originalUrl))
  }
  await noteView(route, found, ctx)
  if (route.send) return sendRaw(res, await route.send(found, ctx))
  const view = route.show!(found, { ctx, actor: ctx.actor, typed: null, problems: {} })
  await deps.respond(req, res, ctx, view)
}

/**
 * Another of the person's own roles in which the page is there: the switch is offered, never made by itself. Only finders
 * are asked, so nothing is said that the person could not find by switching.
 */
async function roleThatSees(route: PageRoute, ctx: Ctx, deps: HttpDeps): Promise<string | null> {
  if (isOpen(route.find) || ctx.actor.sessionId === null) return null
  for (const { key } of ctx.actor.roles) {
    if (key === ctx.actor.roleKey) continue
    const there = await finds(route, { ...ctx, actor: await deps.actingAs(ctx, key) })
    if (there) return key
  }
  return null
}

async function finds(route: PageRoute, ctx: Ctx): Promise<boolean> {
  try {
    return (await route.find(ctx)) !== null
  } catch (error) {
    if (error instanceof HttpError) return false
    throw error
  }
}

async function noteView(route: PageRoute, found: unknown, ctx: Ctx): Promise<void> {
  const view = route.options.viewed?.(found)
  if (!view || view.subjectId === ctx.actor.personId) return
  const { what, ...who } = view
  await writeAudit(ctx, [{ type: 'portfolio.viewed', ...who, data: { what } }])
}

function sendRaw(res: Response, raw: Raw): void {
  res.status(raw.status ?? 200).type(raw.type)
  for (const [name, value] of Object.entries(raw.headers ?? {})) res.setHeader(name, value)
  if (typeof raw.body === 'string' || Buffer.isBuffer(raw.body)) res.send(raw.body)
  else raw.body.pipe(res)
}

async function answerAction(route: ActionRoute, req: Request, res: Response, deps: HttpDeps) {
  const ctx = await deps.contextOf(req)
  if (fromElsewhere(req, ctx.config)) throw new Invalid('This form came from another site, so it was not taken.')
  if (isSignedOut(route, ctx)) return keepAndSignIn(route, req, res, ctx, deps)
  const elsewhere = deps.gate(ctx, route, req.originalUrl)
  if (elsewhere) return res.redirect(303, elsewhere)
  const seen = await preflight(route, ctx)
  const body: Record<string, unknown> = route.options.raw
    ? { raw: await readRaw(req, res, route.options.limit) }
    : await readBody(req, res, ctx.config, route.options.upload, route.options.limit)
  const openedAs = typeof body._role === 'string' ? body._role : ctx.actor.roleKey
  // A link's token is its own proof: whoever else is signed in in this browser has nothing to do with it.
  const inSession = ctx.actor.sessionId !== null && !isByLink(route.command.find)
  if (inSession && !route.options.anyRole && openedAs !== ctx.actor.roleKey) {
    const keptAt = await deps.keepText(req, body, ctx)
    return deps.respond(req, res, ctx, deps.otherRole(ctx, openedAs, keptAt, body))
  }
  if (inSession && !route.options.anySession && !csrfHolds(req, body)) return staleForm(req, body, ctx, deps)
  await run(route, req, res, ctx, body, deps, seen)
}

function isSignedOut(route: ActionRoute, ctx: Ctx): boolean {
  return !isOpen(route.command.find) && ctx.actor.sessionId === null && ctx.actor.relation === 'none'
}

/** Find and may before any upload is read: a stranger's file never reaches the disk. */
async function preflight(route: ActionRoute, ctx: Ctx): Promise<{ found: unknown } | undefined> {
  if (!route.options.upload) return undefined
  const found = await route.command.find(ctx)
  if (found === null) throw new NotFound()
  const decision = route.command.may(ctx.actor, found, ctx)
  if (decision !== true) throw new Forbidden(decision)
  return { found }
}

async function keepAndSignIn(route: ActionRoute, req: Request, res: Response, ctx: Ctx, deps: HttpDeps): Promise<void> {
  const upload = route.options.upload && { ...route.options.upload, textOnly: true }
  const body = await readBody(req, res, ctx.config, upload, route.options.limit)
  await deps.keepText(req, body, ctx)
  throw new SignInNeeded()
}

/** The form's token does not fit this session (signed in again meanwhile, or forged): nothing runs, the text is kept. */
async function staleForm(req: Request, body: Record<string, unknown>, ctx: Ctx, deps: HttpDeps) {
  const keptAt = await deps.keepText(req, body, ctx)
  const kept = keptAt ? ' What you typed is kept as a draft.' : ''
  throw new Invalid(`This form was opened in another session, so nothing was saved. Open it again and send it.${kept}`)
}

async function run(
  route: ActionRoute,
  req: Request,
  res: Response,
  ctx: Ctx,
  body: Record<string, unknown>,
  deps: HttpDeps,
  seen: { found: unknown } | undefined,
): Promise<void> {
  const once = onceOf(route, req, body)
  const earlier = once && (await sentBefore(once, route, ctx))
  if (earlier) return res.redirect(303, earlier)
  try {
    let next: Next | null = null
    const remember: Parameters<typeof execute>[4] = async (tx, { result, found, input }) => {
      // Within the transaction, so that it may ask what the change has come to.
      next = await route.then(result, found, { ...ctx, db: tx }, input)
      if (once) await tx.submissionKey.create({ data: { key: once, personId: ctx.actor.personId, location: next.to } })
    }
    await execute(route.command, ctx, body, deps.listeners, remember, seen)
    await follow(req, res, next!)
  } catch (error) {
    // The same form sent twice at once: the second learns where the first one led.
    const meanwhile = once && isHttpError(error) && (await sentBefore(once, route, ctx))
    if (meanwhile) return res.redirect(303, meanwhile)
    // What a delegate has filled in and may not send is kept, to be left ready.
    if (ctx.actor.delegate && error instanceof Forbidden) await keepRefused(req, body, ctx, deps)
    const problems = problemsIn(error)
    if (!problems || !route.show) throw error
    await keepRefused(req, body, ctx, deps)
    const found = await route.command.find(ctx)
    if (found === null) throw new NotFound()
    const choices = error instanceof Invalid ? error.choices : {}
    const view = route.show(found, { ctx, actor: ctx.actor, typed: body, problems, choices })
    await deps.respond(req, res, ctx, { ...view, status: (error as HttpError).status })
  }
}

/** What a form may be taken for once: its key, with what it says and where it goes where each choice counts by itself. */
function onceOf({ options }: ActionRoute, req: Request, body: Record<string, unknown>): string | null {
  const key = oneTimeKey(body)
  if (!key || !options.eachChoice) return key
  return createHash('sha256')
    .update(JSON.stringify([key, req.originalUrl, body]))
    .digest('hex')
}

/** What brings a form back with its words: something to mend, or too many tries for now. */
function problemsIn(error: unknown): Problems | null {
  if (error instanceof Invalid) return error.problems
  return error instanceof TooMany ? { '': error.sentence } : null
}

/** What is refused is kept as the draft all the same, with or without a script (D21, D22). */
async function keepRefused(req: Request, body: Record<string, unknown>, ctx: Ctx, deps: HttpDeps): Promise<void> {
  try {
    await deps.keepText(req, body, ctx)
  } catch (error) {
    // Too often, or signed by now: the page with its problems comes back with every word anyway.
    if (!(error instanceof HttpError)) throw error
  }
}

/** Where a form with this one-time key led, if it was taken before from the same person. */
async function sentBefore(key: string, route: ActionRoute, ctx: Ctx): Promise<string | null> {
  const earlier = await ctx.db.submissionKey.findUnique({ where: { key } })
  const same = earlier?.personId === ctx.actor.personId || isByLink(route.command.find)
  return earlier && same ? earlier.location : null
}

async function follow(req: Request, res: Response, next: Next): Promise<void> {
  if (next.end) await new Promise((done) => req.session.destroy(done))
  else {
    if (next.renew) await new Promise((done) => req.session.regenerate(done))
    next.session?.(req.session)
    if (next.flash) req.session.flash = flashOf(next.flash)
    if (next.renew || next.session || next.flash) await saved(req)
  }
  if (next.json !== undefined) res.status(next.status ?? 200).json(next.json)
  else res.redirect(303, next.to)
}

/** A browser follows a redirect as soon as it has read its head: by then the session must be there for the next page. */
function saved(req: Request): Promise<void> {
  return new Promise((done, fail) => req.session.save((error) => (error ? fail(error) : done())))
}

function flashOf(flash: NonNullable<Next['flash']>): Flash {
  if (typeof flash === 'string') return { kind: 'ok', text: flash }
  return { kind: 'ok', ...flash }
}

/** Whether an error is one that the kit answers with a page of its own. */
export function isHttpError(error: unknown): error is HttpError {
  return error instanceof HttpError
}

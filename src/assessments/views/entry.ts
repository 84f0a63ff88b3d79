import qrcode from 'qrcode'
import { fromJsDate, toJsDate } from '../../kit/clock.ts'
import type { Ctx } from '../../kit/context.ts'
import type { Raw, Shown } from '../../kit/http.ts'
import type { Head } from '../../kit/partials.ts'
import { type View, view } from '../../kit/render.ts'
import { dateTime } from '../../kit/ui.ts'
import type { OneCode } from '../code.ts'
import { grouped, shortCode } from '../codes.ts'
import type { ToEnter } from '../entry.ts'
import type { OneRequest } from '../queries.ts'
import { withArticle } from '../words.ts'

export interface CodePage {
  head: Head
  /** The code as it is read aloud; null where none can be typed now. */
  code: string | null
  words: string
  at: string
  picture: string | null
  again: { action: string; label: string; main: boolean } | null
  handOver: string | null
  nameless: boolean
}

export interface TypeCodePage {
  title: string
  code: string
  problem: string | null
  problems: Record<string, string>
}

export interface BeginPage {
  title: string
  what: string
  trainee: string
  assessor: string
  /** Where the digits go; null where nobody knows an address yet. */
  email: string | null
  typed: string
  problem: string | null
  problems: Record<string, string>
  device: boolean
  signIn: string | null
  urls: { begin: string; leave: string }
}

export interface HandOverPage {
  head: Head
  assessor: string
  what: string
  action: string
  back: string
  nameless: boolean
}

declare module '../../kit/render.ts' {
  interface Pages {
    'assessments/code': CodePage
    'assessments/type-code': TypeCodePage
    'assessments/begin': BeginPage
    'assessments/hand-over': HandOverPage
  }
}

const clockTime = (at: Date, timeZone: string): string => dateTime(fromJsDate(at), timeZone).split(', ').at(-1)!

/** The address at which a code is typed, without its scheme: short enough to be read aloud. */
const typeAt = ({ config }: Pick<Ctx, 'config'>): string => `${config.publicUrl.replace(/^https?:\/\//, '')}/code`

/** The code on the trainee's phone, with its picture. */
export function codePage({ asked, form, entry }: OneCode, { ctx }: Shown): View {
  const base = `/assessments/${asked.record.id}`
  const { timeZone } = asked.programme
  const live = entry && !entry.usedAt && !entry.endedAt && entry.codeUntil > toJsDate(ctx.now) ? entry : null
  const page: CodePage = {
    head: {
      title: live ? 'Show this code' : 'Show a code',
      sub: `${form.title}, asked of ${asked.assessor.name}`,
      over: { link: { label: asked.record.title, href: base }, text: null },
    },
    code: live ? grouped(shortCode(ctx.config.sessionSecret, live.id)) : null,
    words: wordsOf(entry, live !== null, asked.assessor.name, timeZone),
    at: typeAt(ctx),
    picture: live ? `${base}/code.svg` : null,
    again: { action: `${base}/code`, label: live ? 'Make a new code' : 'Show a code', main: !live },
    handOver: `${base}/hand-over`,
    nameless: asked.request.assessorEmail === '',
  }
  return view('assessments/code', page, { title: page.head.title })
}

function wordsOf(entry: OneCode['entry'], live: boolean, assessor: string, timeZone: string): string {
  if (!entry) return `A code lets ${assessor} open this one form on a phone or computer of theirs, without an account.`
  if (live) return `It works once, until ${clockTime(entry.codeUntil, timeZone)}.`
  if (entry.usedAt) return `Your code was typed at ${clockTime(entry.usedAt, timeZone)}: the form is open there.`
  return `Your code stopped working at ${clockTime(entry.endedAt ?? entry.codeUntil, timeZone)}.`
}

/** The same as a picture that a phone reads; it only leads to where the code is typed, with the code filled in. */
export async function codePicture({ entry }: OneCode, ctx: Ctx): Promise<Raw> {
  const code = shortCode(ctx.config.sessionSecret, entry!.id)
  const body = await qrcode.toString(`${ctx.config.publicUrl}/code?code=${grouped(code)}`, {
    type: 'svg',
    errorCorrectionLevel: 'M',
    margin: 3,
  })
  return { type: 'image/svg+xml', body, headers: { 'cache-control': 'private, no-store' } }
}

/** Where anybody types a code that they were shown. */
export function typeCodePage(_found: object, { ctx, typed, problems }: Shown): View {
  const given = typed ? typed.code : ctx.query.code
  const page: TypeCodePage = {
    title: 'Type the code',
    code: typeof given === 'string' ? given.slice(0, 20) : '',
    problem: problems.code ?? null,
    problems,
  }
  return view('assessments/type-code', page, { layout: 'bare' })
}

/** Whose this is, before the form opens. */
export function beginPage({ asked, form, base, entry }: ToEnter, { typed, problems }: Shown): View {
  const email = asked.request.assessorEmail || entry.email
  const page: BeginPage = {
    title: `For ${asked.assessor.name}`,
    what: withArticle(form.short),
    trainee: asked.trainee.name,
    assessor: asked.assessor.name,
    email,
    typed: typeof typed?.email === 'string' ? typed.email : '',
    problem: problems.email ?? null,
    problems,
    device: entry.kind === 'device',
    signIn: entry.kind === 'code' ? `/sign-in?back=/assess/${asked.record.id}` : null,
    urls: { begin: `${base}/begin`, leave: `${base}/leave` },
  }
  return view('assessments/begin', page, { layout: 'bare' })
}

/** Before the device goes over: what will happen to the trainee's session. */
export function handOverPage({ asked, form }: OneRequest): View {
  const base = `/assessments/${asked.record.id}`
  const page: HandOverPage = {
    head: {
      title: 'Hand over this device',
      sub: `${form.title}, asked of ${asked.assessor.name}`,
      over: { link: { label: asked.record.title, href: base }, text: null },
    },
    assessor: asked.assessor.name,
    what: withArticle(form.short),
    action: `${base}/hand-over`,
    back: base,
    nameless: asked.request.assessorEmail === '',
  }
  return view('assessments/hand-over', page, { title: page.head.title })
}

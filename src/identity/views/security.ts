import type { Problems } from '../../kit/errors.ts'
import type { Shown } from '../../kit/http.ts'
import type { Table } from '../../kit/partials.ts'
import { type View, view } from '../../kit/render.ts'
import { dateTime, type Tone } from '../../kit/ui.ts'
import { deviceWords, roughAddress } from '../device.ts'
import { passwordRules } from '../passwords.ts'
import type { Security } from '../queries/security.ts'

export interface SecurityPage {
  title: string
  sessions: { id: string; device: string; where: string; current: boolean }[]
  signIns: Table
  rules: readonly string[]
  problems: Problems
}

declare module '../../kit/render.ts' {
  interface Pages {
    'identity/security': SecurityPage
  }
}

const outcomes: Record<string, { words: string; tone: Tone }> = {
  ok: { words: 'Signed in', tone: 'ok' },
  link: { words: 'By a link sent by mail', tone: 'ok' },
  wrongPassword: { words: 'Wrong password', tone: 'warn' },
  refused: { words: 'Refused', tone: 'stop' },
}

/** Where one is signed in, who tried, and the password. */
export function securityPage({ sessions, signIns }: Security, { ctx, problems }: Shown): View {
  const { timeZone } = ctx.config
  const model: SecurityPage = {
    title: 'Security and sign-ins',
    sessions: sessions.map((one) => ({
      id: one.id,
      device: deviceWords(one.device),
      where: `${roughAddress(one.ip)} · since ${dateTime(one.createdAt, timeZone)} · last used ${dateTime(one.touchedAt, timeZone)}`,
      current: one.current,
    })),
    signIns: {
      caption: 'Your latest sign-ins',
      columns: [
        { label: 'When', card: 'title' },
        { label: 'Device' },
        { label: 'From' },
        { label: 'What', card: 'side' },
      ],
      rows: signIns.map((one) => ({
        id: one.id,
        name: dateTime(one.at, timeZone),
        cells: [
          { text: dateTime(one.at, timeZone) },
          { text: deviceWords(one.device) },
          { text: roughAddress(one.ip), quiet: true },
          { tag: outcomes[one.outcome] ?? { words: one.outcome } },
        ],
      })),
    },
    rules: passwordRules,
    problems,
  }
  return view('identity/security', model)
}

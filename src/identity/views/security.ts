import type { Problems } from '../../kit/errors.ts'
import type { Shown } from '../../kit/http.ts'
import type { Action, Table, Tag } from '../../kit/partials.ts'
import { type View, view } from '../../kit/render.ts'
import { dateTime, type Tone } from '../../kit/ui.ts'
import { deviceWords, roughAddress } from '../device.ts'
import { passwordRules } from '../passwords.ts'
import type { Security } from '../queries/security.ts'
import { codesLeft } from './secondFactor.ts'

export interface SecurityPage {
  title: string
  sessions: { id: string; device: string; where: string; current: boolean; secondFactor: boolean }[]
  signIns: Table
  proofs: { title: string; tag: Tag; words: string; action: Action }[]
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
  okCode: { words: 'Signed in with a code', tone: 'ok' },
  okRecovery: { words: 'Signed in with a recovery code', tone: 'ok' },
  halfway: { words: 'Right password, no code', tone: 'warn' },
  wrongCode: { words: 'Wrong code', tone: 'warn' },
  usedCode: { words: 'Confirmed with a code on another’s device', tone: 'ok' },
  usedPin: { words: 'Confirmed with the PIN on another’s device', tone: 'ok' },
  wrongPin: { words: 'Wrong PIN', tone: 'warn' },
  passwordChanged: { words: 'Password changed', tone: 'info' },
  factorSet: { words: 'Second factor set up', tone: 'info' },
  factorRemoved: { words: 'Second factor removed', tone: 'warn' },
  factorTaken: { words: 'Second factor removed by an administrator', tone: 'warn' },
  codesMade: { words: 'New recovery codes', tone: 'info' },
  pinSet: { words: 'PIN set', tone: 'info' },
  pinRemoved: { words: 'PIN removed', tone: 'warn' },
  wrongPassword: { words: 'Wrong password', tone: 'warn' },
  refused: { words: 'Refused', tone: 'stop' },
}

/** Where one is signed in, who tried, and the password. */
export function securityPage(found: Security, { ctx, problems }: Shown): View {
  const { sessions, signIns } = found
  const { timeZone } = ctx.config
  const model: SecurityPage = {
    title: 'Security and sign-ins',
    sessions: sessions.map((one) => ({
      id: one.id,
      device: deviceWords(one.device),
      where: `${roughAddress(one.ip)} · since ${dateTime(one.createdAt, timeZone)} · last used ${dateTime(one.touchedAt, timeZone)}`,
      current: one.current,
      secondFactor: one.secondFactor,
    })),
    signIns: {
      caption: 'Your latest sign-ins and changes',
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
    proofs: proofsOf(found, timeZone),
    rules: passwordRules,
    problems,
  }
  return view('identity/security', model)
}

/** What proves beside the password that it is oneself. */
function proofsOf({ secondFactor, pinSince }: Security, timeZone: string): SecurityPage['proofs'] {
  const on: Tag = { words: 'on', tone: 'ok' }
  const off: Tag = { words: 'not set up', tone: 'plain' }
  const label = (set: unknown) => (set ? 'Change or remove' : 'Set up')
  return [
    {
      title: 'Second factor',
      tag: secondFactor ? on : off,
      words: secondFactor
        ? `Since ${dateTime(secondFactor.since, timeZone)}. ${codesLeft(secondFactor.codesLeft)}.`
        : 'A code from your phone after the password. What you sign then has the highest assurance.',
      action: { label: label(secondFactor), href: '/profile/security/second-factor' },
    },
    {
      title: 'PIN',
      tag: pinSince ? on : off,
      words: pinSince
        ? `Since ${dateTime(pinSince, timeZone)}. For confirming on a trainee’s device.`
        : 'For confirming on a trainee’s own device. It signs nobody in.',
      action: { label: label(pinSince), href: '/profile/security/pin' },
    },
  ]
}

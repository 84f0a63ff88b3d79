import type { Show } from '../../kit/http.ts'
import type { Action, Fact, Head, Table, Tag } from '../../kit/partials.ts'
import { view } from '../../kit/render.ts'
import { date, dateTime, plural } from '../../kit/ui.ts'
import { type Checks, type NamedFault, type OneCheck, wrong } from '../checks.ts'

interface ChecksPage {
  head: Head
  query: string
  problem: string | null
  buttons: { portfolioId: string; label: string }[]
  checks: Table | null
}

interface CheckPage {
  head: Head
  facts: Fact[]
  /** What came of it, in a sentence. */
  result: { words: string; tone: 'ok' | 'stop' | 'info' }
  faults: Table | null
  more: string | null
  again: Action
}

declare module '../../kit/render.ts' {
  interface Pages {
    'integrity/checks': ChecksPage
    'integrity/check': CheckPage
  }
}

type Check = OneCheck['check']

function stateTag({ state, faults }: Check): Tag {
  if (state === 'queued') return { words: 'Waiting', tone: 'info' }
  if (state === 'running') return { words: 'Running', tone: 'info' }
  if (state === 'failed') return { words: 'Broke off', tone: 'warn' }
  return faults === 0 ? { words: 'Sound', tone: 'ok' } : { words: plural(faults, 'fault'), tone: 'stop' }
}

/** Where an administrator asks for checks, and finds those that were made. */
export const checksPage: Show<Checks> = ({ checks, query, matches }, { ctx, problems }) =>
  view(
    'integrity/checks',
    {
      head: {
        title: 'Checks of signatures',
        over: { link: { label: 'Signatures', href: '/integrity' }, text: null },
        sub: 'Each signature is a link in the chain of its portfolio. A check goes through every link and names the ones that are not as they were signed.',
      },
      query,
      problem:
        problems.portfolioId ?? problems[''] ?? (query && matches.length === 0 ? 'No trainee has such a name.' : null),
      buttons: matches.map(({ portfolioId, name, programmes, signatures }) => ({
        portfolioId,
        label: `${name}, ${programmes.join(', ')}: ${plural(signatures, 'signature')}`,
      })),
      checks: checks.length
        ? {
            caption: 'Checks, the latest first',
            columns: [
              { label: 'Asked', card: 'title' },
              { label: 'Portfolio' },
              { label: 'By' },
              { label: 'Signatures', number: true },
              { label: 'Result', card: 'side' },
            ],
            rows: checks.map((check) => ({
              id: check.id,
              name: dateTime(check.askedAt, ctx.config.timeZone),
              cells: [
                { text: dateTime(check.askedAt, ctx.config.timeZone), href: `/integrity/checks/${check.id}` },
                { text: check.portfolio ?? 'All' },
                { text: check.askedByName },
                { text: check.state === 'done' ? String(check.signatures) : '–' },
                { tag: stateTag(check) },
              ],
            })),
          }
        : null,
    },
    { title: 'Checks of signatures' },
  )

function resultOf({ state, portfolios, signatures, faults }: Check): CheckPage['result'] {
  if (state === 'queued' || state === 'running')
    return {
      words: 'The check is under way. You are told when it is done; this page shows the result then.',
      tone: 'info',
    }
  if (state === 'failed')
    return { words: 'The check broke off. It is tried again by itself; nothing was changed.', tone: 'stop' }
  const what = `${plural(signatures, 'signature')} in ${plural(portfolios, 'portfolio')}`
  return faults === 0
    ? { words: `${what} checked. Every one is as it was signed.`, tone: 'ok' }
    : {
        words: `${what} checked: ${plural(faults, 'fault')}. What is named below is not as it was signed.`,
        tone: 'stop',
      }
}

function faultsTable(faults: readonly NamedFault[], titles: ReadonlyMap<string, string>): Table {
  return {
    caption: 'Broken links',
    columns: [
      { label: 'Portfolio', card: 'title' },
      { label: 'Link', number: true },
      { label: 'Form' },
      { label: 'What is wrong' },
    ],
    rows: faults.map((fault) => ({
      id: fault.id,
      name: `${fault.trainee}, link ${fault.seq}`,
      cells: [
        { text: fault.trainee },
        { text: fault.seq === 0 ? 'none' : String(fault.seq) },
        fault.record
          ? {
              text: titles.get(fault.record.id) ?? fault.record.formKey,
              href: `/records/${fault.record.id}`,
              hint: date(String(fault.record.occurredOn)),
            }
          : { text: 'Nothing is left to name it, or it lies in a programme of others' },
        { text: sentence(wrong(fault.what)) },
      ],
    })),
  }
}

const sentence = (words: string) => `${words.charAt(0).toUpperCase()}${words.slice(1)}.`

/** What one check found, in words; nothing of what was written. */
export const checkPage: Show<OneCheck> = ({ check, portfolio, faults, titles }, { ctx }) =>
  view(
    'integrity/check',
    {
      head: {
        title: portfolio ? `Signatures of ${portfolio}` : 'Signatures of all portfolios',
        over: { link: { label: 'Checks of signatures', href: '/integrity/checks' }, text: null },
        tags: [stateTag(check)],
      },
      result: resultOf(check),
      facts: [
        { label: 'Asked', value: `${dateTime(check.askedAt, ctx.config.timeZone)} by ${check.askedByName}` },
        ...(check.endedAt ? [{ label: 'Done', value: dateTime(check.endedAt, ctx.config.timeZone) }] : []),
      ],
      faults: faults.length ? faultsTable(faults, titles) : null,
      more: check.faults > faults.length && faults.length > 0 ? `The first ${faults.length} are named.` : null,
      again: {
        label: 'Check again',
        href: '/integrity/checks',
        icon: 'arrow-clockwise',
        kind: 'quiet',
        post: check.portfolioId ? { portfolioId: check.portfolioId } : {},
      },
    },
    { title: portfolio ? `Signatures of ${portfolio}` : 'Signatures of all portfolios' },
  )

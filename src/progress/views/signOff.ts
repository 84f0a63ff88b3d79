import { type DraftState, draftState, titleFor, typedIn } from '../../evidence/index.ts'
import { compile, forReader, type Rendered, type RenderedAnswer, type Values } from '../../forms/index.ts'
import { guardBox } from '../../guard/index.ts'
import type { Show, Shown } from '../../kit/http.ts'
import type { GuardBox, Head, LevelChoice, Tag, TodoRow } from '../../kit/partials.ts'
import { type View, view } from '../../kit/render.ts'
import { date, dateTime } from '../../kit/ui.ts'
import { isRefusal } from '../../policy/index.ts'
import { type CurriculumNode, evidenceTargetOf, expectedLevel } from '../../programmes/index.ts'
import { carersOf } from '../../training/index.ts'
import { FIELDS, formOfKind, input, MORE_EVIDENCE } from '../forms.ts'
import { itemName, itemTitle, levelWords } from '../levels.ts'
import { progressPolicy } from '../policy.ts'
import type { Piece } from '../queries/evidence.ts'
import { latestOf } from '../queries/judgements.ts'
import { type SignOffFound, signOffDraftKey } from '../queries/signOff.ts'
import { NO_EVIDENCE, reasonNeeded, seenOf } from '../service/signOff.ts'
import { prefixed } from './curriculum.ts'
import { gistOf, metaOf, readingOf, tagsOf } from './evidence.ts'
import { earlierOn, type HistoryRow, historyOf } from './history.ts'
import { levelCards, type Meaning, meaningOf } from './item.ts'
import { url } from './words.ts'

declare module '../../kit/render.ts' {
  interface Pages {
    'progress/sign-off': SignOffPage
  }
}
declare module '../../kit/partials.ts' {
  interface Partials {
    'progress/piece': { p: ReadablePiece }
    'progress/sign-off-form': { p: SignOffForm }
    'progress/judgement': { p: HistoryRow }
    'progress/earlier': { p: { title: string; rows: HistoryRow[] } }
  }
}

interface ReadablePiece {
  title: string
  href: string
  tags: Tag[]
  meta: string
  /** What is read first; null where the whole is as short. */
  gist: RenderedAnswer[] | null
  form: Rendered | null
  open: boolean
}

interface TextField {
  name: string
  label: string
  hint: string
  value: string
  problem: string | null
}

interface SignOffForm {
  action: string
  seen: string
  draft: DraftState
  choice: LevelChoice
  comment: TextField
  /** Only where fewer pieces than usual are linked (R112). */
  reason: TextField | null
  guard: GuardBox | null
  declaration: { name: string; text: string } | null
  /** R111: only more evidence can be asked for. */
  onlyMore: string | null
  button: string
  /** What single keys do here. */
  keys: string
  footnote: string
}

interface SignOffPage {
  head: Head
  problems: Record<string, string>
  says: { title: string; tag: Tag | null; text: string | null; when: string | null }
  evidence: ReadablePiece[]
  hint: string
  lock: { words: string; remedy: { label: string; href: string } | null } | null
  form: SignOffForm | null
  checks: TodoRow[]
  history: HistoryRow[]
  /** The sign-off that this one keeps alive: it stays as it is. */
  earlier: { title: string; rows: HistoryRow[] } | null
  meaning: Meaning
}

/** R108–R113 on one screen (D6): what the trainee says, the evidence to read, the rule check, one choice, one button. */
export const signOffPage: Show<SignOffFound> = (found, shown): View => {
  const { portfolio, pack, item, self, evidence } = found
  const allowed = progressPolicy.actions.sign(shown.actor, found)
  return view(
    'progress/sign-off',
    {
      head: headOf(found),
      problems: prefixed(shown.problems),
      says: {
        title: `What ${portfolio.givenName} says`,
        tag: self?.level == null ? null : { words: levelWords(pack.pack, item, self.level), tone: 'info' },
        text: self?.comment ?? null,
        when: self ? `Submitted ${dateTime(self.at, portfolio.timeZone)}` : null,
      },
      evidence: evidence.map((piece) => readable(found, piece, shown)),
      hint: `${evidence.length} linked`,
      lock: isRefusal(allowed) ? { words: allowed.reason, remedy: allowed.remedy ?? null } : null,
      form: isRefusal(allowed) ? null : formOf(found, shown),
      checks: checksOf(found, shown),
      history: historyOf(
        found,
        found.history.filter(({ recordId }) => recordId !== self?.recordId),
      ),
      earlier: earlierOn(found),
      meaning: meaningOf(found, item),
    },
    { title: `Sign off ${itemTitle(item)}` },
  )
}

/** A piece to be read in place: the gist of it, and all of it one click away. */
function readable({ context }: SignOffFound, piece: Piece, { actor }: Shown): ReadablePiece {
  const reading = readingOf(actor, piece, context)
  const form = reading && forReader(reading, null)
  const gist = form && gistOf(piece, form)
  return {
    title: titleFor(actor, piece.home, piece),
    href: `/records/${piece.id}`,
    tags: tagsOf(piece),
    meta: metaOf(piece),
    gist,
    form,
    open: gist === null,
  }
}

/** The items before and after this one among those that wait; from elsewhere, the first of them. */
export function neighbours(queue: readonly CurriculumNode[], key: string) {
  const at = queue.findIndex((item) => item.key === key)
  const others = queue.filter((item) => item.key !== key)
  if (at < 0) return { at: 0, previous: null, next: others[0] ?? null }
  return { at: at + 1, previous: queue[at - 1] ?? null, next: queue[at + 1] ?? others[0] ?? null }
}

function headOf({ portfolio, pack, item, queue, history, left }: SignOffFound): Head {
  const { at, previous, next } = neighbours(queue, item.key)
  const stage = pack.pack.pack.stages.find(({ key }) => key === portfolio.stageKey)
  const expected = stage ? expectedLevel(pack.pack, item.key, stage.key) : null
  const last = latestOf(history, item.key, 'supervisor')
  const lastWords = last
    ? `last judged ${date(last.at.toISOString())}: ${last.level === null ? 'more evidence needed' : levelWords(pack.pack, item, last.level)}`
    : 'last signed off: never'
  const expectedWords =
    expected !== null && stage
      ? `Expected by the end of ${stage.short.toLowerCase()}: ${levelWords(pack.pack, item, expected)} · `
      : ''
  return {
    title: itemTitle(item),
    over: {
      // Whoever has left finds no portfolio there, only what waited for them.
      link: left ? { label: 'To do', href: '/todo' } : { label: portfolio.name, href: url.curriculum(portfolio.id) },
      text:
        [at > 0 ? `sign-off ${at} of ${queue.length}` : null, left ? `you may finish this until ${date(left)}` : null]
          .filter(Boolean)
          .join(' · ') || null,
    },
    sub: `${expectedWords}${lastWords}`,
    actions: [
      ...(previous
        ? [{ label: 'Previous', href: url.signOff(portfolio.id, previous.key), icon: 'arrow-left' as const }]
        : []),
      ...(next ? [{ label: 'Skip', href: url.signOff(portfolio.id, next.key), icon: 'arrow-right' as const }] : []),
    ],
  }
}

function formOf(found: SignOffFound, shown: Shown): SignOffForm {
  const { portfolio, pack, item, evidence, queue } = found
  const form = formOfKind(pack, 'signoff')
  const values = valuesOf(found, shown)
  const text = (field: string) => String(values[field] ?? '')
  const problem = (field: string) => shown.problems[field] ?? null
  const [least] = evidenceTargetOf(pack.pack, item.key)
  const { next } = neighbours(queue, item.key)
  const choice = choiceOf(found, values, problem(FIELDS.level))
  const levels = choice.options.length
  return {
    action: url.signOff(portfolio.id, item.key),
    seen: typeof shown.typed?.seen === 'string' ? shown.typed.seen : seenOf(found, item.key),
    draft: draftState(shown.ctx, found.draft, {
      key: signOffDraftKey(portfolio.id, item.key),
      label: `Sign-off of ${itemName(item)}, ${portfolio.name}`,
      href: url.signOff(portfolio.id, item.key),
    }),
    choice,
    comment: {
      name: input(FIELDS.comment),
      label: 'Comment',
      hint: 'needed if you ask for more evidence: say what would convince you',
      value: text(FIELDS.comment),
      problem: problem(FIELDS.comment),
    },
    reason:
      evidence.length > 0 && evidence.length < least
        ? {
            name: input(FIELDS.reason),
            label: 'Why is this enough?',
            hint: reasonNeeded(evidence.length),
            value: text(FIELDS.reason),
            problem: problem(FIELDS.reason),
          }
        : null,
    guard: guardBox(shown),
    declaration: form ? { name: input(form.declaration.key), text: form.declaration.text } : null,
    onlyMore: evidence.length === 0 ? NO_EVIDENCE : null,
    button: buttonOf(evidence.length > 0, next !== null),
    keys: levels > 1 ? `Keys 1 to ${levels} choose, Enter signs.` : 'Key 1 chooses, Enter sends.',
    footnote: `You sign as ${shown.actor.roleLabel}; ${portfolio.givenName} is told at once.`,
  }
}

/** Without evidence nothing is signed off: more is asked for. */
function buttonOf(canSign: boolean, more: boolean): string {
  return `${canSign ? 'Sign off' : 'Ask for more evidence'}${more ? ' and open the next' : ''}`
}

/** Levels with what speaks for each; without evidence only "more evidence needed" is left to choose. */
function choiceOf(found: SignOffFound, values: Values, problem: string | null): LevelChoice {
  const { portfolio, item, self, history, evidence } = found
  const last = latestOf(history, item.key, 'supervisor')
  const cards = levelCards(found, item, (level) => [
    self?.level === level ? `${portfolio.givenName}’s own rating` : null,
    last?.level === level ? 'the last sign-off' : null,
  ])
  const more = {
    value: MORE_EVIDENCE,
    label: 'More evidence needed',
    detail: `Not a failure: becomes a task for ${portfolio.givenName}`,
  }
  return {
    name: input(FIELDS.level),
    legend: 'Level',
    legendHidden: true,
    options: evidence.length > 0 ? [...cards, more] : [more],
    chosen: values[FIELDS.level] === undefined ? null : String(values[FIELDS.level]),
    hotkeys: true,
    problem,
  }
}

function valuesOf(found: SignOffFound, { typed }: Shown): Values {
  const form = formOfKind(found.pack, 'signoff')
  const body = typed ?? typedIn(found.draft)
  return form && body ? compile(form, 'draft', found.context).read(body) : {}
}

/** The rules of sign-off, each with how it stands (R110–R112), and by what right one signs. */
function checksOf(found: SignOffFound, { actor }: Shown): TodoRow[] {
  const { portfolio, pack, item, self, evidence } = found
  const [least, most] = evidenceTargetOf(pack.pack, item.key)
  const count = evidence.length
  const selfRow: TodoRow[] =
    item.selfAssessment === false
      ? []
      : [
          self
            ? {
                icon: 'check-lg',
                tone: 'ok',
                title: 'Self-assessment is there',
                why: `submitted ${dateTime(self.at, portfolio.timeZone)}`,
              }
            : {
                icon: 'hourglass-split',
                tone: 'warn',
                title: 'No self-assessment yet',
                why: `${portfolio.givenName} rates themselves first`,
              },
        ]
  const pieces: TodoRow =
    count >= least
      ? { icon: 'check-lg', tone: 'ok', title: piecesWords(count), why: usual(least, most) }
      : count > 0
        ? { icon: 'exclamation-triangle', tone: 'warn', title: piecesWords(count), why: 'Enough only with a reason' }
        : {
            icon: 'exclamation-triangle',
            tone: 'stop',
            title: NO_EVIDENCE,
            why: found.rated ? 'You can still ask for evidence' : null,
          }
  const carer = carersOf(portfolio).find(({ id, roleKey }) => id === actor.personId && roleKey === actor.roleKey)
  const until = carer?.until ? ` until ${date(carer.until.subtract({ days: 1 }))}` : ''
  const leads = portfolio.leads.some(({ roleKey }) => roleKey === actor.roleKey)
  const words = leads ? `You sign as ${actor.roleLabel}` : `You supervise ${portfolio.givenName}`
  return [...selfRow, pieces, { icon: 'check-lg', tone: 'ok', title: `${words}${until}`, why: null }]
}

const piecesWords = (count: number) => (count === 1 ? 'One piece of evidence' : `${count} pieces of evidence`)
const usual = (least: number, most: number) =>
  most === 1 ? 'one is enough' : `${least === most ? least : `${least} to ${most}`} good ones are enough`

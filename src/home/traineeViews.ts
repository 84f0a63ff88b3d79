import { Temporal } from 'temporal-polyfill'
import { admissionUrls } from '../admissions/index.ts'
import { type Band, bandOf } from '../announcements/index.ts'
import { applicationRows } from '../applications/index.ts'
import { isQuiet, mailOf, mailStateOf } from '../assessments/index.ts'
import { dateIn } from '../kit/clock.ts'
import type { Show } from '../kit/http.ts'
import type { Action, Figure, Head, Lock, Meter, TodoRow } from '../kit/partials.ts'
import { type View, view } from '../kit/render.ts'
import { date, list, plural } from '../kit/ui.ts'
import type { Standing } from '../policy/index.ts'
import { followsPortfolio, type PublishedPack, postsIn, roleLabel } from '../programmes/index.ts'
import { meterOf, timeUrl } from '../progress/index.ts'
import { roundRows } from '../rounds/index.ts'
import {
  carersOf,
  inDays,
  kinds,
  missingWords,
  type PortfolioBase,
  postUrl,
  rotateDays,
  signersOf,
} from '../training/index.ts'
import type { HomeFigure, HomeItem, HomeRequest, TraineeHome } from './trainee.ts'

declare module '../kit/render.ts' {
  interface Pages {
    'home/trainee': TraineeHomePage
    'home/todo': TodoPage
  }
}

interface TraineeHomePage {
  head: Head
  /** Said before everything else: nobody at a hospital reaches the portfolio (R121). */
  banner: { text: string; action: { label: string; href: string } | null } | null
  announcements: Band[]
  kpis: Figure[]
  todo: TodoRow[]
  more: { href: string; count: number } | null
  news: TodoRow[]
  timelineUrl: string
  meters: Meter[]
  progressUrl: string
  locks: Lock[]
  stageTitle: string
}

interface TodoPage {
  head: Head
  todo: TodoRow[]
}

const shownTodo = 6

/** "Good morning" by the hour in the programme's own time zone. */
export function greeting(now: Temporal.Instant, timeZone: string): string {
  const { hour } = now.toZonedDateTimeISO(timeZone)
  if (hour < 12) return 'Good morning'
  return hour < 18 ? 'Good afternoon' : 'Good evening'
}

export const traineeHomePage: Show<TraineeHome> = (home, { ctx }): View => {
  const { portfolio, pack } = home
  const own = `/portfolios/${portfolio.id}`
  const todo = todoRows(home, ctx.now)
  const stage = pack.pack.pack.stages.find((one) => one.key === portfolio.stageKey)
  const title = `${greeting(ctx.now, portfolio.timeZone)}, ${portfolio.givenName}`
  return view(
    'home/trainee',
    {
      head: { title, sub: subtitle(home), actions: quickActions(home) },
      banner: withoutPost(home, ctx.now) ? bannerOf(home) : null,
      announcements: bandOf(home.announcements),
      kpis: postFigures(home, true),
      todo: todo.slice(0, shownTodo),
      more: todo.length > shownTodo ? { href: '/todo', count: todo.length } : null,
      news: home.notices.map(newsRow),
      timelineUrl: `${own}/timeline`,
      meters: metersOf(home, portfolio.id),
      progressUrl: `${own}/progress`,
      locks: locksOf(home),
      stageTitle: stage ? `This ${pack.pack.pack.words.stage}: ${stage.short}` : 'Requirements',
    },
    { title: 'Home' },
  )
}

/** Whether somebody in training has no post today, and is not away (R121). */
function withoutPost({ portfolio }: TraineeHome, now: Temporal.Instant): boolean {
  const today = dateIn(now, portfolio.timeZone)
  const { compare } = Temporal.PlainDate
  const trains = compare(portfolio.startsOn, today) <= 0 && compare(today, portfolio.endsOn) < 0
  return trains && !portfolio.post && !portfolio.status
}

/** What follows from it, and who mends it: the trainee, or the office that is asked. */
function bannerOf(home: TraineeHome): NonNullable<TraineeHomePage['banner']> {
  const keeps = keepsPosts(home)
  const { text, action } = missingWords(home, keeps)
  return keeps
    ? { text, action }
    : {
        text: `${text} The programme office keeps each post on record.`,
        action: { label: 'Whom to ask', href: '/help/contacts' },
      }
}

/** Whether the trainee keeps posts on record, as the programme says. */
const keepsPosts = ({ pack }: Pick<TraineeHome, 'pack'>): boolean => postsIn(pack.pack).by === 'trainee'

/** What is written most often, one step from home: a log, the last one again, a short reflection. */
function quickActions({ pack, lastLog, portfolio }: TraineeHome): Action[] {
  const { forms } = pack.pack
  const word = ({ short }: { short: string }) => (/^[A-Z][a-z]/.test(short) ? short.toLowerCase() : short)
  const log = forms.find(({ kind }) => kind === 'log')
  const again = forms.find(({ key }) => key === lastLog)
  const reflection = forms.find(({ kind }) => kind === 'reflection')
  return [
    ...(log ? [{ label: `Log a ${word(log)}`, href: `/records/new/${log.key}`, kind: 'quiet' } as const] : []),
    ...(again
      ? [{ label: `Copy last ${word(again)}`, href: `/records/new/${again.key}?copy=last`, kind: 'quiet' } as const]
      : []),
    ...(reflection
      ? [{ label: `Write a ${word(reflection)}`, href: `/records/new/${reflection.key}`, kind: 'quiet' } as const]
      : []),
    { label: 'Ready for review', href: `/portfolios/${portfolio.id}/review`, kind: 'quiet', icon: 'send' },
  ]
}

export const traineeTodoPage: Show<TraineeHome> = (home, { ctx }): View => {
  const todo = todoRows(home, ctx.now)
  return view('home/todo', { head: { title: 'To do', sub: plural(todo.length, 'thing') }, todo }, { title: 'To do' })
}

function subtitle({ portfolio, pack }: TraineeHome): string {
  const { shortTitle, review, words } = pack.pack.pack
  const at = portfolio.reviewOn ? `${review.name} on ${date(portfolio.reviewOn)}` : null
  const due = portfolio.evidenceDueOn ? `evidence by ${date(portfolio.evidenceDueOn)}` : null
  const stage = stageWords(pack, portfolio.stageKey)
  return [[shortTitle, stage ?? `no ${words.stage} today`].join(', '), [at, due].filter(Boolean).join(', ')]
    .filter(Boolean)
    .join(' · ')
}

/** "year 2 of 3", in the programme's own words; null outside every stage. */
export function stageWords({ pack }: PublishedPack, stageKey: string | null): string | null {
  const stage = pack.pack.stages.find((one) => one.key === stageKey)
  return stage ? `${stage.short.toLowerCase()} of ${pack.pack.stages.length}` : null
}

/** Post, whoever looks after the trainee in this programme, and training time, as the strip of figures under a head. */
export function postFigures({ portfolio, pack }: Pick<TraineeHome, 'portfolio' | 'pack'>, own: boolean): Figure[] {
  const { post } = portfolio
  const last = (until: Temporal.PlainDate | null) => (until ? date(until.subtract({ days: 1 })) : null)
  const missing = { value: 'not recorded', tone: 'stop' as const, href: '/help/contacts' }
  const { one } = postsIn(pack.pack).words
  const href = postUrl.posts(portfolio.id)
  return [
    post
      ? {
          label: post.until ? `${one} until ${last(post.until)}` : one,
          value: post.title === one ? post.site : `${post.title}, ${post.site}`,
          href,
        }
      : { label: one, ...missing, href },
    ...carers(portfolio, pack).map(({ relation, names }) => ({
      label: roleLabel(pack.pack, relation),
      ...(names.length > 0 ? { value: list(names) } : missing),
      ...(own ? notMine(relation, names) : {}),
    })),
    {
      label: 'Training time',
      value: portfolio.status
        ? `${kinds[portfolio.status.kind].words} until ${last(portfolio.status.until)}`
        : `${portfolio.ftePercent} % · ends ${last(portfolio.endsOn)}`,
      href: timeUrl.page(portfolio.id),
    },
  ]
}

/** The trainee's way to say that the record is wrong (R29); who leads a hospital is nobody's supervisor to deny. */
function notMine(relation: Standing, names: string[]): Partial<Figure> {
  const kind = { educationalSupervisor: 'educational', clinicalSupervisor: 'clinical' }[relation as string]
  if (!kind) return {}
  const href = `/supervisors?kind=${kind}`
  return names.length > 0 ? { act: { label: 'This is not my supervisor', href } } : { href }
}

/** The pack's relations that follow the whole portfolio from nearby, with who is in them today. */
function carers(portfolio: PortfolioBase, { pack }: PublishedPack): { relation: Standing; names: string[] }[] {
  const nearby: Standing[] = ['educationalSupervisor', 'clinicalSupervisor', 'siteDirector']
  const today = carersOf(portfolio)
  return nearby
    .filter((one) => followsPortfolio(pack, one))
    .map((relation) => ({ relation, names: today.filter((one) => one.relation === relation).map(({ name }) => name) }))
}

/** What is asked of the trainee now, the most pressing first; each row has its reason and one button. */
export function todoRows(home: TraineeHome, now: Temporal.Instant): TodoRow[] {
  const rates = home.items.flatMap((item) => rateRow(item, home))
  return [
    ...enrolRow(home),
    ...rotationRow(home, now),
    ...applicationRows(home.applications),
    ...roundRows(home.rounds),
    ...home.requests.flatMap((request) => requestRow(request, home, now)),
    ...home.items.flatMap((item) => moreEvidenceRow(item, home)),
    ...home.drafts.map(
      (draft): TodoRow => ({
        icon: 'pencil',
        tone: 'info',
        title: `Unfinished: ${draft.label}`,
        why: 'What you typed is kept as you left it.',
        action: { label: 'Continue', href: draft.href, kind: 'quiet' },
      }),
    ),
    ...rates.slice(0, 4),
    ...unlinkedRow(home),
    ...home.figures.filter((figure) => figure.status === 'overdue').flatMap((figure) => overdueRow(figure, home)),
    // All of them are to do; more than a few must not push the rest out of sight.
    ...rates.slice(4),
  ]
}

/** R22, R24: what is first of all to do. */
function enrolRow({ portfolio: { state } }: TraineeHome): TodoRow[] {
  if (state !== 'invited' && state !== 'unenrolled') return []
  return [
    {
      icon: 'person-check',
      tone: 'warn',
      title: 'Complete your enrolment',
      why: 'Three months after the start your portfolio is frozen until you do.',
      action: { label: 'Enrol', href: admissionUrls.own, kind: 'main' },
    },
  ]
}

/** R121, R123: from four weeks before a post ends. */
function rotationRow({ portfolio, pack }: TraineeHome, now: Temporal.Instant): TodoRow[] {
  const { post } = portfolio
  const last = post?.until?.subtract({ days: 1 })
  const days = last && dateIn(now, portfolio.timeZone).until(last).days
  if (!post || !last || days === undefined || days > rotateDays) return []
  return [
    {
      icon: 'calendar-event',
      tone: days > 3 ? 'warn' : 'stop',
      title: `${postsIn(pack.pack).words.one} at ${post.site} ends on ${date(last)}, ${inDays(days)}`,
      why: 'See what still waits for those whom you leave, and where you go next.',
      action: { label: 'Before you rotate', href: postUrl.rotate(portfolio.id), kind: 'main' },
    },
  ]
}

function requestRow(request: HomeRequest, { pack }: TraineeHome, now: Temporal.Instant): TodoRow[] {
  const form = pack.form(request.formKey)?.short ?? 'assessment'
  const days = Math.floor(now.since(Temporal.Instant.from(asInstant(request.sentAt))).total('days'))
  const href = `/assessments/${request.recordId}`
  const base = { icon: 'envelope-exclamation' as const, why: request.title }
  if (request.state === 'expired') {
    const action = { label: 'Ask again', href: `${href}/revive`, kind: 'main' as const, post: {} }
    return [{ ...base, tone: 'stop', title: `${request.assessorName}’s ${form} has expired`, action }]
  }
  if (request.state === 'declined') {
    const action = { label: 'See why', href, kind: 'quiet' as const }
    return [{ ...base, tone: 'stop', title: `${request.assessorName} declined your ${form}`, action }]
  }
  const mail = mailOf(request.mail)
  if (request.state !== 'sent' || !mail) return []
  if (mailStateOf(mail) === 'bounced') {
    const why = `${mail.toAddress} does not take it. Correct the address, or ask somebody else.`
    const action = { label: 'Correct it', href, kind: 'main' as const }
    return [{ ...base, tone: 'stop', title: `The mail for ${request.assessorName} came back`, why, action }]
  }
  if (!isQuiet(mail, now)) return []
  const action = { label: 'Send again', href, kind: 'main' as const }
  return [
    {
      ...base,
      tone: 'stop',
      title: `${request.assessorName} has not opened your ${form}`,
      why: `Sent ${plural(days, 'day')} ago. Send it again, or correct the address.`,
      action,
    },
  ]
}

/** JSON from PostgreSQL has "+00:00", which is an instant already. */
function asInstant(text: string): string {
  return /(Z|[+-]\d\d:?\d\d)$/.test(text) ? text : `${text}Z`
}

const itemTitle = ({ pack }: TraineeHome, key: string): string | null => {
  const item = pack.items.get(key)
  return item ? [item.code, item.title].filter(Boolean).join(', ') : null
}

const later = (a: string, b: string | null): boolean => b === null || a > b

function moreEvidenceRow(item: HomeItem, home: TraineeHome): TodoRow[] {
  const title = itemTitle(home, item.itemKey)
  if (item.outcome !== 'moreEvidence' || !title || !item.signedAt || !later(item.signedAt, item.selfAt)) return []
  return [
    {
      icon: 'clipboard-plus',
      tone: 'warn',
      title: `${item.byName} asks for more evidence: ${title}`,
      why: 'Not a failure: add what is missing, then rate yourself again.',
      action: {
        label: 'Open',
        href: `/portfolios/${home.portfolio.id}/curriculum?open=${item.itemKey}&mode=rate#${item.itemKey}`,
        kind: 'quiet',
      },
    },
  ]
}

function rateRow(item: HomeItem, home: TraineeHome): TodoRow[] {
  const node = home.pack.items.get(item.itemKey)
  const title = itemTitle(home, item.itemKey)
  const [usual] = node?.evidenceTarget ?? home.pack.pack.pack.evidence.target
  const rated = item.selfAt !== null && !later(item.linkedAt, item.selfAt)
  const signed = item.signedAt !== null && item.outcome === 'level' && !later(item.linkedAt, item.signedAt)
  if (!node?.signOff || node.selfAssessment === false || item.links < usual || rated || signed || !title) return []
  const supervisor = signersOf(home.portfolio, home.pack.pack)[0]?.name ?? 'Your supervisor'
  return [
    {
      icon: 'pencil',
      tone: 'warn',
      title: `Rate yourself on ${title}`,
      why: `${plural(item.links, 'record')} linked. ${supervisor} can sign it off once you have.`,
      action: {
        label: 'Self-assess',
        href: `/portfolios/${home.portfolio.id}/curriculum?open=${item.itemKey}&mode=rate#${item.itemKey}`,
        kind: 'quiet',
      },
    },
  ]
}

function unlinkedRow({ unlinked, portfolio }: TraineeHome): TodoRow[] {
  if (unlinked.count === 0) return []
  const one = unlinked.count === 1
  return [
    {
      icon: 'link-45deg',
      tone: 'info',
      title: one
        ? 'One recent record is not linked to anything'
        : `${unlinked.count} recent records are not linked to anything`,
      why: list(unlinked.titles),
      action: {
        label: one ? 'Link it' : 'Link them',
        // The only one is the one that is meant, so it is ticked already.
        href: `/portfolios/${portfolio.id}/link-records${one ? `?record=${unlinked.newestId}` : ''}`,
        kind: 'quiet',
      },
    },
  ]
}

function overdueRow(figure: HomeFigure, home: TraineeHome): TodoRow[] {
  const rule = home.pack.pack.requirements.rules.find((one) => one.id === figure.ruleId)
  if (!rule) return []
  return [
    {
      icon: 'exclamation-triangle',
      tone: 'stop',
      title: `Overdue: ${rule.title}`,
      why: figure.because,
      action: { label: 'See why', href: `/portfolios/${home.portfolio.id}/progress/${rule.id}`, kind: 'quiet' },
    },
  ]
}

function newsRow(notice: TraineeHome['notices'][number]): TodoRow {
  const good = /completed|signed|confirmed|released/.test(notice.kind)
  return {
    icon: good ? 'check2-circle' : 'bell',
    tone: good ? 'ok' : 'plain',
    title: notice.text,
    link: notice.href ? { label: 'Open', href: notice.href } : null,
    why: [notice.detail, date(asInstant(notice.createdAt))].filter(Boolean).join(' · '),
  }
}

const shownMeters = 7

/** What presses most comes first: overdue, behind, on its way, not due yet, met. */
function rank({ status, pace }: HomeFigure): number {
  const order = ['overdue', 'short', 'review', 'notDue', 'waived', 'met']
  return order.indexOf(status) + (status === 'notDue' && pace === null ? 0.5 : 0)
}

/** The requirements nearest to the trainee: gates and what is expected, the most pressing first. */
export function metersOf({ figures, pack }: Pick<TraineeHome, 'figures' | 'pack'>, enrolmentId: string): Meter[] {
  const computed = new Map(figures.filter((figure) => figure.status !== 'notComputed').map((one) => [one.ruleId, one]))
  return pack.pack.requirements.rules
    .filter((rule) => computed.has(rule.id) && rule.severity !== 'recommended')
    .map((rule) => ({ rule, figure: computed.get(rule.id)! }))
    .sort((a, b) => rank(a.figure) - rank(b.figure))
    .slice(0, shownMeters)
    .map(({ rule, figure }) => meterOf(rule, figure, enrolmentId))
}

/** Sections that others write about the trainee, with the words of the pack (R50, R51). */
function locksOf({ pack, portfolio }: TraineeHome): Lock[] {
  const { forms, rights } = pack.pack
  const sections = new Set(
    forms.filter((form) => form.kind === 'appraisal' && form.filledBy === 'supervisor').map((form) => form.section),
  )
  return rights.sections
    .filter((section) => sections.has(section.key))
    .filter(
      (section) => !rights.rows.some((row) => row.relation === 'trainee' && row.section === section.key && row.write),
    )
    .map((section) => ({
      what: section.title,
      words: section.writers,
      remedy: { label: 'Read them', href: `/portfolios/${portfolio.id}/appraisals` },
    }))
}

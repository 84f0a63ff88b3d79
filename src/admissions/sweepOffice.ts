import type { Prisma } from '../generated/client.ts'
import { mailIdentifier, personName } from '../identity/index.ts'
import { dateIn, toJsDate } from '../kit/clock.ts'
import { command } from '../kit/command.ts'
import type { Ctx, WriteCtx } from '../kit/context.ts'
import { Conflict } from '../kit/errors.ts'
import { plainDate } from '../kit/periods.ts'
import { scoped } from '../kit/scope.ts'
import { list, plural } from '../kit/ui.ts'
import { definePolicy } from '../policy/index.ts'
import { type AdmissionCalendar, admissionIn } from '../programmes/index.ts'
import { officersOf } from '../training/index.ts'
import { type DueNow, dueOn } from './calendar.ts'
import { url } from './urls.ts'

/** For what the clock does: everything is there. */
export const systemPolicy = definePolicy({ visible: () => true, actions: {} })

/** Enrolments that are not complete. */
export const waiting = {
  state: { in: ['invited', 'unenrolled', 'frozen'] as ('invited' | 'unenrolled' | 'frozen')[] },
  admission: { is: { completedAt: null } },
}

/** What the clock reads of one. */
export const clocked = {
  admission: true,
  programme: true,
  person: { include: { account: true, identifiers: mailIdentifier } },
} satisfies Prisma.EnrolmentInclude
type Row = Prisma.EnrolmentGetPayload<{ include: typeof clocked }>

export type Due = Row & { due: DueNow; calendar: AdmissionCalendar }

/** With what the day asks for, by the calendar of its own programme. */
export async function dueNow(ctx: Ctx, row: Row): Promise<Due> {
  const calendar = admissionIn((await ctx.services.packs.get(row.packVersionId)).pack)
  const stood = {
    ...{ countsFrom: plainDate(row.admission!.countsFrom), remindedWeek: row.admission!.remindedWeek },
    ...{ alerted: row.admission!.alertedAt !== null, frozen: row.state === 'frozen' },
  }
  return { ...row, due: dueOn(dateIn(ctx.now, row.programme.timeZone), stood, calendar), calendar }
}

interface ToTell {
  programmeId: string
  /** About to be frozen; of those alone this is told. */
  frozen: Due[]
  late: Due[]
}

/** Of whom the office of `:programmeId` has not been told yet; null where there is nobody. */
export const findToTell = scoped(systemPolicy, async (_visible, ctx): Promise<ToTell | null> => {
  const programmeId = ctx.params.programmeId ?? ''
  const rows = await ctx.db.enrolment.findMany({
    where: { programmeId, ...waiting },
    include: clocked,
    orderBy: [{ person: { familyName: 'asc' } }, { id: 'asc' }],
  })
  const all = await Promise.all(rows.map((row) => dueNow(ctx, row)))
  const frozen = all.filter(({ due, admission }) => due.freeze && admission!.frozenAt === null)
  const late = all.filter(({ due }) => due.alert && !due.freeze)
  return frozen.length + late.length > 0 ? { programmeId, frozen, late } : null
})

/**
 * R23, R24: tells those who run a programme who has not enrolled for so many days, and who is frozen: one notice each, however
 * many they are. What is told is noted with it, so that it is told once.
 */
export const tellOffice = command({
  find: findToTell,
  may: () => true,
  run: async (ctx: WriteCtx, { programmeId, frozen, late }) => {
    const at = toJsDate(ctx.now)
    const ids = (rows: readonly Due[]) => ({ in: rows.map(({ id }) => id) })
    const alerted = [...late, ...frozen.filter(({ due }) => due.alert)]
    const first = await ctx.db.admission.updateMany({
      where: { enrolmentId: ids(frozen), frozenAt: null },
      data: { frozenAt: at },
    })
    const second = await ctx.db.admission.updateMany({
      where: { enrolmentId: ids(alerted), alertedAt: null },
      data: { alertedAt: at },
    })
    if (first.count + second.count < frozen.length + alerted.length) throw new Conflict('This was told already.')
    const days = [...new Set(late.map(({ calendar }) => calendar.alertDays))]
    const told = [
      ...wordsOf(frozen, 'frozen', {
        one: 'has not enrolled in time: their portfolio is frozen',
        many: 'have not enrolled in time, so their portfolios are frozen',
      }),
      ...days.flatMap((day) => {
        const since = `not enrolled for ${plural(day, 'day')}`
        const rows = late.filter(({ calendar }) => calendar.alertDays === day)
        return wordsOf(rows, 'late', { one: `has ${since}`, many: `have ${since}` })
      }),
    ]
    const officers = await officersOf(ctx, programmeId, ['coordinator'])
    const notices = officers.flatMap(({ personId, roleKey }) =>
      told.map((what) => ({ personId, roleKey, kind: 'enrolment.alert', ...what })),
    )
    await ctx.services.notices.tellMany(ctx, { notices, mails: [] })
  },
  audit: (_none, { late }) =>
    late.map(({ id, personId }) => ({ type: 'enrolment.alerted', subjectId: personId, enrolmentId: id })),
})

const shownNames = 3

interface Told {
  subjectId: string | null
  href: string
  text: string
  detail: string
}

/** What is told of these people: of one by name, of several with the list that has them all. */
function wordsOf(rows: readonly Due[], show: 'late' | 'frozen', { one, many }: { one: string; many: string }): Told[] {
  const [first] = rows
  if (!first) return []
  const accepted = rows.filter(({ person }) => person.account?.state === 'active').length
  if (rows.length === 1)
    return [
      {
        ...{ subjectId: first.personId, href: url.one(first.id), text: `${personName(first.person)} ${one}` },
        detail: accepted
          ? 'The invitation was accepted, the enrolment not completed'
          : 'The invitation was not accepted',
      },
    ]
  const names = rows.slice(0, shownNames).map(({ person }) => personName(person))
  const more = rows.length - names.length
  const whom = list(more > 0 ? [...names, `${more} more`] : names)
  return [
    {
      ...{ subjectId: null, href: `${url.all}?show=${show}`, text: `${rows.length} trainees ${many}: ${whom}` },
      detail: `${first.programme.name}: the invitation was accepted by ${accepted} of them`,
    },
  ]
}

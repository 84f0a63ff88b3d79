import { invitationMails, type NameParts, normaliseEmail, normaliseNumber, personName } from '../identity/index.ts'
import { dateIn, toJsDate } from '../kit/clock.ts'
import type { WriteCtx } from '../kit/context.ts'
import { Conflict } from '../kit/errors.ts'
import { newId } from '../kit/ids.ts'
import { dbDate } from '../kit/periods.ts'
import { date } from '../kit/ui.ts'
import type { Line } from './judge.ts'
import type { OneList } from './queries.ts'
import type { Answers } from './service.ts'
import { url } from './urls.ts'
import { registerOf } from './wanted.ts'
import type { Candidate } from './world.ts'

interface Admitted {
  line: Line
  personId: string
  enrolmentId: string
  name: NameParts
  /** Whether the role was added to somebody known. */
  added: boolean
  /** Whether they were accepted before, which was withdrawn: the enrolment is the same. */
  again: boolean
  account: string | null
  email: string
}

/** Writes everybody of a list: set by set, with a mail to each. All rows are right by now. */
export async function admit(ctx: WriteCtx, list: OneList, { who }: Answers): Promise<Admitted[]> {
  const admitted = list.lines.filter((line) => !isThere(line, who)).map((line) => admittedOf(line, who))
  const people = new Set(admitted.map(({ personId }) => personId))
  if (people.size < admitted.length) throw new Conflict('Two rows would be the same person. Look at the answers again.')
  await writePeople(ctx, admitted)
  await writeEnrolments(ctx, list, admitted)
  await tell(ctx, list, admitted)
  return admitted
}

/** Whether the answer was that this is somebody of the programme: the row is left out. */
const isThere = ({ row, similar }: Line, who: Answers['who']): boolean =>
  similar.some(({ id, enrolmentId }) => enrolmentId !== null && id === who.get(row))

function admittedOf(line: Line, who: Answers['who']): Admitted {
  const chosen = line.known ?? line.similar.find(({ id }) => id === who.get(line.row)) ?? null
  const again = chosen?.withdrawnId != null
  const enrolmentId = chosen?.withdrawnId ?? newId()
  if (!chosen)
    return {
      line,
      personId: newId(),
      enrolmentId,
      name: line.wanted,
      added: false,
      again: false,
      account: null,
      email: line.wanted.email,
    }
  const { id, account } = chosen
  return { line, personId: id, enrolmentId, name: chosen, added: true, again, account, email: firstMail(chosen, line) }
}

/** Mails to somebody who is known go where they have them sent, not where somebody else typed. */
const firstMail = ({ emails }: Candidate, { wanted }: Line): string => emails[0] ?? wanted.email

async function writePeople(ctx: WriteCtx, admitted: readonly Admitted[]): Promise<void> {
  const fresh = admitted.filter(({ added }) => !added)
  await ctx.db.person.createMany({
    data: fresh.map(({ personId, line: { wanted } }) => ({
      ...{ id: personId, title: wanted.title, givenName: wanted.givenName, familyName: wanted.familyName },
    })),
  })
  await ctx.db.identifier.createMany({
    data: admitted.filter(({ added, email, line }) => !added || email === line.wanted.email).flatMap(addressOf),
    skipDuplicates: true,
  })
  await ctx.db.identifier.createMany({
    data: admitted.flatMap((one) => numberOf(ctx, one)),
    skipDuplicates: true,
  })
  const without = admitted.filter(({ account }) => account === null)
  await ctx.db.account.createMany({ data: without.map(({ personId }) => ({ personId, state: 'invited' as const })) })
}

const addressOf = ({ personId, line: { wanted } }: Admitted) => ({
  ...{ id: newId(), personId, kind: 'email' as const, value: wanted.email },
  ...{ normalised: normaliseEmail(wanted.email), primary: true },
})

/** The office has looked the number up: it counts as confirmed (R32). */
function numberOf(ctx: WriteCtx, { personId, line: { wanted } }: Admitted) {
  const kind = wanted.number ? registerOf(wanted.number) : null
  if (!kind) return []
  const normalised = normaliseNumber(wanted.number)
  return [{ id: newId(), personId, kind, value: wanted.number, normalised, verifiedAt: toJsDate(ctx.now) }]
}

async function writeEnrolments(ctx: WriteCtx, list: OneList, admitted: readonly Admitted[]): Promise<void> {
  const { programme, packVersionId, exitRoute } = list
  const at = toJsDate(ctx.now)
  const today = dateIn(ctx.now, ctx.config.timeZone)
  const termsOf = ({ line }: Admitted) => ({
    ...{ packVersionId, exitRoute, state: 'invited' as const, ftePercent: line.ftePercent },
    ...{ startsOn: dbDate(line.from!), endsOn: dbDate(line.until!) },
  })
  for (const one of admitted.filter(({ again }) => again)) {
    const { enrolmentId } = one
    await ctx.db.stagePeriod.deleteMany({ where: { enrolmentId } })
    await ctx.db.admission.delete({ where: { enrolmentId } })
    await ctx.db.enrolment.update({ where: { id: enrolmentId }, data: termsOf(one) })
  }
  await ctx.db.enrolment.createMany({
    data: admitted
      .filter(({ again }) => !again)
      .map((one) => ({ id: one.enrolmentId, personId: one.personId, programmeId: programme.id, ...termsOf(one) })),
  })
  await ctx.db.stagePeriod.createMany({
    data: admitted.map(({ enrolmentId, line: { stage, from, until, ftePercent } }) => {
      const end = from!.add({ months: Math.round((stage!.months * 100) / ftePercent) })
      const ends = end.since(until!).days > 0 ? until! : end
      return { id: newId(), enrolmentId, stageKey: stage!.key, from: dbDate(from!), until: dbDate(ends) }
    }),
  })
  await ctx.db.admission.createMany({
    data: admitted.map(({ enrolmentId, line: { from } }) => ({
      ...{ enrolmentId, acceptedAt: at, acceptedByName: ctx.actor.name, invitedAt: at },
      ...{ countsFrom: dbDate(from!.since(today).days > 0 ? from! : today), fee: list.feeDue ? 'due' : 'none' },
    })),
  })
}

/** An invitation to whoever has no account that is open; a word about the new role to whoever has. */
async function tell(ctx: WriteCtx, { programme, collegeId }: OneList, admitted: readonly Admitted[]): Promise<void> {
  const asWhat = ({ line }: Admitted) => `trainee in ${programme.name} from ${date(line.from)}`
  const known = admitted.filter(({ account }) => account === 'active')
  const invitations = admitted
    .filter(({ account }) => account !== 'active')
    .map((one) => ({ to: one, as: asWhat(one), data: { collegeId } }))
  const notices = known.map(({ personId, enrolmentId }) => ({
    ...{ personId, roleKey: `own:${enrolmentId}`, kind: 'enrolment.accepted', subjectId: personId, href: url.own },
    text: `You are accepted into ${programme.name}. Complete your enrolment`,
  }))
  const mails = known.map((one) => ({
    ...{ to: one.email, toPersonId: one.personId, subject: 'Complete your enrolment', purpose: 'enrolment.accepted' },
    text: `Dear ${personName(one.name)},\n\nyou have been accepted as ${asWhat(one)}. It belongs to the account that you have: sign in, choose the role at the top of the page and complete your enrolment.`,
    link: { label: 'Complete your enrolment', path: url.own },
  }))
  await ctx.services.notices.tellMany(ctx, { notices, mails: [...(await invitationMails(ctx, invitations)), ...mails] })
}

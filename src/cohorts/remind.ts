import type { SupervisionKind } from '../generated/client.ts'
import { type AuditEntry, command, execute, type Listener } from '../kit/command.ts'
import type { Ctx, WriteCtx } from '../kit/context.ts'
import { scoped } from '../kit/scope.ts'
import { date } from '../kit/ui.ts'
import { definePolicy } from '../policy/index.ts'
import { officersOf } from '../training/index.ts'
import { kindWords } from './supervisors.ts'
import { tellOfSupervisors } from './tell.ts'
import { url } from './urls.ts'

/** A supervision that ends soon in training that goes on, with nobody on record for after. */
interface Ending {
  id: string
  enrolmentId: string
  traineeId: string
  trainee: string
  name: string
  kind: SupervisionKind
  /** First day without (ISO), and the last day with. */
  until: string
  last: string
}

/** How many days before the end the office is told, once for each end. */
const remindDays = 28
const told = 'supervision.ending'
const named = 12

const systemPolicy = definePolicy({ visible: () => true, actions: {} })

/** What ends soon in the programme of `:programmeId` and its office was not told of; null where that is nothing. */
const findEndings = scoped(
  systemPolicy,
  async (_visible, ctx): Promise<{ rows: Ending[]; programmeId: string } | null> => {
    const programmeId = ctx.params.programmeId ?? ''
    const today = ctx.today.toString()
    const soon = ctx.today.add({ days: remindDays }).toString()
    const rows = await ctx.db.$queryRaw<Ending[]>`
    select s.id, e.id as "enrolmentId", p.id as "traineeId", concat_ws(' ', p.title, p."givenName", p."familyName") as trainee,
      concat_ws(' ', sp.title, sp."givenName", sp."familyName") as name, s.kind::text as kind, s.until::text as until,
      (s.until - 1)::text as last
    from "Supervision" s join "Enrolment" e on e.id = s."enrolmentId" join "Person" p on p.id = e."personId"
      join "Person" sp on sp.id = s."personId"
    where e."programmeId" = ${programmeId}::uuid and e.state <> 'closed' and s.track = 'main'
      and s.until > ${today}::date and s.until <= ${soon}::date and s.until < e."endsOn"
      and not exists (select 1 from "Supervision" n where n."enrolmentId" = s."enrolmentId" and n.kind = s.kind
        and n.track = s.track and n.id <> s.id and n."from" <= s.until and (n.until is null or n.until > s.until))
      and not exists (select 1 from "AuditEvent" a where a."enrolmentId" = e.id and a.type = ${told}
        and a.data->>'supervisionId' = s.id::text and a.data->>'until' = s.until::text)
    order by s.until, p."familyName", p.id`
    return rows.length > 0 ? { rows, programmeId } : null
  },
)

const words = ({ name, kind, trainee, last }: Ending) =>
  `${name} is ${kindWords[kind]} of ${trainee} until ${date(last)}`

/** R8, D16: one notice and one mail to each coordinator, however many end. */
const remindOffice = command({
  find: findEndings,
  may: () => true,
  run: async (ctx: WriteCtx, { rows, programmeId }) => {
    const officers = await officersOf(ctx, programmeId, ['coordinator'])
    const [first] = rows
    const rest = rows.length - named
    const more = rest > 0 ? `, and ${rest} more` : ''
    const sentence =
      rows.length === 1
        ? `${words(first!)}, and nobody is recorded for after that`
        : `Nobody is recorded for after the end of ${rows.length} supervisions: ${rows.slice(0, named).map(words).join('; ')}${more}`
    const href = rows.length === 1 ? `${url.supervisors(first!.enrolmentId)}?kind=${first!.kind}` : url.gaps
    const subjectId = rows.length === 1 ? first!.traineeId : null
    await tellOfSupervisors(
      ctx,
      officers.map(({ personId, roleKey }) => ({ personId, roleKey, href, sentence, subjectId })),
    )
    return rows
  },
  audit: (rows): AuditEntry[] =>
    rows.map(({ id, enrolmentId, traineeId, until, kind }) => ({
      ...{ type: told, subjectId: traineeId, enrolmentId },
      data: { supervisionId: id, until, kind },
    })),
})

/**
 * Reminds coordinators, once for each end, of supervisions that end within 28 days in training that goes on while nobody
 * follows. May run twice or late without harm.
 */
export async function remindOfEndings(ctx: Ctx, listeners: readonly Listener[]): Promise<void> {
  for (const { id } of await ctx.db.programme.findMany({ select: { id: true } })) {
    const one = { ...ctx, params: { programmeId: id } }
    if (await findEndings(one)) await execute(remindOffice, one, {}, listeners)
  }
}

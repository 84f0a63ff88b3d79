import type { ReplyLine } from '../evidence/index.ts'
import type { Rendered, Values } from '../forms/index.ts'
import type { RecordStatus } from '../generated/client.ts'
import { mailAddress } from '../identity/index.ts'
import { toJsDate } from '../kit/clock.ts'
import type { Ctx } from '../kit/context.ts'
import { mailOf, mailOfRequest, type RequestMail, type RequestMailRow } from './mail.ts'
import type { RequestState } from './states.ts'

/** What stands in a request's form so far; `preparedBy` is the delegate who left it ready, and when. */
export interface AskedDraft {
  values: Record<string, string | string[]>
  rev: number
  updatedAt: Date
  preparedBy: string | null
  preparedAt: Date | null
}

/** A request with its record and its two people: what every page and command of this room judges. */
export interface Asked {
  record: {
    id: string
    rev: number
    status: RecordStatus
    title: string
    formKey: string
    section: string
    kind: string
    values: Values
    personId: string
    enrolmentId: string
    packVersionId: string
    programmeId: string
    assessorId: string
    completedAt: Date | null
  }
  request: {
    state: RequestState
    assessorEmail: string
    generation: number
    sentAt: Date
    expiresAt: Date
    startedAt: Date | null
    endedAt: Date | null
    declineReason: string | null
    suggestedName: string | null
    suggestedEmail: string | null
    remindedDay: number
  }
  /** What became of the letter with the link that holds now; null where none was written. */
  mail: RequestMail | null
  trainee: { id: string; name: string; photoFileId: string | null; grade: string | null; email: string | null }
  assessor: { id: string; name: string; grade: string | null; claimedGrade: string | null; account: string | null }
  programme: { name: string; timeZone: string }
  stageKey: string | null
  itemKeys: string[]
  /** What the assessor has typed so far: inputs by name. */
  draft: AskedDraft | null
  /** The assessor's last completed form: their own words about themselves are offered again. */
  last: Values | null
  sites: { id: string; name: string }[]
  files: { id: string; name: string; size: number; sha256: string; mime: string }[]
  /** What the trainee typed from paper, where this was done earlier (R101). */
  paper: { values: Values; enteredAt: string } | null
  /** As the assessor signed it, or as it was corrected since. */
  rendered: Rendered | null
  /** The trainee's replies beside its comments. */
  replies: ReplyLine[]
}

type Row = Omit<Asked, 'request' | 'record' | 'draft' | 'mail'> & {
  record: Omit<Asked['record'], 'completedAt'> & { completedAt: string | null }
  request: {
    [K in keyof Asked['request']]: Asked['request'][K] extends Date | null ? string | null : Asked['request'][K]
  }
  draft: (Omit<AskedDraft, 'updatedAt' | 'preparedAt'> & { updatedAt: string; preparedAt: string | null }) | null
  mail: RequestMailRow | null
}

const at = (iso: string | null): Date | null => (iso === null ? null : new Date(iso))

/**
 * Everything about one request in one query. Whoever calls this has established that the record may be seen (its own
 * clause, the assessor's own id, or a link's token).
 */
export async function askedOf(ctx: Pick<Ctx, 'db' | 'now'>, recordId: string): Promise<Asked | null> {
  const [row] = await ctx.db.$queryRaw<Row[]>`
    select
      json_build_object('id', r.id, 'rev', r.rev, 'status', r.status, 'title', r.title, 'formKey', r."formKey",
        'section', r.section, 'kind', r.kind, 'values', r."values", 'personId', r."personId",
        'enrolmentId', r."enrolmentId", 'packVersionId', r."packVersionId", 'programmeId', r."programmeId",
        'assessorId', r."assessorId", 'completedAt', r."completedAt") as record,
      row_to_json(q) as request,
      ${mailOfRequest} as mail,
      json_build_object('id', p.id, 'name', concat_ws(' ', p.title, p."givenName", p."familyName"),
        'photoFileId', p."photoFileId", 'grade', p.grade,
        'email', ${mailAddress}) as trainee,
      json_build_object('id', a.id, 'name', concat_ws(' ', a.title, a."givenName", nullif(a."familyName", '')),
        'grade', a.grade, 'claimedGrade', a."claimedGrade", 'account', acc.state) as assessor,
      json_build_object('name', pr.name, 'timeZone', pr."timeZone") as programme,
      (select s."stageKey" from "StagePeriod" s where s."enrolmentId" = r."enrolmentId"
        and s."from" <= (${toJsDate(ctx.now)}::timestamptz at time zone pr."timeZone")::date
        and (s.until is null or s.until > (${toJsDate(ctx.now)}::timestamptz at time zone pr."timeZone")::date)
        limit 1) as "stageKey",
      (select coalesce(json_agg(l."itemKey" order by l."itemKey"), '[]'::json) from "Link" l
        where l."recordId" = r.id and l."enrolmentId" = r."enrolmentId") as "itemKeys",
      (select json_build_object('values', d."values", 'rev', d.rev, 'updatedAt', d."updatedAt",
        'preparedBy', d."preparedBy", 'preparedAt', d."preparedAt") from "Draft" d
        where d."personId" = r."assessorId" and d.key = 'record:' || r.id) as draft,
      (select o."values" from "Record" o where o."assessorId" = r."assessorId" and o.status = 'signed'
        and o.kind = r.kind and o.id <> r.id order by o."completedAt" desc limit 1) as last,
      (select coalesce(json_agg(json_build_object('id', si.id, 'name', si.name) order by si.name), '[]'::json)
        from "Site" si where si."networkId" = pr."networkId") as sites,
      (select coalesce(json_agg(json_build_object('id', f.id, 'name', f.name, 'size', f.size, 'sha256', f.sha256,
        'mime', f.mime)), '[]'::json) from "RecordFile" rf join "StoredFile" f on f.id = rf."fileId"
        where rf."recordId" = r.id) as files,
      (select json_build_object('values', e."values", 'enteredAt', e."enteredAt") from "PaperEntry" e
        where e."recordId" = r.id) as paper,
      (select v.rendered from "RecordVersion" v where v."recordId" = r.id and person_now(v."signerId") <> r."personId"
        order by v.seq desc limit 1) as rendered,
      (select coalesce(json_agg(json_build_object('field', y.field, 'by', y."authorName", 'at', y.at, 'text', y.text)), '[]'::json)
        from "Reply" y where y."recordId" = r.id) as replies
    from "Record" r
      join "AssessmentRequest" q on q."recordId" = r.id
      join "Person" p on p.id = r."personId"
      join "Person" a on a.id = r."assessorId"
      left join "Account" acc on acc."personId" = a.id
      join "Programme" pr on pr.id = r."programmeId"
    where r.id = ${recordId}::uuid`
  return row ? withDates(row) : null
}

/** JSON carries moments as texts. */
function withDates(row: Row): Asked {
  const { record, request, draft } = row
  return {
    ...row,
    record: { ...record, completedAt: at(record.completedAt) },
    request: {
      ...request,
      sentAt: at(request.sentAt)!,
      expiresAt: at(request.expiresAt)!,
      startedAt: at(request.startedAt),
      endedAt: at(request.endedAt),
    },
    mail: mailOf(row.mail),
    draft: draft ? { ...draft, updatedAt: at(draft.updatedAt)!, preparedAt: at(draft.preparedAt) } : null,
  }
}

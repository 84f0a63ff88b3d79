import { date, list } from '../kit/ui.ts'
import type { PublishedPack } from '../programmes/index.ts'

const pages: Record<string, string> = {
  '': 'a page',
  overview: 'your page',
  timeline: 'the timeline',
  library: 'the library',
  certificates: 'certificates and exams',
  supervisors: 'your supervisors',
  posts: 'where you train',
  round: 'a round of feedback',
  record: 'a record',
  'record.print': 'a record, to print',
  'record.json': 'a record, to take along as data',
  'record.pdf': 'a record, to take along as a PDF',
  dispute: 'a form whose signature is disputed',
  correction: 'a form that is to be corrected',
  'record.signed': 'a record, as it was signed',
  'record.amendments': 'what was corrected in a record',
  curriculum: 'the curriculum',
  progress: 'your progress',
  time: 'your training time',
  absences: 'your days away',
}

/** What somebody looked at, in words: pages by name, sections by the programme's own titles. */
export function pageWords(what: string, { pack }: PublishedPack): string {
  if (pages[what]) return pages[what]
  if (what.startsWith('file ')) return 'a file'
  const section = pack.rights.sections.find(({ key }) => key === what)
  return section ? section.title : what
}

const deeds: Record<string, string> = {
  'record.submitted': 'entered',
  'record.entered': 'recorded',
  'record.signed': 'signed',
  'record.linked': 'linked',
  'record.unlinked': 'took a link away from',
  'record.shared': 'shared',
  'record.unshared': 'made private again',
  'record.withdrawn': 'withdrew',
  'record.replied': 'replied to a comment in',
  'record.confirmed': 'confirmed',
  'record.corrected': 'put something right in',
  'record.disputed': 'disputed the signature of',
  'record.upheld': 'upheld the signature of',
  'record.voided': 'took out of the record',
  'correction.asked': 'asked for a correction of',
  'correction.refused': 'refused a correction of',
  'correction.withdrawn': 'took back a request for a correction of',
  'file.stored': 'uploaded a file to',
  'assessment.requested': 'asked for an assessment:',
  'assessment.opened': 'opened the form',
  'assessment.codeShown': 'showed a code for the assessment',
  'assessment.codeUsed': 'typed the code for the assessment',
  'assessment.handedOver': 'handed over a device for the assessment',
  'assessment.digitsSent': 'had six digits mailed to sign',
  'assessment.proofRefused': 'could not prove who signs',
  'assessment.entryLeft': 'gave back without signing',
  'assessment.quiet': 'noted that nobody had opened the request for',
  'mail.bounced': 'could not deliver the mail about',
  'assessment.completed': 'completed the assessment',
  'assessment.declined': 'declined the assessment',
  'assessment.withdrawn': 'withdrew the request for',
  'assessment.revived': 'sent again the request for',
  'appraisal.released': 'released',
  'judgement.self': 'rated',
  'judgement.signed': 'signed off',
  'judgement.moreEvidence': 'asked for more evidence on',
  'portfolio.looked': 'marked what was new as seen',
  'review.asked': 'asked for a review',
  'board.downloaded': 'downloaded a list of trainees',
  'admissions.downloaded': 'downloaded the list of invitations',
  'board.viewKept': 'kept a view of the board',
  'board.viewDropped': 'took away a view of the board',
  'supervision.changed': 'changed a supervisor',
  'training.timeRecorded': 'recorded a change of training time',
  'training.evidenceAllowed': 'let evidence from time away count:',
  'training.timeWithdrawn': 'withdrew a change of training time',
  'training.applicationApproved': 'approved an application about training time',
  'application.kept': 'kept a draft of an application',
  'application.sent': 'sent an application about training time',
  'application.stepApproved': 'approved an application, which goes on',
  'application.passedOn': 'passed an application on to whoever decides now',
  'application.reminded': 'reminded whoever decides on an application',
  'application.returned': 'sent an application back for changes',
  'application.rejected': 'rejected an application',
  'application.withdrawn': 'withdrew an application',
  'completion.lookedAt': 'looked at the day of completion',
  'post.applied': 'entered where training is',
  'post.changed': 'changed where training is',
  'post.withdrawn': 'took off the record where training was',
  'changeover.read': 'sent a sheet for a changeover',
  'changeover.begun': 'began a changeover',
  'changeover.applied': 'applied a changeover',
  'changeover.undoing': 'began to take a changeover back',
  'changeover.undone': 'took a changeover back',
  'changeover.discarded': 'threw a sheet for a changeover away',
  'supervision.objected': 'said that a supervisor on record is wrong',
  'supervision.answered': 'answered about a supervisor',
  'round.opened': 'opened a round of feedback',
  'round.rated': 'rated themselves for a round of feedback',
  'round.listed': 'changed whom to ask in a round of feedback',
  'round.sent': 'sent a round of feedback',
  'round.extended': 'gave a round of feedback more time',
  'round.ended': 'ended a round of feedback',
  'round.short': 'found too few answers in a round of feedback',
  'round.closed': 'closed a round of feedback',
  'round.paper': 'entered a paper copy in a round of feedback',
  'round.redacted': 'took identifiers out of a round of feedback',
  'round.released': 'released a round of feedback',
  'round.discussed': 'noted the discussion of a round of feedback',
  'person.updated': 'changed personal details',
  'photo.changed': 'changed the photo',
  'session.started': 'signed in',
  'session.ended': 'signed out',
  'session.acting': 'switched the role',
  'account.suspended': 'suspended the account',
  'account.takenUp': 'let coordinators choose somebody as supervisor',
  'account.invited': 'sent an invitation',
  'enrolment.fee': 'noted the fee of an enrolment',
  'enrolment.withdrawn': 'withdrew the acceptance of a trainee',
  'account.invitationOpened': 'opened the link of an invitation',
  'account.activated': 'opened the account',
  'absence.entered': 'entered days away',
  'absence.withdrawn': 'took back an entry of days away',
  'account.role': 'changed a role',
  'people.merged': 'made one of two entries of the same person:',
  'site.contacts': 'changed the contacts of a site',
  'site.capacity': 'changed how many trainees a site takes',
  'site.accredited': 'changed what a site is accredited for',
  'account.secondFactor': 'changed the second factor',
  'account.pin': 'changed the PIN',
  'password.asked': 'asked for a new password',
  'password.reset': 'chose a new password by a link',
  'password.changed': 'changed the password',
  'words.confirmed': 'confirmed free words in',
  'breach.reported': 'reported misuse or a breach',
}

const fieldWords: Record<string, string> = {
  givenName: 'given name',
  familyName: 'family name',
  dateOfBirth: 'date of birth',
  emergencyName: 'emergency contact',
  emergencyPhone: 'emergency contact',
  detailsCheckedAt: 'checked',
  theme: 'appearance',
  email: 'e-mail address',
  primaryEmail: 'where mails go',
}

interface DeedFacts {
  type: string
  title: string | null
  data: Record<string, unknown>
  supervisors: { was: string | null; is: string | null } | null
}

const strings = (value: unknown): string[] =>
  Array.isArray(value)
    ? value.filter((one): one is string => typeof one === 'string')
    : typeof value === 'string'
      ? [value]
      : []

/** What was done, as the rest of a sentence that begins with a name. The record's title follows apart, as a link. */
export function deedWords(deed: DeedFacts, pack: PublishedPack): { verb: string; rest: string } {
  const { type, data } = deed
  if (deed.supervisors?.was || deed.supervisors?.is)
    return { verb: 'changed', rest: supervisorWords(deed.supervisors, data) }
  const verb = deeds[type] ?? type.replace('.', ' ')
  const items = [...strings(data.itemKey), ...strings(data.itemKeys)].map((key) => {
    const item = pack.items.get(key)
    return item?.code ?? item?.title ?? key
  })
  const fields = [...new Set(strings(data.fields).map((field) => fieldWords[field] ?? field))]
  if (items.length) return { verb, rest: `${type === 'record.linked' ? 'to ' : ''}${list(items)}` }
  return { verb, rest: fields.length ? `(${list(fields)})` : '' }
}

/** "the educational supervisor from Dr Helen Marsh to Dr James Osei, from 25 Nov 2026". */
function supervisorWords(
  { was, is }: NonNullable<DeedFacts['supervisors']>,
  { kind, from }: DeedFacts['data'],
): string {
  const whom = [was && `from ${was}`, is ? `to ${is}` : 'to nobody'].filter(Boolean).join(' ')
  const day = typeof from === 'string' ? `, from ${date(from)}` : ''
  return `the ${kind === 'clinical' ? 'clinical' : 'educational'} supervisor ${whom}${day}`
}

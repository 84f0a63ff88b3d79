import { newId } from '../../src/kit/ids.ts'
import { ask, complete, linkFor, work } from '../assessments/support.ts'
import { links, sent } from '../rounds/support.ts'
import { enter } from './enter.ts'
import { FormPage } from './forms.ts'
import type { World } from './world.ts'

export const people = ['amara', 'tom', 'helen', 'idris', 'ruth', 'sam', 'james', 'morgan', 'visitor'] as const
export type Who = (typeof people)[number]

/** In which role they act where they have several. */
export async function rolesIn(world: World): Promise<Partial<Record<Who, string>>> {
  const grantOf = async (personId: string) =>
    `grant:${(await world.db.grant.findFirstOrThrow({ where: { personId } })).id}`
  return {
    helen: 'educationalSupervisor',
    idris: 'clinicalSupervisor',
    ruth: await grantOf(world.person.ruth),
    james: await grantOf(world.person.james),
  }
}

/** What the pages show. Amara owns it all; Helen is her educational, Idris (acting so) her clinical supervisor, Ruth her tutor. */
async function things(world: World) {
  const amara = await world.as('amara')
  const clinic = await enter(world, 'amara', 'clinic', {
    heldOn: '2026-11-10',
    specialty: 'cardiology',
    setting: 'face-to-face',
    newPatients: 3,
    consulted: true,
  })
  const reflection = await enter(world, 'amara', 'reflection-free', {
    title: 'A hard talk',
    text: 'What I learnt from it.',
    category: 'event',
    happenedOn: '2026-11-01',
  })
  const requested = await ask(world, amara)
  const completed = await ask(world, amara, { name: 'Dr Omar Said', email: 'omar.said@hospital.example' })
  const toHelen = await ask(world, amara, { assessor: world.person.helen, name: '', email: '' })
  const begin = FormPage.from(await amara.get('/appraisals/new/induction-appraisal'), 'main form[data-autosave]')
  const begun = await begin
    .fill({ 'f.aims': 'Twenty clinics', supervisor: `educationalSupervisor:${world.person.helen}` })
    .submit(amara, 'Send')
  const ready = FormPage.from(await amara.get(`/portfolios/${world.enrolment.amara}/review`), 'main form.form')
  await ready.fill({ reviewer: world.person.helen }).submit(amara)
  const review = await world.db.review.findFirstOrThrow()
  await work(world)
  const link = await linkFor(world, requested)
  await complete(world, await linkFor(world, completed))
  const mail = await world.db.mail.findFirstOrThrow()
  const upload = newId()
  await world.db.packUpload.create({
    data: {
      id: upload,
      collegeId: world.ids.college,
      uploadedById: world.person.morgan,
      name: 'half.zip',
      files: { 'pack.json': '{}' },
    },
  })
  const published = await world.db.packVersion.findUniqueOrThrow({ where: { id: world.ids.packVersion } })
  const content = published.content as { pack: object }
  const otherVersion = newId()
  await world.db.packVersion.create({
    data: {
      id: otherVersion,
      packKey: published.packKey,
      version: '2019.2',
      origin: 'local',
      sha256: 'of another content',
      content: { ...content, pack: { ...content.pack, version: '2019.2' } },
    },
  })
  const round = await sent(world)
  const [rater] = await links(world, round)
  const post = await world.db.placement.findFirstOrThrow({ where: { enrolmentId: world.enrolment.amara } })
  // The period of grace follows training, so that it changes nothing else.
  const grace = await world.db.statusPeriod.create({
    data: {
      ...{ id: newId(), enrolmentId: world.enrolment.amara, kind: 'grace', counts: 0, createdAt: new Date(0) },
      ...{ from: new Date('2028-08-05'), until: new Date('2029-02-05') },
      ...{ createdById: world.person.sam, createdByName: 'Sam' },
    },
  })
  const asking = async (query: string, button: string) => {
    const page = await amara.get(`/applications/new?${query}`)
    const form = FormPage.from(page, '#send-form').fill({ reason: 'caring', discussed: 'My supervisor' })
    return String((await form.submit(amara, button)).headers.location)
  }
  const application = await asking('kind=less-than-full-time&from=2027-08-04&percent=80', 'Send')
  const kept = await asking('kind=career-break&from=2027-09-01&last=2027-12-31', 'Keep as a draft')
  const accreditation = await world.db.siteAccreditation.create({
    data: {
      id: newId(),
      siteId: world.ids.sites[0]!,
      programmeId: world.ids.programme,
      level: 'All years',
      from: new Date('2020-08-01'),
    },
  })
  return {
    own: `/portfolios/${world.enrolment.amara}`,
    site: `/sites/${world.ids.sites[0]}`,
    accreditation: accreditation.id,
    role: (await world.db.grant.findFirstOrThrow({ where: { personId: world.person.ruth } })).id,
    clinic,
    reflection,
    requested,
    completed,
    application,
    kept,
    meeting: String(begun.headers.location),
    toHelen,
    link,
    mail: mail.id,
    round,
    rater: rater!,
    post: post.id,
    grace: grace.id,
    review: review.id,
    upload,
    otherVersion,
  }
}

export interface Row {
  route: string
  path: string
  /** Who reads it, under which heading; everybody else signed in gets 404, a visitor is led to the sign-in page. */
  reads: Partial<Record<Who, string | RegExp>> | { everybody: string | RegExp } | { signedIn: string | RegExp }
  /** Who sees that it is there and is told why it is not theirs (403). */
  refused?: readonly Who[]
  /** Bytes, not a page: only the status is looked at. */
  bytes?: true
  /** Not there for anybody, signed in or not. */
  absent?: true
}

const staff = (heading: string | RegExp) => ({ helen: heading, idris: heading, ruth: heading })
const office = (heading: string | RegExp) => ({ sam: heading, james: heading, morgan: heading })
const supervisors = ['helen', 'idris'] as const
const others = ['ruth', 'sam', 'james', 'morgan'] as const
const reaching = (heading: string | RegExp) => ({ amara: heading, ...staff(heading), ...office(heading) })

/** Every page with what each person gets there, written by hand. */
export async function everyPage(world: World): Promise<Row[]> {
  const made = await things(world)
  const version = `/programmes/versions/${world.ids.packVersion}`
  return [
    {
      route: '/',
      path: '/',
      reads: {
        amara: 'Good morning, Amara',
        tom: 'Good morning, Tom',
        helen: 'Good morning, Helen',
        idris: 'Good morning, Idris',
        ruth: 'Good morning, Ruth',
        sam: 'Good morning, Sam',
        james: 'Good morning, James',
        morgan: 'Good morning, Morgan',
      },
    },
    { route: '/todo', path: '/todo', reads: { signedIn: 'To do' } },
    { route: '/create', path: '/create', reads: { amara: 'Create', tom: 'Create' } },
    { route: '/portfolios/:enrolmentId', path: made.own, reads: reaching('Dr Amara Okafor') },
    {
      route: '/records/:id/reply/:field',
      path: `/records/${made.completed}/reply/doneWell`,
      reads: { amara: 'Reply to a comment' },
      refused: ['helen', 'idris', 'ruth', 'james'],
    },
    { route: '/portfolios/:enrolmentId/review', path: `${made.own}/review`, reads: { amara: 'Ready for review' } },
    {
      route: '/portfolios/:enrolmentId/reviews/:reviewId',
      path: `${made.own}/reviews/${made.review}`,
      reads: { amara: 'Review asked of Dr Helen Marsh', helen: 'Dr Amara Okafor is ready for review' },
    },
    {
      route: '/changeovers/',
      path: '/changeovers',
      reads: { sam: 'Changeover by sheet', james: 'Changeover by sheet' },
    },
    { route: '/admissions/', path: '/admissions', reads: { sam: 'Invitations', james: 'Invitations' } },
    { route: '/admissions/list.csv', path: '/admissions/list.csv', reads: { sam: '', james: '' }, bytes: true },
    { route: '/admissions/new', path: '/admissions/new', reads: { sam: 'Accept trainees', james: 'Accept trainees' } },
    ...(['csv', 'xlsx'] as const).map((ending) => ({
      route: `/changeovers/template/:programmeId/sheet.${ending}`,
      path: `/changeovers/template/${world.ids.programme}/sheet.${ending}`,
      reads: { sam: '', james: '' },
      bytes: true as const,
    })),
    { route: '/trainees/', path: '/trainees', reads: { ...staff('Your trainees'), ...office('Programme board') } },
    { route: '/trainees/gaps', path: '/trainees/gaps', reads: office('Gaps ahead') },
    { route: '/trainees/supervisors', path: '/trainees/supervisors', reads: office('Supervisors') },
    { route: '/portfolios/:enrolmentId/absences', path: `${made.own}/absences`, reads: reaching('Days away') },
    { route: '/trainees/staffing', path: '/trainees/staffing', reads: { sam: 'Supervisors of several trainees' } },
    { route: '/trainees/board.csv', path: '/trainees/board.csv', reads: { ...staff(''), ...office('') }, bytes: true },
    {
      route: '/trainees/:enrolmentId/supervisors',
      path: `/trainees/${world.enrolment.amara}/supervisors`,
      reads: { ...staff('Supervisors of Dr Amara Okafor'), ...office('Supervisors of Dr Amara Okafor') },
    },
    { route: '/sites/', path: '/sites', reads: { ...staff('Sites'), ...office('Sites') } },
    {
      route: '/sites/:siteId',
      path: made.site,
      reads: { ...reaching("St Anne's Hospital"), tom: "St Anne's Hospital" },
    },
    {
      route: '/sites/:siteId/contacts',
      path: `${made.site}/contacts`,
      reads: { ...office(/^Whom to ask at/), ruth: /^Whom to ask at/ },
    },
    {
      route: '/sites/:siteId/accreditations/new',
      path: `${made.site}/accreditations/new`,
      reads: office('Accredit a site'),
    },
    {
      route: '/sites/:siteId/accreditations/:periodId',
      path: `${made.site}/accreditations/${made.accreditation}`,
      reads: office('Change: All years'),
    },

    { route: '/sign-in', path: '/sign-in', reads: { everybody: /Sign in|signed in/ } },
    { route: '/reset', path: '/reset', reads: { everybody: /password/i } },
    { route: '/invitation', path: '/invitation', reads: { everybody: 'You need an invitation' } },
    { route: '/profile', path: '/profile', reads: { signedIn: 'Personal details' } },
    { route: '/supervisors/', path: '/supervisors', reads: { amara: 'My supervisors', tom: 'My supervisors' } },
    { route: '/announcements/', path: '/announcements', reads: { signedIn: 'Announcements' } },
    { route: '/announcements/new', path: '/announcements/new', reads: office('Write an announcement') },
    { route: '/delegates/', path: '/delegates', reads: { james: 'Delegates' } },
    {
      route: '/delegates/name/:personId',
      path: `/delegates/name/${world.person.sam}`,
      reads: { james: /^Let .* prepare for you$/ },
    },
    {
      route: '/messages/',
      path: '/messages',
      reads: { amara: 'Messages', tom: 'Messages', ruth: 'Messages', ...office('Messages') },
    },
    { route: '/profile/security', path: '/profile/security', reads: { signedIn: /Security/ } },
    {
      route: '/profile/security/second-factor',
      path: '/profile/security/second-factor',
      reads: { signedIn: 'Second factor' },
    },
    {
      route: '/profile/security/recovery-codes',
      path: '/profile/security/recovery-codes',
      reads: { signedIn: 'Recovery codes' },
    },
    { route: '/profile/security/pin', path: '/profile/security/pin', reads: { signedIn: 'PIN' } },

    { route: '/help', path: '/help', reads: { everybody: 'Help' } },
    { route: '/help/contacts', path: '/help/contacts', reads: { everybody: /Contact/ } },
    { route: '/help/terms', path: '/help/terms', reads: { everybody: /Terms/ } },
    { route: '/help/privacy', path: '/help/privacy', reads: { everybody: /Privacy/ } },
    { route: '/help/cookies', path: '/help/cookies', reads: { everybody: /Cookies/ } },
    { route: '/help/whats-new', path: '/help/whats-new', reads: { everybody: /new/ } },
    { route: '/help/breach', path: '/help/breach', reads: { everybody: /Report/ } },
    { route: '/glossary', path: '/glossary', reads: { everybody: 'Glossary' } },

    { route: '/reflections/', path: '/reflections', reads: { amara: /eflections/, tom: /eflections/ } },
    { route: '/reflections/new', path: '/reflections/new', reads: { amara: /eflect/, tom: /eflect/ } },
    { route: '/records/new/:formKey', path: '/records/new/clinic', reads: { amara: 'Clinic', tom: 'Clinic' } },
    { route: '/portfolios/:enrolmentId/timeline', path: `${made.own}/timeline`, reads: reaching(/record|Amara/i) },

    {
      route: '/assessments/',
      path: '/assessments',
      reads: { amara: /requests|Assessments/i, tom: /requests|Assessments/i },
    },
    {
      route: '/assessments/new',
      path: '/assessments/new',
      reads: { amara: 'Ask for an assessment', tom: 'Ask for an assessment' },
    },
    { route: '/assess/', path: '/assess', reads: { signedIn: /Requests/ } },
    { route: '/assess/history', path: '/assess/history', reads: { signedIn: 'What you completed' } },
    { route: '/assess/:id', path: `/assess/${made.toHelen}`, reads: { helen: /Amara/ } },
    { route: '/a/:token', path: made.link, reads: { everybody: /Amara/ }, refused: ['amara'] },

    // A round is there for the trainee and for whoever releases it, and for nobody else in any role.
    { route: '/rounds/', path: '/rounds', reads: { signedIn: 'Rounds of feedback' } },
    { route: '/rounds/asked', path: '/rounds/asked', reads: { signedIn: 'Feedback you are asked for' } },
    {
      route: '/rounds/:id',
      path: `/rounds/${made.round}`,
      reads: { amara: 'Multi-source feedback', helen: 'Multi-source feedback' },
    },
    { route: '/rounds/:id/read', path: `/rounds/${made.round}/read`, reads: {} },
    { route: '/rounds/:id/end', path: `/rounds/${made.round}/end`, reads: {} },
    { route: '/rounds/:id/self', path: `/rounds/${made.round}/self`, reads: {} },
    { route: '/rounds/:id/paper', path: `/rounds/${made.round}/paper`, reads: {} },
    { route: '/rounds/:id/discussion', path: `/rounds/${made.round}/discussion`, reads: {} },
    {
      route: '/r/:token',
      path: made.rater,
      reads: { everybody: 'Feedback for Dr Amara Okafor' },
      refused: ['amara'],
    },
    { route: '/site-ratings/', path: '/site-ratings', reads: { signedIn: 'Ratings of hospitals' } },
    // Programmes that ask for it are in tests/rounds/sites.test.ts.
    { route: '/site-ratings/new', path: '/site-ratings/new', reads: {} },
    { route: '/r/thanks', path: '/r/thanks', reads: { everybody: 'Thank you' } },
    { route: '/r/declined', path: '/r/declined', reads: { everybody: 'Thank you for saying so' } },

    { route: '/help/articles/:key', path: '/help/articles/signing-in', reads: { everybody: 'Signing in' } },
    { route: '/help/breaches', path: '/help/breaches', reads: { morgan: 'Reports of misuse or breaches' } },
    { route: '/people', path: '/people', reads: { morgan: 'People' } },
    { route: '/applications/', path: '/applications', reads: { signedIn: 'Applications' } },
    {
      route: '/applications/new',
      path: '/applications/new',
      reads: {
        amara: 'Apply for a change of training time',
        tom: 'Apply for a change of training time',
      },
    },
    {
      route: '/applications/new',
      path: '/applications/new?kind=parental-leave&from=2026-12-01&last=2027-12-31',
      reads: { amara: 'Parental leave', tom: 'Parental leave' },
    },
    {
      route: '/applications/:id',
      path: made.application,
      reads: { amara: /^Change of FTE/, helen: /^Change of FTE/, ...office(/^Change of FTE/) },
    },
    { route: '/applications/:id', path: made.kept, reads: { amara: /^Out of programme: career break/ } },
    { route: '/applications/:id/edit', path: `${made.kept}/edit`, reads: { amara: 'Career break (OOPC)' } },
    { route: '/corrections', path: '/corrections', reads: { signedIn: 'Corrections' } },
    {
      route: '/records/:id/correct',
      path: `/records/${made.completed}/correct`,
      reads: { amara: 'Request a correction' },
      refused: [...supervisors, ...others],
    },
    {
      route: '/records/:id/amendments',
      path: `/records/${made.completed}/amendments`,
      reads: { amara: /^What changed in/, ...staff(/^What changed in/), james: /^What changed in/ },
    },
    {
      route: '/records/:id/signed/:seq',
      path: `/records/${made.completed}/signed/1`,
      reads: { amara: /^As signed/, ...staff(/^As signed/), james: /^As signed/ },
    },
    {
      route: '/records/:id/signed/:seq/bytes',
      path: `/records/${made.completed}/signed/1/bytes`,
      reads: { amara: '' },
      bytes: true,
    },
    { route: '/integrity/', path: '/integrity', reads: office('Signatures') },
    {
      route: '/portfolios/:enrolmentId/integrity',
      path: `${made.own}/integrity`,
      reads: { james: 'Signatures of Dr Amara Okafor', morgan: 'Signatures of Dr Amara Okafor' },
    },
    { route: '/integrity/checks', path: '/integrity/checks', reads: { morgan: 'Checks of signatures' } },
    { route: '/merging/', path: '/merging', reads: { morgan: 'On record twice' } },
    {
      route: '/merging/:otherId/into/:keepId',
      path: `/merging/${world.person.ruth}/into/${world.person.helen}`,
      reads: { morgan: /goes into Dr Helen Marsh$/ },
    },
    { route: '/people/new', path: '/people/new', reads: { morgan: 'Invite somebody' } },
    { route: '/people/:personId', path: `/people/${world.person.helen}`, reads: { morgan: 'Dr Helen Marsh' } },
    {
      route: '/people/:personId/roles/:grantId',
      path: `/people/${world.person.ruth}/roles/${made.role}`,
      reads: { morgan: 'End: RCP tutor' },
    },
    { route: '/programmes/', path: '/programmes', reads: { morgan: 'Programmes' } },
    { route: '/programmes/upload', path: '/programmes/upload', reads: { morgan: 'Upload a version' } },
    {
      route: '/programmes/uploads/:uploadId',
      path: `/programmes/uploads/${made.upload}`,
      reads: { morgan: 'half.zip' },
    },
    { route: '/programmes/versions/:packVersionId', path: version, reads: { morgan: /2019\.1/ } },
    ...['curriculum', 'levels', 'forms', 'rules', 'rights', 'help'].map((part) => ({
      route: `/programmes/versions/:packVersionId/${part}`,
      path: `${version}/${part}`,
      reads: { morgan: /2019\.1/ },
    })),
    {
      route: '/programmes/versions/:packVersionId/forms/:formKey',
      path: `${version}/forms/clinic`,
      reads: { morgan: 'Clinic' },
    },
    {
      route: '/programmes/versions/:packVersionId/forms/:formKey/print',
      path: `${version}/forms/clinic/print`,
      reads: { morgan: 'Clinic' },
    },
    {
      route: '/programmes/versions/:packVersionId/compare',
      path: `${version}/compare?with=${made.otherVersion}`,
      reads: { morgan: /2019\.1 and 2019\.2/ },
    },
    {
      route: '/programmes/versions/:packVersionId/download',
      path: `${version}/download`,
      reads: { morgan: '' },
      bytes: true,
    },
    {
      route: '/portfolios/:enrolmentId/looked',
      path: `${made.own}/looked`,
      reads: { amara: 'Who looked at my portfolio' },
      refused: [...supervisors, ...others],
    },
    {
      route: '/portfolios/:enrolmentId/activity',
      path: `${made.own}/activity`,
      reads: { amara: 'What was done' },
      refused: [...supervisors, ...others],
    },

    { route: '/assessments/:id', path: `/assessments/${made.requested}`, reads: { amara: 'Falls clinic' } },
    { route: '/assessments/:id/code', path: `/assessments/${made.requested}/code`, reads: { amara: 'Show a code' } },
    {
      route: '/assessments/:id/code.svg',
      path: `/assessments/${made.requested}/code.svg`,
      reads: {},
      bytes: true,
    },
    {
      route: '/assessments/:id/hand-over',
      path: `/assessments/${made.requested}/hand-over`,
      reads: { amara: 'Hand over this device' },
    },
    { route: '/code/', path: '/code', reads: { everybody: 'Type the code' } },
    { route: '/assess/:id/photo', path: `/assess/${made.toHelen}/photo`, reads: {}, bytes: true },
    { route: '/a/:token/photo', path: `${made.link}/photo`, reads: {}, absent: true, bytes: true },
    { route: '/dev/mail', path: '/dev/mail', reads: { everybody: 'Mails of this demo' } },
    { route: '/dev/mail/:id', path: `/dev/mail/${made.mail}`, reads: { everybody: /asks you to complete/ } },

    // Those who see facts alone read the form's name where others read the record's title (decision 66).
    {
      route: '/records/:id',
      path: `/records/${made.clinic}`,
      reads: { ...reaching('Cardiology clinic'), sam: /^Clinic$/, morgan: /^Clinic$/ },
    },
    { route: '/records/:id', path: `/records/${made.reflection}`, reads: { amara: 'A hard talk' } },
    {
      route: '/records/:id/print',
      path: `/records/${made.clinic}/print`,
      reads: { ...reaching('Cardiology clinic'), sam: /^Clinic$/, morgan: /^Clinic$/ },
    },
    {
      route: '/records/:id/form.pdf',
      path: `/records/${made.clinic}/form.pdf`,
      reads: { amara: '', ...staff(''), james: '' },
      bytes: true,
    },
    {
      route: '/records/:id/form.json',
      path: `/records/${made.clinic}/form.json`,
      reads: { amara: '', ...staff(''), james: '' },
      bytes: true,
    },
    { route: '/records/:id/print', path: `/records/${made.reflection}/print`, reads: { amara: 'A hard talk' } },
    { route: '/records/:id/edit', path: `/records/${made.clinic}/edit`, reads: { amara: 'Change: Cardiology clinic' } },
    {
      route: '/records/:id/withdraw',
      path: `/records/${made.clinic}/withdraw`,
      reads: { amara: 'Withdraw “Cardiology clinic”?' },
      refused: [...supervisors, ...others],
    },
    { route: '/records/:id/links', path: `/records/${made.clinic}/links`, reads: { amara: 'Link to the curriculum' } },
    { route: '/records/:id/share', path: `/records/${made.reflection}/share`, reads: { amara: 'Show it to somebody' } },

    { route: '/portfolios/:enrolmentId/appraisals', path: `${made.own}/appraisals`, reads: reaching(/ppraisals/) },
    {
      route: '/appraisals/new/:formKey',
      path: '/appraisals/new/induction-appraisal',
      reads: { amara: 'Induction meeting', tom: 'Induction meeting' },
    },
    // Only a supervisor writes it; everybody who reaches the portfolio is told so in its place (R51).
    {
      route: '/portfolios/:enrolmentId/appraisals/new/:formKey',
      path: `${made.own}/appraisals/new/end-of-placement`,
      reads: reaching('End-of-placement appraisal'),
    },
    {
      route: '/portfolios/:enrolmentId/appraisals/:recordId',
      path: made.meeting,
      reads: { amara: /Induction/, helen: /Induction/ },
    },

    { route: '/portfolios/:enrolmentId/time', path: `${made.own}/time`, reads: reaching(/raining time/) },
    {
      route: '/portfolios/:enrolmentId/time/plot.svg',
      path: `${made.own}/time/plot.svg`,
      reads: reaching(''),
      bytes: true,
    },
    {
      route: '/portfolios/:enrolmentId/time/change',
      path: `${made.own}/time/change?what=oopr&from=2027-01-04&last=2027-12-31`,
      reads: { sam: 'Record a change of training time', morgan: 'Record a change of training time' },
      refused: ['amara', ...supervisors, 'ruth', 'james'],
    },
    {
      route: '/portfolios/:enrolmentId/time/withdraw/:eventId',
      path: `${made.own}/time/withdraw/${made.grace}`,
      reads: { sam: 'Withdraw it from the record', morgan: 'Withdraw it from the record' },
      refused: ['amara', ...supervisors, 'ruth', 'james'],
    },
    // In this programme the office keeps posts; a programme in which trainees do is in tests/training.
    { route: '/portfolios/:enrolmentId/posts', path: `${made.own}/posts`, reads: reaching(/^Post/) },
    {
      route: '/portfolios/:enrolmentId/posts/new',
      path: `${made.own}/posts/new`,
      reads: { sam: /^Add a post/ },
      refused: ['amara', ...supervisors, 'ruth', 'james', 'morgan'],
    },
    {
      route: '/portfolios/:enrolmentId/posts/:postId',
      path: `${made.own}/posts/${made.post}`,
      reads: { sam: /^Change: / },
      refused: ['amara', ...supervisors, 'ruth', 'james', 'morgan'],
    },
    {
      route: '/portfolios/:enrolmentId/posts/rotate/nudge',
      path: `${made.own}/posts/rotate/nudge`,
      reads: { ...reaching('Before Dr Amara Okafor rotates'), amara: 'Before you rotate' },
    },
    {
      route: '/portfolios/:enrolmentId/posts/rotate',
      path: `${made.own}/posts/rotate`,
      reads: { ...reaching('Before Dr Amara Okafor rotates'), amara: 'Before you rotate' },
    },
    {
      route: '/portfolios/:enrolmentId/posts/plan.svg',
      path: `${made.own}/posts/plan.svg`,
      reads: reaching(/.*/),
      bytes: true,
    },
    { route: '/portfolios/:enrolmentId/library', path: `${made.own}/library`, reads: reaching('Library') },
    {
      route: '/portfolios/:enrolmentId/certificates',
      path: `${made.own}/certificates`,
      reads: reaching('Certificates and exams'),
    },
    { route: '/portfolios/:enrolmentId/logs/:section', path: `${made.own}/logs/clinics`, reads: reaching(/^Clinics/) },
    {
      route: '/portfolios/:enrolmentId/logs/:section/pace.svg',
      path: `${made.own}/logs/clinics/pace.svg`,
      reads: reaching(''),
      bytes: true,
    },
    // What a clinic was about is not a fact.
    {
      route: '/portfolios/:enrolmentId/logs/:section/variety.svg',
      path: `${made.own}/logs/clinics/variety.svg`,
      reads: { amara: '', ...staff(''), james: '' },
      bytes: true,
    },

    { route: '/portfolios/:enrolmentId/progress', path: `${made.own}/progress`, reads: reaching('Requirements') },
    {
      route: '/portfolios/:enrolmentId/progress/:ruleId',
      path: `${made.own}/progress/clinics`,
      reads: reaching('Clinics'),
    },
    { route: '/portfolios/:enrolmentId/curriculum', path: `${made.own}/curriculum`, reads: reaching('Curriculum') },
    {
      route: '/portfolios/:enrolmentId/curriculum/:itemKey',
      path: `${made.own}/curriculum/cip-c4`,
      reads: reaching(/^C4 Outpatients/),
    },
    {
      route: '/portfolios/:enrolmentId/curriculum/:itemKey/levels.svg',
      path: `${made.own}/curriculum/cip-c4/levels.svg`,
      reads: reaching(''),
      bytes: true,
    },
    {
      route: '/portfolios/:enrolmentId/link-records',
      path: `${made.own}/link-records`,
      reads: { amara: 'Link records to the curriculum' },
      refused: [...supervisors, ...others],
    },
    {
      route: '/portfolios/:enrolmentId/sign-off/:itemKey',
      path: `${made.own}/sign-off/cip-c4`,
      reads: { helen: /^C4/, idris: /^C4/ },
      refused: ['amara', ...others],
    },
  ]
}

/** Routes that other tests read in the states that they need. */
export const elsewhere: Record<string, string> = {
  '/files/:id': 'tests/evidence (uploads)',
  '/corrections/:id': 'tests/corrections/corrections.test.ts',
  '/c/:token': 'tests/corrections/corrections.test.ts',
  '/integrity/disputes/:id': 'tests/integrity/disputes.test.ts',
  '/integrity/not-me/:id': 'tests/integrity/disputes.test.ts',
  '/not-me/:token': 'tests/integrity/disputes.test.ts',
  '/changeovers/:id': 'tests/changeovers/routes.test.ts',
  '/admissions/lists/:listId': 'tests/admissions/admissions.test.ts',
  '/admissions/:enrolmentId': 'tests/admissions/admissions.test.ts',
  '/enrolment/': 'tests/admissions/admissions.test.ts',
  '/integrity/checks/:id': 'tests/integrity/checks.test.ts',
  '/enter/:packVersionId/:formKey': 'tests/evidence/entering.test.ts',
  '/a/:token/files/:fileId': 'tests/assessments (files of a request)',
  '/assess/:id/files/:fileId': 'tests/assessments (files of a request)',
  '/code/:token': 'tests/assessments/code.test.ts',
  '/code/:token/photo': 'tests/assessments/code.test.ts',
  '/code/:token/files/:fileId': 'tests/assessments/code.test.ts',
  '/device/:token': 'tests/assessments/handOver.test.ts',
  '/device/:token/photo': 'tests/assessments/handOver.test.ts',
  '/device/:token/files/:fileId': 'tests/assessments/handOver.test.ts',
  '/portfolios/:enrolmentId/links/confirm': 'tests/evidence (linking a private record)',
  '/portfolios/:enrolmentId/links/choose': 'tests/evidence (linking many)',
  '/sign-in/code': 'tests/identity/secondFactor.test.ts',
  '/profile/security/second-factor/qr.svg': 'tests/identity/secondFactor.test.ts',
  '/rounds/:id/code.svg': 'tests/rounds/survey.test.ts',
  '/site-ratings/:id': 'tests/rounds/sites.test.ts',
  '/messages/:id': 'tests/messages/routes.test.ts',
  '/messages/:id/write': 'tests/messages/routes.test.ts',
  '/announcements/:id': 'tests/announcements/routes.test.ts',
  '/s/:token': 'tests/rounds/survey.test.ts',
  '/reset/:token': 'tests/identity/links.test.ts',
  '/invitation/:token': 'tests/identity/links.test.ts',
  '/confirm-address/:token': 'tests/identity/links.test.ts',
}

/** What the table says that somebody gets. */
export function expectation(row: Row, who: Who): { status: number; heading: string | RegExp | null } {
  const { reads } = row
  if (row.refused?.includes(who)) return { status: 403, heading: 'You cannot do this here' }
  if ('everybody' in reads) return { status: 200, heading: reads.everybody }
  if (row.absent) return { status: 404, heading: null }
  if (who === 'visitor') return { status: 303, heading: null }
  if ('signedIn' in reads) return { status: 200, heading: reads.signedIn }
  const heading = (reads as Partial<Record<Who, string | RegExp>>)[who]
  return heading === undefined ? { status: 404, heading: 'Not found' } : { status: 200, heading }
}

import { parse } from 'node-html-parser'
import { actorFor } from '../../src/actor.ts'
import { tellEndedDelegates } from '../../src/delegates/index.ts'
import { execute } from '../../src/kit/command.ts'
import { Forbidden } from '../../src/kit/errors.ts'
import { newId } from '../../src/kit/ids.ts'
import { createLog } from '../../src/kit/log.ts'
import { dbDate } from '../../src/kit/periods.ts'
import { type Finder, isOpen } from '../../src/kit/scope.ts'
import { type Actor, depth, enrolmentsOf, holds, visibleRecords } from '../../src/policy/index.ts'
import { rooms } from '../../src/rooms.ts'
import { systemContext } from '../../src/worker.ts'
import { FormPage, headingOf, wordsOf } from '../support/forms.ts'
import { radiology } from '../support/radiology.ts'
import { testWorld, worldNow } from '../support/world.ts'

const world = await testWorld()
const here = await radiology(world)
const { db, clock, services } = world
const own = `/portfolios/${here.enrolment.oscar}`
const review = `${own}/appraisals/new/dot-review`

type Name = keyof typeof here.person
const addressOf = (name: Name) => `${name}@delegates.example`

beforeAll(async () => {
  await db.identifier.createMany({
    data: (Object.keys(here.person) as Name[]).map((name) => ({
      ...{ id: newId(), personId: here.person[name], kind: 'email' as const, value: addressOf(name) },
      ...{ normalised: addressOf(name), verifiedAt: new Date(worldNow), primary: false },
    })),
  })
})

/** Grace lets Nina prepare, unless said otherwise. */
async function give({ email = addressOf('nina'), ...days }: Record<string, string> = {}) {
  const grace = await here.as('grace')
  const found = await FormPage.from(await grace.get('/delegates'), 'form[action="/delegates"]')
    .fill({ email })
    .submit(grace)
  if (found.status !== 303) return found
  return FormPage.from(await grace.get(String(found.headers.location)), 'main form')
    .fill({ from: '2026-11-22', last: '2026-11-30', ...days })
    .submit(grace)
}
const clockContext = () => systemContext({ ...world, log: createLog('silent') }, services)
/** Notices and mails that told Nina of an end. */
const toldNina = async () => [
  await db.notice.count({ where: { personId: here.person.nina, kind: 'delegate.ended' } }),
  await db.mail.count({ where: { toPersonId: here.person.nina, subject: { startsWith: 'You no longer prepare' } } }),
]
const newest = () => db.delegation.findFirstOrThrow({ orderBy: { id: 'desc' } })
const given = async (values: Record<string, string> = {}): Promise<string> => {
  expect((await give(values)).status).toBe(303)
  return `for:${(await newest()).id}`
}
const actorAs = (personId: string, roleKey?: string): Promise<Actor> =>
  actorFor({ db, clock, packs: services.packs }, personId, 'test', roleKey)
const rolesOf = async (personId: string) => (await actorAs(personId)).roles.map(({ key }) => key)

afterEach(async () => {
  clock.set(worldNow)
  await db.draft.deleteMany({})
  await db.delegation.deleteMany({})
  await db.notice.deleteMany({ where: { kind: 'delegate.given' } })
})

const written = {
  'f.reviewed.from': '2026-02-02',
  'f.reviewed.to': '2026-08-02',
  'f.metOn': '2026-08-03',
  'f.progress': 'on-track',
  'f.strengths': 'Careful reports',
  'f.development': 'Ultrasound',
  'f.plan': 'Two lists a week',
}

const asked = {
  'f.population': 'Adults with suspected cord compression',
  'f.intervention': 'Magnetic resonance',
  'f.result': 'Time to diagnosis',
  'f.search': 'Two databases',
  'f.appraisal': 'Three cohorts',
  'f.answer': 'Magnetic resonance first',
  'f.seenOn': '2026-11-20',
}
const completed = {
  'f.outcome': 'satisfactory',
  'f.position': 'consultant',
  'f.registration': 'MED0001',
  'f.agreedAction': 'Present it',
  'f.declared': 'yes',
}

/** Oscar asks Grace for a critically appraised topic, which directors complete. */
async function askGrace(more: Record<string, string> = {}) {
  const oscar = await here.as('oscar')
  const form = FormPage.from(await oscar.get('/assessments/new?form=cat'), 'main form.form')
  const sent = await form.fill({ assessor: here.person.grace, ...asked, ...more }).submit(oscar)
  expect([sent.status, sent.status === 303 ? '' : wordsOf(sent)]).toEqual([303, ''])
  return { id: String(sent.headers.location).split('/').at(-1)!, oscar }
}

describe('C15: naming a delegate takes two steps', () => {
  it('says who it is, and what they may prepare and never do, before anything is given', async () => {
    const grace = await here.as('grace')
    const found = await FormPage.from(await grace.get('/delegates'), 'form[action="/delegates"]')
      .fill({ email: addressOf('nina') })
      .submit(grace)
    expect(found.status).toBe(303)
    expect(await db.delegation.count()).toBe(0)
    const page = await grace.get(String(found.headers.location))
    const words = wordsOf(page)
    expect(words).toContain('Ms Nina Cole')
    expect(words).toMatch(/Education Support Officer, Northern network/i)
    expect(words).toContain('College of Radiologists')
    expect(words).toMatch(/They can never: .*sign, release, decide/)
    const days = FormPage.from(page, 'main form').fill({ from: '2026-11-22', last: '2026-11-30' })
    expect((await days.submit(grace)).status).toBe(303)
    expect(await newest()).toMatchObject({ toPersonId: here.person.nina })
    const list = wordsOf(await grace.get('/delegates'))
    expect(list).toMatch(/From whom Ms Nina Cole, 22 Nov 2026 to 30 Nov 2026/)
    // Where the programme is, it is evening already.
    expect(list).toContain('22 Nov 2026, 20:00')
  })

  it('is refused for whoever is no administrator, or one of another college, and shows nothing of them', async () => {
    const other = `sam-${addressOf('nina')}`
    const at = { verifiedAt: new Date(worldNow), primary: false }
    const sam = { id: newId(), personId: world.person.sam, kind: 'email' as const, value: other, normalised: other }
    await db.identifier.create({ data: { ...sam, ...at } })
    expect(wordsOf(await give({ email: addressOf('victor') }))).toContain('Dr Victor Hale is no administrator')
    expect(wordsOf(await give({ email: other }))).toContain('administrator of another college (College of Physicians)')
    const grace = await here.as('grace')
    for (const id of [here.person.victor, world.person.sam, here.person.oscar, here.person.grace])
      expect((await grace.get(`/delegates/name/${id}`)).status).toBe(404)
    expect(await db.delegation.count()).toBe(0)
  })
})

describe('C15: a delegate prepares', () => {
  it('reaches what the director reaches, in a role that says so, and nothing else', async () => {
    const nina = await here.as('nina', await given())
    const home = await nina.get('/')
    expect(home.text).toContain('delegate of Dr Grace Wu')
    expect((await nina.get(own)).status).toBe(200)
    const mia = await nina.get(`/portfolios/${here.enrolment.mia}`)
    expect(headingOf(mia.text)).not.toContain('Mia')
    expect((await nina.get(`/portfolios/${world.enrolment.amara}`)).status).toBe(404)
    expect(wordsOf(await nina.get('/trainees'))).toContain('Oscar Lindqvist')
  })

  it('fills in a report without a button to sign, and leaves it ready for the director, who reads who prepared it', async () => {
    const nina = await here.as('nina', await given())
    const opened = await nina.get(review)
    // Days that stand in it when it opens are nobody's work.
    const empty = FormPage.from(opened, 'main form[data-autosave]')
    expect((await empty.submit(nina, 'Leave it ready for Dr Grace Wu')).status).toBe(422)
    await db.draft.deleteMany({})
    const form = FormPage.from(opened, 'main form[data-autosave]').fill(written)
    expect(opened.text).not.toContain('Keep, and read it through')
    expect(wordsOf(opened)).toContain('Dr Grace Wu signs it, not you')
    const refused = await nina
      .post(review)
      .set('content-type', 'application/x-www-form-urlencoded')
      .send(`${form.body()}&f.declared=yes`)
    expect(refused.status).toBe(403)
    expect(wordsOf(refused)).toMatch(/As a delegate of Dr Grace Wu you prepare; you never sign, decide or send/)
    expect(refused.text).toMatch(/href="\/delegates"[^>]*>[^<]*Leave it ready for Dr Grace Wu/)
    expect(await db.record.count({ where: { formKey: 'dot-review' } })).toBe(0)

    expect(opened.text).not.toContain('name="f.declared"')
    const left = await form.submit(nina, 'Leave it ready for Dr Grace Wu')
    expect([left.status, left.headers.location]).toEqual([303, '/delegates'])
    const after = await nina.get('/delegates')
    const told = wordsOf(after)
    expect(after.text).toMatch(
      /Left ready for Dr Grace Wu: Director of Training review, Dr Oscar Lindqvist\. They have been told/,
    )
    expect(told).toMatch(/Left ready, not signed yet 1 .*Left ready 22 Nov 2026, 20:00/)
    expect(told).toContain('Nothing begun yet')

    const grace = await here.as('grace')
    const home = wordsOf(await grace.get('/'))
    expect(home).toContain('Ms Nina Cole has prepared this for you')
    expect(home).toMatch(/Director of Training review, Dr Oscar Lindqvist .*prepared by Ms Nina Cole.*Read and sign/i)
    expect(wordsOf(await grace.get('/delegates'))).toMatch(
      /Left ready for you 1 .*Director of Training review.*Ms Nina Cole 22 Nov 2026, 20:00/,
    )
    const reading = await grace.get(review)
    expect(wordsOf(reading)).toContain('Prepared by Ms Nina Cole, 22 Nov 2026, 20:00. Read it before you sign')
    const page = FormPage.from(reading, 'main form[data-autosave]')
    expect(page.value('f.strengths')).toBe('Careful reports')
    const kept = await page.fill({ 'f.declared': 'yes' }).submit(grace)
    expect(kept.status).toBe(303)
    const path = String(kept.headers.location)
    const through = await grace.get(path)
    expect(wordsOf(through)).toMatch(/Prepared by Ms Nina Cole, 22 Nov 2026, 20:00/)
    expect((await FormPage.from(through, `main form[action="${path}/release"]`).submit(grace)).status).toBe(303)
    const version = await db.recordVersion.findFirstOrThrow({ orderBy: { signedAt: 'desc' } })
    expect(version).toMatchObject({ signerName: 'Dr Grace Wu', signerId: here.person.grace })
    const signed = JSON.parse(Buffer.from(version.content).toString())
    expect(signed.record).toMatchObject({ preparedBy: 'Ms Nina Cole', preparedAt: '2026-11-22T09:00:00.000Z' })
    expect(wordsOf(await nina.get('/delegates'))).not.toContain('Left ready, not signed yet')

    const oscar = await here.as('oscar')
    const seen = wordsOf(await oscar.get(`/records/${version.recordId}`))
    expect(seen).toContain('prepared by Ms Nina Cole, 22 Nov 2026, 20:00')
    expect(seen).toContain('Ms Nina Cole prepared it for the one who signs')
    expect(wordsOf(await oscar.get(`/records/${version.recordId}/signed/${version.seq}`))).toContain(
      'Prepared by Ms Nina Cole',
    )
  })

  it('finds what trainees asked the director for, fills it in and leaves it ready; the director reads who did, and signs', async () => {
    const { id, oscar } = await askGrace()
    const nina = await here.as('nina', await given())
    const at = `/assess/${id}`
    for (const page of ['/', '/todo', '/assess']) {
      const listed = await nina.get(page)
      expect([page, listed.text.includes(`href="${at}"`), /Prepare</.test(listed.text)]).toEqual([page, true, true])
    }
    expect(wordsOf(await nina.get('/todo'))).toContain('Dr Oscar Lindqvist asks Dr Grace Wu for')
    expect(wordsOf(await nina.get('/assess'))).toContain('Requests to Dr Grace Wu')
    expect((await nina.get('/delegates')).text).toContain('href="/assess"')
    expect(wordsOf(await oscar.get(`/assessments/${id}`))).toContain('Ms Nina Cole, delegate of Dr Grace Wu')

    expect((await nina.get(`/assessments/${id}`)).text).toContain(`href="${at}"`)
    const opened = await nina.get(at)
    expect(opened.status).toBe(200)
    for (const never of ['Complete and sign', 'Decline', 'Declaration']) expect(opened.text).not.toContain(never)
    expect(wordsOf(opened)).toContain('Where it says “you”, Dr Grace Wu is meant.')
    expect(wordsOf(opened)).not.toContain('nothing else of the portfolio')
    const empty = await FormPage.from(opened, 'main form[data-autosave]').submit(nina, 'Leave it ready for Dr Grace Wu')
    expect([empty.status, wordsOf(empty)]).toEqual([422, expect.stringContaining('Nothing is filled in yet')])
    expect(empty.text).toContain(`href="${at}"`)
    await db.draft.deleteMany({})
    const form = FormPage.from(opened, 'main form[data-autosave]').fill({ 'f.doneWell': 'Sees what matters' })
    for (const way of ['', '/draft', '/decline', '/opened', '/nudge']) {
      const sent = await nina
        .post(`${at}${way}`)
        .set('content-type', 'application/x-www-form-urlencoded')
        .send(form.body())
      expect([way, sent.status]).toEqual([way, 403])
    }
    expect(await db.record.findUniqueOrThrow({ where: { id } })).toMatchObject({ status: 'requested' })
    expect((await form.submit(nina, 'Save draft')).status).toBe(303)
    // Kept, and nobody else's: the director finds nothing yet, and the trainee is not told that anything has begun.
    const grace = await here.as('grace')
    expect((await grace.get(at)).text).not.toContain('Sees what matters')
    expect(await db.assessmentRequest.findUniqueOrThrow({ where: { recordId: id } })).toMatchObject({ state: 'sent' })
    const again = FormPage.from(await nina.get(at), 'main form[data-autosave]')
    expect(again.value('f.doneWell')).toBe('Sees what matters')
    expect((await again.submit(nina, 'Leave it ready for Dr Grace Wu')).headers.location).toBe('/delegates')
    expect(wordsOf(await nina.get('/delegates'))).toContain('Left ready, not signed yet')
    expect((await nina.get('/assess')).text).not.toContain(`href="${at}"`)
    expect(wordsOf(await nina.get(at))).toContain('Left ready for Dr Grace Wu')

    expect(wordsOf(await grace.get('/'))).toContain('Ms Nina Cole has prepared this for you')
    for (const page of ['/', '/todo', '/assess']) {
      const listed = wordsOf(await grace.get(page))
      const says = [/prepared by Ms Nina Cole/i, /Read and sign/].map((words) => words.test(listed))
      expect([page, ...says]).toEqual([page, true, true])
    }
    const reading = await grace.get(at)
    expect(wordsOf(reading)).not.toContain('nothing else of the portfolio')
    expect(wordsOf(reading)).toContain('Prepared by Ms Nina Cole, 22 Nov 2026, 20:00. Read it before you sign')
    const signing = FormPage.from(reading, 'main form[data-autosave]')
    expect(signing.value('f.doneWell')).toBe('Sees what matters')
    const signed = await signing.fill(completed).submit(grace, 'Complete and sign')
    expect([signed.status, signed.status === 303 ? '' : wordsOf(signed)]).toEqual([303, ''])
    expect(await db.record.findUniqueOrThrow({ where: { id } })).toMatchObject({
      ...{ status: 'signed', preparedBy: 'Ms Nina Cole' },
    })
    const version = await db.recordVersion.findFirstOrThrow({ where: { recordId: id }, orderBy: { seq: 'desc' } })
    expect(version).toMatchObject({ signerId: here.person.grace })
  })

  it('takes back what was left ready to mend it, until the director has written in it', async () => {
    const { id } = await askGrace({ 'f.seenOn': '2026-11-18' })
    const at = `/assess/${id}`
    const [nina, grace] = [await here.as('nina', await given()), await here.as('grace')]
    expect(wordsOf(await (await here.as('nina')).get('/'))).toContain(
      'You may prepare for Dr Grace Wu from 22 Nov 2026',
    )
    const leave = async (words: string) => {
      const form = FormPage.from(await nina.get(at), 'main form[data-autosave]').fill({ 'f.doneWell': words })
      expect((await form.submit(nina, 'Leave it ready for Dr Grace Wu')).status).toBe(303)
    }
    const back = async () => FormPage.from(await nina.get('/delegates'), 'form[action^="/delegates/back/"]')
    await leave('A slip')
    expect((await nina.get(at)).text).toContain('href="/delegates"')
    expect((await (await back()).submit(nina)).headers.location).toBe(at)
    const mended = FormPage.from(await nina.get(at), 'main form[data-autosave]')
    expect(mended.value('f.doneWell')).toBe('A slip')
    expect((await grace.get(at)).text).not.toContain('A slip')
    expect(wordsOf(await grace.get('/'))).toContain('Ms Nina Cole has taken this back')

    await leave('Mended')
    const late = await back()
    clock.set('2026-11-22T09:05:00Z')
    const hers = FormPage.from(await grace.get(at), 'main form[data-autosave]').fill({
      'f.doneWell': 'Mended by Grace',
    })
    expect((await hers.submit(grace, 'Save draft')).status).toBe(303)
    expect(wordsOf(await late.submit(nina))).toContain('has written in it by now')
    const listed = await nina.get('/delegates')
    expect([wordsOf(listed).includes('has written in it since'), listed.text.includes('/delegates/back/')]).toEqual([
      ...[true, false],
    ])
    expect(FormPage.from(await grace.get(at), 'main form[data-autosave]').value('f.doneWell')).toBe('Mended by Grace')
  })

  it('shows what a delegate had written where the role was withdrawn meanwhile, to be copied', async () => {
    const nina = await here.as('nina', await given())
    const form = FormPage.from(await nina.get(review), 'main form[data-autosave]').fill({
      'f.strengths': 'Careful and kind',
    })
    await db.delegation.updateMany({ data: { endedAt: new Date(worldNow), endedReason: 'Moved' } })
    const late = await form.submit(nina, 'Leave it ready for Dr Grace Wu')
    expect([late.status, wordsOf(late)]).toEqual([409, expect.stringContaining('Careful and kind')])
  })

  it('opens no request beyond the days, the reach and the pack, and none that the director has begun', async () => {
    const { id } = await askGrace()
    const at = `/assess/${id}`
    const key = await given()
    const nina = await here.as('nina', key)
    const reads = async () => [(await nina.get(at)).status, (await nina.get('/assess')).text.includes(`href="${at}"`)]
    expect(await reads()).toEqual([200, true])
    const was = await db.record.findUniqueOrThrow({ where: { id } })
    const changed = async (data: Record<string, string>) => {
      await db.record.update({ where: { id }, data })
      const now = await reads()
      const { section, assessorId, enrolmentId, personId, sharedState } = was
      await db.record.update({ where: { id }, data: { section, assessorId, enrolmentId, personId, sharedState } })
      return now
    }
    expect(await changed({ assessorId: here.person.victor })).toEqual([404, false])
    expect(await changed({ enrolmentId: here.enrolment.mia, personId: here.person.mia })).toEqual([404, false])
    // The pack lets a director read teaching, and write none.
    expect(await changed({ section: 'teaching' })).toEqual([404, false])
    expect(await changed({ sharedState: 'private' })).toEqual([404, false])
    // As herself she was asked for nothing.
    expect((await (await here.as('nina')).get(at)).status).toBe(404)

    const grace = await here.as('grace')
    const begun = FormPage.from(await grace.get(at), 'main form[data-autosave]').fill({ 'f.doneWell': 'Mine alone' })
    expect((await begun.submit(grace, 'Save draft')).status).toBe(303)
    const closed = await nina.get(at)
    expect(wordsOf(closed)).toContain('Dr Grace Wu has begun this')
    expect(closed.text).not.toContain('Mine alone')
    expect((await nina.get('/assess')).text).not.toContain(`href="${at}"`)
    await db.draft.deleteMany({})

    clock.set('2026-12-01T09:00:00Z')
    expect((await (await here.as('nina', key)).get(at)).status).toBe(404)
  })

  it.each(['grace', 'hugo'] as const)(
    'is shown no button that would be refused, on any page that %s has',
    async (name) => {
      const grant = await db.grant.findFirstOrThrow({ where: { personId: here.person[name] } })
      const days = { from: dbDate('2026-11-22'), until: dbDate('2026-12-01') }
      const id = newId()
      await db.delegation.create({
        data: {
          id,
          fromPersonId: here.person[name],
          grantId: grant.id,
          toPersonId: here.person.nina,
          ...days,
          createdAt: new Date(worldNow),
        },
      })
      const nina = await here.as('nina', `for:${id}`)
      const { looked, refused, dead } = await buttonsOf(nina, ['/', '/delegates', own, review])
      expect([refused, dead]).toEqual([[], []])
      expect(looked).toBeGreaterThan(30)
    },
  )

  it('never writes over what the director has begun', async () => {
    const nina = await here.as('nina', await given())
    const grace = await here.as('grace')
    const send = async (agent: typeof nina, words: string) => {
      const form = FormPage.from(await agent.get(review), 'main form[data-autosave]')
      return form.fill({ 'f.strengths': words }).submit(agent)
    }
    await send(grace, 'Mine')
    expect((await send(nina, 'Hers')).status).toBe(409)
    const form = FormPage.from(await nina.get(review), 'main form[data-autosave]')
    await form.fill({ 'f.strengths': 'Hers' }).submit(nina, 'Save as draft')
    const ready = FormPage.from(await nina.get('/delegates'), 'form[action^="/delegates/ready/"]')
    expect((await ready.submit(nina)).status).toBe(409)
    const theirs = await db.draft.findFirstOrThrow({ where: { personId: here.person.grace } })
    expect(theirs).toMatchObject({ preparedBy: null, values: expect.objectContaining({ 'f.strengths': 'Mine' }) })
  })
})

describe('C15: for some days', () => {
  it('begins and ends by the clock, and with the director’s own role', async () => {
    const key = await given({ from: '2026-11-24', last: '2026-11-26' })
    const at = async (moment: string) => {
      clock.set(moment)
      return (await rolesOf(here.person.nina)).includes(key)
    }
    expect(await at('2026-11-23T12:00:00Z')).toBe(false)
    expect(await at('2026-11-23T14:00:00Z')).toBe(true)
    // The days are those of the programme: Sydney is eleven hours ahead.
    expect(await at('2026-11-26T12:00:00Z')).toBe(true)
    expect(await at('2026-11-26T14:00:00Z')).toBe(false)
    const { grantId } = await newest()
    const was = await db.grant.findUniqueOrThrow({ where: { id: grantId } })
    await db.grant.update({ where: { id: grantId }, data: { until: dbDate('2026-11-25') } })
    expect(await at('2026-11-25T06:00:00Z')).toBe(false)
    await db.grant.update({ where: { id: grantId }, data: { until: was.until } })
    expect(await at('2026-11-25T06:00:00Z')).toBe(true)
    await db.account.update({ where: { personId: here.person.grace }, data: { state: 'suspended' } })
    expect(await at('2026-11-25T06:00:00Z')).toBe(false)
    await db.account.update({ where: { personId: here.person.grace }, data: { state: 'active' } })
  })

  it('ends at once when it is withdrawn, with a reason', async () => {
    const key = await given()
    const nina = await here.as('nina', key)
    expect((await nina.get(own)).status).toBe(200)
    const grace = await here.as('grace')
    const form = () => FormPage.from(page, 'form[action="/delegates/end"]')
    let page = await grace.get('/delegates')
    expect((await form().submit(grace)).status).toBe(422)
    page = await grace.get('/delegates')
    expect((await form().fill({ reason: 'She has moved on.' }).submit(grace)).status).toBe(303)
    expect(await rolesOf(here.person.nina)).not.toContain(key)
    expect(wordsOf(await nina.get('/'))).not.toContain('delegate of')
    expect(wordsOf(await grace.get('/delegates'))).toContain('withdrawn')
    expect(await toldNina()).toEqual([1, 1])
    expect(wordsOf(await nina.get('/'))).toContain('Your right to prepare for Dr Grace Wu was withdrawn on 22 Nov 2026')
    await tellEndedDelegates(clockContext(), [])
    expect(await toldNina()).toEqual([1, 1])
  })

  it('is told once by notice and mail when its days are over', async () => {
    await given()
    const before = await toldNina()
    const sweep = async (moment: string) => {
      clock.set(moment)
      await tellEndedDelegates(clockContext(), [])
      const now = await toldNina()
      return now.map((count, index) => count - before[index]!)
    }
    // The last day is over when it is over in Sydney.
    expect(await sweep('2026-11-30T12:00:00Z')).toEqual([0, 0])
    expect(await sweep('2026-11-30T14:00:00Z')).toEqual([1, 1])
    expect(await sweep('2026-12-02T14:00:00Z')).toEqual([1, 1])
    const mail = await db.mail.findFirstOrThrow({ where: { toPersonId: here.person.nina }, orderBy: { id: 'desc' } })
    expect(mail.text).toContain('Your right to prepare for Dr Grace Wu ended: its last day was 30 Nov 2026')
  })

  it('is refused for inverted and past days, for oneself, for trainees, for nobody, and twice', async () => {
    const cases: [Record<string, string>, string][] = [
      [{ from: '2026-12-02', last: '2026-12-01' }, 'The last day lies before the first one'],
      [{ from: '2026-11-01' }, 'The first day lies in the past'],
      [{ last: '2028-01-01' }, 'at most a year'],
      [{ email: addressOf('grace') }, 'That is you'],
      [{ email: addressOf('oscar') }, 'A trainee cannot prepare'],
      [{ email: 'nobody@example.org' }, 'Nobody with an account has this address'],
    ]
    for (const [values, words] of cases) {
      const answer = await give(values)
      expect([answer.status, wordsOf(answer).includes(words) || words]).toEqual([422, true])
    }
    await given()
    expect(wordsOf(await give({ from: '2026-11-25' }))).toContain('on some of these days already')
  })

  it('is nothing that a trainee ever has, even one who becomes a trainee later', async () => {
    const key = await given()
    const { id, ...enrolment } = await db.enrolment.findUniqueOrThrow({ where: { id: here.enrolment.mia } })
    const later = newId()
    await db.enrolment.create({ data: { ...enrolment, id: later, personId: here.person.nina } as never })
    expect(await rolesOf(here.person.nina)).not.toContain(key)
    await db.enrolment.delete({ where: { id: later } })
    expect(id).toBe(here.enrolment.mia)
  })

  it('is not lent on, and is lent by directors alone', async () => {
    const nina = await here.as('nina', await given())
    const page = await nina.get('/delegates')
    expect(page.text).not.toContain('action="/delegates"')
    const mine = FormPage.from(await nina.get('/profile'), 'main form')
    const body = mine.forge({ email: addressOf('victor'), from: '2026-11-23', last: '2026-11-24' }).body()
    const answer = await nina.post('/delegates').set('content-type', 'application/x-www-form-urlencoded').send(body)
    expect(answer.status).toBe(403)
    for (const name of ['wendy', 'victor', 'oscar'] as const)
      expect((await (await here.as(name)).get('/delegates')).status).toBe(404)
  })
})

const posts = rooms.flatMap(({ path, room }) =>
  room.routes.flatMap((route) =>
    route.verb === 'post' ? [{ path: `${path === '/' ? '' : path}${route.path}`, command: route.command }] : [],
  ),
)

/** Every button on the pages that are reached from these by links, three of a kind: those whose command is closed to delegates, and links that lead nowhere. */
async function buttonsOf(agent: Awaited<ReturnType<typeof here.as>>, from: readonly string[]) {
  const kindOf = (href: string) => href.replaceAll(/[0-9a-f]{8}-[0-9a-f-]{27}/g, ':id').replace(/\?.*/, '')
  const queue = [...from]
  const [done, kinds, refused, dead] = [
    new Set<string>(),
    new Map<string, number>(),
    new Set<string>(),
    new Set<string>(),
  ]
  for (let at = queue.shift(); at !== undefined; at = queue.shift()) {
    const kind = kindOf(at)
    const known = kinds.get(kind) ?? 0
    if (done.has(at) || known === 3 || kind.startsWith('/help') || /\.\w+$/.test(kind)) continue
    done.add(at)
    kinds.set(kind, known + 1)
    const answer = await agent.get(at)
    if (answer.status >= 400) dead.add(`${kind}: ${answer.status}`)
    const page = parse(answer.text ?? '')
    for (const form of page.querySelectorAll('form[method="post"]'))
      for (const button of form.querySelectorAll('button')) {
        const to = (button.getAttribute('formaction') ?? form.getAttribute('action') ?? '').replace(/\?.*/, '')
        const shape = (path: string) => new RegExp(`^${path.replaceAll(/:\w+/g, '[^/]+')}/?$`)
        const found = posts.find(({ path }) => shape(path).test(to))
        if (found && !found.command.prepares && !isOpen(found.command.find))
          refused.add(`${kind}: ${button.text.trim()}`)
      }
    for (const link of page.querySelectorAll('a[href^="/"]')) queue.push(link.getAttribute('href')!.split('#')[0]!)
  }
  return { looked: done.size, refused: [...refused], dead: [...dead] }
}

/** What a delegate may do all the same: keep drafts, look, try a sheet, enter posts and contacts; and see to their own account. */
const preparing =
  /^\/(?:acting|theme|profile|session|drafts|delegates\/(?:ready|leave|back)|trainees\/views|announcements\/:id\/away|changeovers\/(?:$|:id\/discard)|sites\/:siteId\/contacts|portfolios\/:enrolmentId\/(?:posts\/new|changes\/seen))/

describe('C15: a delegate never signs, over all rooms', () => {
  it('is refused every command that is not said to prepare, before anything is read', async () => {
    const nina = await actorAs(here.person.nina, await given())
    const ctx = { ...systemContext({ ...world, log: createLog('silent') }, services), actor: nina }
    const taken: string[] = []
    for (const { path, command } of posts) {
      if (isOpen(command.find)) continue
      const find = (async () => ({})) as unknown as Finder<unknown>
      const tried = execute(
        {
          ...command,
          find,
          may: () => true,
          input: undefined,
          prepare: async () => Promise.reject(new Error('taken')),
        } as never,
        ctx,
        {},
        [],
      )
      const error = await tried.then(
        () => null,
        (thrown: unknown) => thrown,
      )
      if (error instanceof Forbidden)
        expect(error.refusal).toMatchObject({ rule: 'delegate.prepares', whoCan: 'Dr Grace Wu' })
      else taken.push(path)
    }
    expect(taken.filter((path) => !preparing.test(path))).toEqual([])
    expect(taken.length).toBeLessThan(40)
  })

  it('sees no record that the director does not see, whatever its state and whoever wrote it', async () => {
    const delegate = await actorAs(here.person.nina, await given())
    const { roleKey } = delegate.delegate!
    const director = await actorAs(here.person.grace, roleKey)
    expect(enrolmentsOf(delegate)).toEqual(enrolmentsOf(director))
    expect(delegate.sight.every(({ sign, sent }) => sign.length + sent.length === 0)).toBe(true)
    const { pack } = await services.packs.get(here.packVersion)
    const people = [here.person.oscar, here.person.nina, here.person.grace, here.person.victor]
    const base = {
      id: newId(),
      programmeId: here.programme,
      packVersionId: here.packVersion,
      personId: here.person.oscar,
    }
    let seen = 0
    for (const enrolmentId of Object.values(here.enrolment))
      for (const { key: section } of pack.rights.sections)
        for (const status of ['requested', 'held', 'submitted', 'signed', 'disputed', 'void'])
          for (const sharedState of ['private', 'shared'])
            for (const authorId of people)
              for (const assessorId of [null, ...people]) {
                const shares = [{ personId: here.person.nina, revokedAt: null }]
                const row = { ...base, enrolmentId, section, status, sharedState, authorId, assessorId, shares }
                if (!holds(visibleRecords(delegate), row)) continue
                seen++
                expect([row, holds(visibleRecords(director), row)]).toEqual([row, true])
                if (depth(delegate, row) === 'full') expect(depth(director, row)).toBe('full')
              }
    expect(seen).toBeGreaterThan(0)
  })
})

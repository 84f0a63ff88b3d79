import { mailStateOf, mailsOf } from '../../src/assessments/mail.ts'
import { toJsDate } from '../../src/kit/clock.ts'
import { ask, linkFor, work } from '../assessments/support.ts'
import { FormPage, wordsOf } from '../support/forms.ts'
import { testWorld } from '../support/world.ts'

const world = await testWorld()
const secret = 'a secret between the mail server and us'
world.config.bounceSecret = secret
afterEach(() => world.clock.set('2026-11-22T09:00:00Z'))

const mailFor = (recordId: string) =>
  world.db.mail.findFirstOrThrow({ where: { recordId, purpose: 'assessment.request' }, orderBy: { id: 'desc' } })

/** A request whose letter went. */
async function sent(email = 'nisha.patel@hospital.example') {
  const amara = await world.as('amara')
  const id = await ask(world, amara, { email })
  await work(world)
  const mail = await mailFor(id)
  await world.db.mail.update({ where: { id: mail.id }, data: { state: 'sent', sentAt: toJsDate(world.clock.now()) } })
  return { id, amara, mail }
}

function tell(
  body: string | object,
  { type = 'application/json', bearer = secret }: { type?: string; bearer?: string | null } = {},
) {
  const request = world.visitor().post('/hooks/bounces').set('content-type', type)
  if (bearer !== null) request.set('authorization', `Bearer ${bearer}`)
  return request.send(typeof body === 'string' ? body : JSON.stringify(body))
}

const status = (
  messageId: string,
  { action = 'failed', recipient = 'nisha.patel@hospital.example', end = '\r\n' } = {},
) =>
  `From: Mail Delivery Subsystem <MAILER-DAEMON@mx.hospital.example>
To: portfolio@example.org
Subject: Undelivered Mail Returned to Sender
MIME-Version: 1.0
Content-Type: multipart/report; report-type=delivery-status;
	boundary="parts/1"

--parts/1
Content-Type: text/plain; charset=utf-8

Sorry, this did not arrive.

--parts/1
Content-Type: message/delivery-status

Reporting-MTA: dns; mx.hospital.example
Arrival-Date: Sun, 22 Nov 2026 09:00:01 +0000

Final-Recipient: rfc822; ${recipient}
Action: ${action}
Status: 5.1.1
Diagnostic-Code: smtp; 550 5.1.1 <${recipient}>: Recipient address
    rejected: User unknown

--parts/1
Content-Type: text/rfc822-headers

From: Attest <attest@localhost>
To: ${recipient}
Message-ID: ${messageId}
Subject: A request

--parts/1--
`.replaceAll('\n', end)

describe('word of letters that came back (D3)', () => {
  it('as JSON: the mail is bounced, the request stands, its trainee is told once and can correct the address', async () => {
    const { id, amara, mail } = await sent()
    const word = { messageId: mail.messageId, kind: 'permanent', detail: '550 no such user\r\nhere' }
    await tell(word).expect(200, { ok: true })
    await tell({ ...word, detail: 'said again' }).expect(200, { ok: true })
    expect(await mailFor(id)).toMatchObject({ state: 'bounced', lastError: '550 no such user here' })
    expect(await world.db.assessmentRequest.findUnique({ where: { recordId: id } })).toMatchObject({ state: 'sent' })
    expect(await world.db.notice.count({ where: { recordId: id, kind: 'assessment.undelivered' } })).toBe(1)
    expect(await world.db.mail.count({ where: { recordId: id, purpose: 'assessment.undelivered' } })).toBe(1)
    expect(await world.db.auditEvent.findMany({ where: { recordId: id, type: 'mail.bounced' } })).toHaveLength(1)
    const page = await amara.get(`/assessments/${id}`).expect(200)
    expect(wordsOf(page)).toContain('The mail to nisha.patel@hospital.example could not be delivered')
    expect(wordsOf(await amara.get('/assessments'))).toContain('Mail came back')
    expect(wordsOf(await amara.get('/'))).toContain('The mail for Dr Nisha Patel came back')
    const form = FormPage.from(page, 'form[action$="/address"]')
    await form.fill({ name: 'Dr Nisha Patel', email: 'n.patel@hospital.example' }).submit(amara).expect(303)
    const now = (await mailsOf(world.db, [id])).get(id)!
    expect([now.toAddress, mailStateOf(now)]).toEqual(['n.patel@hospital.example', 'queued'])
    // Late word of the letter before says nothing of this one.
    await tell(word).expect(200)
    expect(mailStateOf((await mailsOf(world.db, [id])).get(id)!)).toBe('queued')
  })

  it.each(['\n', '\r\n'])('as a delivery status message with lines that end in %j', async (end) => {
    const { id, mail } = await sent()
    await tell(status(mail.messageId, { end }), { type: 'message/rfc822' }).expect(200, { ok: true })
    expect(await mailFor(id)).toMatchObject({
      state: 'bounced',
      lastError: '550 5.1.1 <nisha.patel@hospital.example>: Recipient address rejected: User unknown',
    })
  })

  it('that is only late leaves the mail as it is, with what was said', async () => {
    const { id, mail } = await sent()
    await tell(status(mail.messageId, { action: 'delayed' }), { type: 'text/plain' }).expect(200)
    await tell({ messageId: mail.messageId.slice(1, -1), kind: 'temporary', detail: 'mailbox full' }).expect(200)
    expect(await mailFor(id)).toMatchObject({ state: 'sent', bouncedAt: null, lastError: 'mailbox full' })
    await tell(status(mail.messageId, { action: 'delivered' }), { type: 'text/plain' }).expect(200)
    expect((await mailFor(id)).state).toBe('sent')
  })

  it('by recipient alone speaks of the last letter to them of these two weeks', async () => {
    const old = await sent('sole.reader@hospital.example')
    const { id } = await sent('sole.reader@hospital.example')
    const word = { recipient: 'Sole.Reader@Hospital.example', kind: 'permanent', detail: 'gone' }
    await tell(word).expect(200)
    expect([(await mailFor(id)).state, (await mailFor(old.id)).state]).toEqual(['bounced', 'sent'])
    world.clock.advance({ days: 15 })
    await tell(word).expect(200)
    expect((await mailFor(old.id)).state).toBe('sent')
  })

  it('of a letter that somebody opened all the same is kept, and alarms nobody on the pages', async () => {
    const { id, amara, mail } = await sent()
    await world
      .visitor()
      .post(`${await linkFor(world, id)}/opened`)
      .set('content-type', 'application/json')
      .send({})
      .expect(200)
    await tell({ messageId: mail.messageId, kind: 'permanent' }).expect(200)
    expect(mailStateOf((await mailsOf(world.db, [id])).get(id)!)).toBe('opened')
    expect(wordsOf(await amara.get(`/assessments/${id}`))).not.toContain('could not be delivered')
  })

  it('of a request that is over tells nobody', async () => {
    const { id, amara, mail } = await sent()
    await FormPage.from(await amara.get(`/assessments/${id}`), 'form[action$="/withdraw"]').submit(amara)
    await tell({ messageId: mail.messageId, kind: 'permanent' }).expect(200)
    expect(await world.db.notice.count({ where: { recordId: id, kind: 'assessment.undelivered' } })).toBe(0)
  })
})

describe('the door for it', () => {
  it('answers the same for letters that it does not know', async () => {
    await tell({ messageId: '<018f0000-0000-7000-8000-00000000dead@localhost>', kind: 'permanent' }).expect(200, {
      ok: true,
    })
    await tell({ recipient: 'nobody@nowhere.example', kind: 'permanent' }).expect(200, { ok: true })
    await tell({ recipient: '%', kind: 'permanent' }).expect(200, { ok: true })
    expect(
      await world.db.mail.count({
        where: { state: 'bounced', lastError: 'no reason given', toAddress: { contains: 'sole' } },
      }),
    ).toBe(0)
    await tell(status('<strange@elsewhere.example>', { recipient: 'nobody@nowhere.example' }), {
      type: 'message/rfc822',
    }).expect(200, { ok: true })
  })

  it.each([
    ['none', null],
    ['empty', ''],
    ['wrong', `${secret}x`],
    ['cut', secret.slice(0, -1)],
  ])('takes nothing with a secret that is %s', async (_what, bearer) => {
    const { id, mail } = await sent()
    await tell({ messageId: mail.messageId, kind: 'permanent' }, { bearer }).expect(403)
    expect((await mailFor(id)).state).toBe('sent')
  })

  it('is not there without a secret of the configuration', async () => {
    world.config.bounceSecret = null
    await tell({ recipient: 'a@b.example', kind: 'permanent' }).expect(404)
    world.config.bounceSecret = secret
  })

  it.each([
    ['no JSON', '{"kind":', 'application/json'],
    ['nobody named', '{"kind":"permanent"}', 'application/json'],
    ['a strange kind', '{"recipient":"a@b.example","kind":"odd"}', 'application/json'],
    ['a mail of another sort', 'Subject: Out of office\n\nBack on Monday.', 'message/rfc822'],
    ['a status without end', `${status('<x@y>').slice(0, 300)}`, 'message/rfc822'],
    ['bytes', '\0\u0001\u0002', 'application/octet-stream'],
    ['nothing', '', 'text/plain'],
  ])('refuses what it cannot read: %s', async (_what, body, type) => {
    await tell(body, { type }).expect(422)
  })

  it('takes no more than so many in ten minutes, and then says when to come again', async () => {
    const answers = []
    const at = world.db.rateLimit
    await at.updateMany({ where: { key: { startsWith: 'bounces' } }, data: { points: 599 } })
    for (let i = 0; i < 3; i++) answers.push((await tell({ recipient: 'a@b.example', kind: 'permanent' })).status)
    expect(answers).toContain(429)
    await at.deleteMany()
    expect(answers[0]).toBe(200)
  })
})

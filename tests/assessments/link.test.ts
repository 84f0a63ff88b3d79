import { tmpdir } from 'node:os'
import { join } from 'node:path'
import sharp from 'sharp'
import { checkChain, storeFile } from '../../src/evidence/index.ts'
import { linkTokens } from '../../src/identity/index.ts'
import { newId } from '../../src/kit/ids.ts'
import { FormPage, headingOf, wordsOf } from '../support/forms.ts'
import { testWorld } from '../support/world.ts'
import { answers, ask, complete, linkFor } from './support.ts'

const world = await testWorld()

async function asked(more: Parameters<typeof ask>[2] = {}) {
  const id = await ask(world, await world.as('amara'), more)
  return { id, path: await linkFor(world, id) }
}
const request = (recordId: string) => world.db.assessmentRequest.findUniqueOrThrow({ where: { recordId } })
const mailOf = (recordId: string) =>
  world.db.mail.findFirstOrThrow({ where: { recordId, purpose: 'assessment.request' }, orderBy: { id: 'desc' } })
const record = (id: string) => world.db.record.findUniqueOrThrow({ where: { id } })
const json = (path: string, body: object) =>
  world.visitor().post(path).set('content-type', 'application/json').send(body)

describe('the token of a link', () => {
  it('opens this one form, and nothing else of the portfolio (R10)', async () => {
    const { path } = await asked()
    const guest = world.visitor()
    const page = await guest.get(path).expect(200)
    expect(page.text).not.toContain(world.enrolment.amara)
    expect(page.headers['set-cookie']).toBeUndefined()
    const links = [...page.text.matchAll(/href="(\/[^"]*)"/g)].map((match) => match[1]!)
    expect(links.filter((href) => !/^\/(help|assets|$)/.test(href))).toEqual([])
    await guest.get('/').expect(303)
    await guest
      .get(`/portfolios/${world.enrolment.amara}`)
      .expect((answer) => expect([303, 404]).toContain(answer.status))
  })

  it.each([
    ['forged', (token: string) => `${token.slice(0, -6)}AAAAAA`],
    ['truncated', (token: string) => token.slice(0, -3)],
    ['longer', (token: string) => `${token}A`],
    ['nonsense', () => 'nonsense'],
    ['of a strange kind', () => '%00%ff'],
  ])('is not found when it is %s', async (what, spoil) => {
    const { path } = await asked()
    const answer = await world.visitor().get(`/a/${spoil(path.split('/').at(-1)!)}`)
    expect([400, 404]).toContain(answer.status)
    // D1: the way on, in the same words whatever is wrong with it.
    if (what !== 'of a strange kind') expect(wordsOf(answer)).toContain('ask the trainee to send it again')
  })

  it('of another purpose or another record is not found', async () => {
    const { id } = await asked()
    const sign = (claim: { purpose: string; id: string }) =>
      linkTokens.sign(world.config.sessionSecret, { ...claim, generation: 1 })
    await world
      .visitor()
      .get(`/a/${sign({ purpose: 'invitation', id })}`)
      .expect(404)
    await world
      .visitor()
      .get(`/a/${sign({ purpose: 'assessment', id: world.enrolment.amara })}`)
      .expect(404)
  })

  it('consumes nothing on a fetch: "opened" is what the page itself reports (decision 21)', async () => {
    const { id, path } = await asked()
    await world.visitor().get(path).expect(200)
    await world.visitor().get(path).expect(200)
    expect(await mailOf(id)).toMatchObject({ fetchedAt: expect.any(Date), openedAt: null })
    expect(wordsOf(await (await world.as('amara')).get(`/assessments/${id}`))).toContain('Link fetched')
    expect(await world.db.auditEvent.count({ where: { recordId: id, type: 'portfolio.viewed' } })).toBe(0)
    await json(`${path}/opened`, {}).expect(200, { ok: true })
    await json(`${path}/opened`, {}).expect(200, { ok: true })
    expect(await mailOf(id)).toMatchObject({ openedAt: expect.any(Date) })
    expect(await request(id)).toMatchObject({ state: 'sent' })
    expect(await world.db.auditEvent.count({ where: { recordId: id, type: 'assessment.opened' } })).toBe(1)
    await world.visitor().get(path).expect(200)
    expect(await world.db.auditEvent.count({ where: { recordId: id, type: 'portfolio.viewed' } })).toBe(1)
  })

  it('works for somebody who is signed in in the same browser, as a guest all the same (decision 22)', async () => {
    const { id, path } = await asked()
    const helen = await world.as('helen')
    const page = await helen.get(path).expect(200)
    expect(wordsOf(page)).toContain('Dr Helen Marsh is signed in')
    const done = await FormPage.from(page, 'main form.form').fill(answers).submit(helen)
    expect(done.status).toBe(303)
    const version = await world.db.recordVersion.findFirstOrThrow({ where: { recordId: id } })
    expect(version).toMatchObject({ assurance: 'any-link', signerName: 'Dr Nisha Patel' })
    expect(version.signerId).not.toBe(world.person.helen)
  })

  it('D9: says that the address was one of work, and on what kind of device it was signed', async () => {
    const { id, path } = await asked({ email: 'n.patel@northumbria.nhs.uk' })
    const guest = world.visitor()
    const form = FormPage.from(await guest.get(path), 'main form.form').fill(answers)
    const phone = 'Mozilla/5.0 (iPhone; CPU iPhone OS 19_0 like Mac OS X) Mobile/15E148 Safari/604.1'
    expect((await form.submit(guest).set('user-agent', phone)).status).toBe(303)
    const version = await world.db.recordVersion.findFirstOrThrow({ where: { recordId: id } })
    expect(version).toMatchObject({ assurance: 'work-link', device: 'phone' })
    const { signer } = JSON.parse(Buffer.from(version.content).toString())
    expect(signer).toMatchObject({ assurance: 'work-link', device: 'phone' })
    expect(Buffer.from(version.content).toString()).not.toContain('Mozilla')
    const amara = await world.as('amara')
    for (const page of [`/records/${id}`, `/records/${id}/print`])
      expect(wordsOf(await amara.get(page))).toContain('by a link or code mailed to their work address, on a phone')
    expect(await checkChain(world, world.person.amara)).toEqual([])
  })

  it('shows the photo of the trainee to whoever holds the link, and nobody else (R10)', async () => {
    const { path } = await asked()
    expect((await world.visitor().get(path)).text).not.toContain('/photo')
    await world.visitor().get(`${path}/photo`).expect(404)
    const raw = join(tmpdir(), `photo-${newId()}.png`)
    await sharp({ create: { width: 40, height: 40, channels: 3, background: '#0b6b6f' } }).toFile(raw)
    const taken = await world.services.files.takePhoto({ field: 'photo', path: raw, name: 'me.png', size: 1 })
    const owner = { ownerId: world.person.amara, purpose: 'photo' as const, at: new Date() }
    const { id } = await storeFile(world.db, taken, owner)
    await world.db.person.update({ where: { id: world.person.amara }, data: { photoFileId: id } })
    expect((await world.visitor().get(path)).text).toContain(`src="${path}/photo"`)
    const photo = await world.visitor().get(`${path}/photo`).expect(200)
    expect(photo.headers['content-type']).toBe('image/webp')
    await world
      .visitor()
      .get(`${path.slice(0, -4)}AAAA/photo`)
      .expect(404)
  })

  it('never lets the trainee write their own assessment, outside of a demo', async () => {
    const { id, path } = await asked()
    const amara = await world.as('amara')
    world.config.demo = 'off'
    try {
      const refused = await amara.get(path).expect(403)
      expect(wordsOf(refused)).toContain('This link is for your assessor alone')
      await amara.post(path).type('form').send(answers).expect(403)
    } finally {
      world.config.demo = 'on'
    }
    expect((await record(id)).status).toBe('requested')
  })

  it('is refused when another site sends the form', async () => {
    const { id, path } = await asked()
    await world.visitor().post(path).set('sec-fetch-site', 'cross-site').type('form').send(answers).expect(422)
    expect((await record(id)).status).toBe('requested')
  })
})

describe('the words for each reader', () => {
  it('speaks of the trainee to the assessor, and of the assessor to the trainee', async () => {
    const { id, path } = await asked()
    const form = wordsOf(await world.visitor().get(path))
    expect(form).toContain('The trainee’s comment')
    expect(form).toContain('Your name')
    const amara = await world.as('amara')
    const waiting = wordsOf(await amara.get(`/assessments/${id}`))
    expect(waiting).toContain('What was sent')
    expect(waiting).toMatch(/Your comment ?I would like to hear about my explanation/)
    await complete(world, path)
    for (const page of [`/assessments/${id}`, `/records/${id}`, `/records/${id}/print`]) {
      const read = (await amara.get(page)).text
      for (const words of ['About the assessor', 'The assessor’s name', 'Your comment']) expect(read).toContain(words)
      expect(read).not.toContain('About you')
    }
    // What was signed keeps the words in which it was asked.
    const version = await world.db.recordVersion.findFirstOrThrow({ where: { recordId: id } })
    expect(JSON.stringify(version.rendered)).toContain('Your name')
    expect(wordsOf(await world.visitor().get(path))).toContain('About you')
    expect(wordsOf(await (await world.as('helen')).get(`/records/${id}`))).toContain('The trainee’s comment')
    const paper = (await amara.get(`/records/${id}/print`)).text
    expect(paper).not.toContain('Not answered')
  })
})

describe('what is filled in beforehand (decision 49)', () => {
  it('is what the trainee saw and sent: the day is asked of the trainee, nothing else of the encounter is guessed', async () => {
    const amara = await world.as('amara')
    await complete(world, (await asked()).path, { 'f.setting': 'ward' })
    const request = FormPage.from(await amara.get('/assessments/new?form=mini-cex'), 'main form.form')
    expect(request.value('f.seenOn')).toBe('2026-11-22')
    expect(request.value('f.setting') ?? '').toBe('')
    const id = await ask(world, amara, { 'f.seenOn': '' })
    const form = FormPage.from(await world.visitor().get(await linkFor(world, id)), 'main form.form')
    expect([form.value('f.seenOn'), form.value('f.setting') ?? '']).toEqual(['', ''])
    expect(form.value('f.position')).toBe('consultant')
  })
})

describe('filling in', () => {
  it('keeps a draft, by itself and by the button, for whoever comes back with the link', async () => {
    const { id, path } = await asked()
    const first = await json(`${path}/draft`, { values: { 'f.doneWell': 'Half a sent' }, baseRev: 0 }).expect(200)
    expect(first.body).toMatchObject({ rev: 1, savedAt: expect.any(String) })
    const guest = world.visitor()
    const page = await guest.get(path).expect(200)
    const form = FormPage.from(page, 'main form.form')
    expect(form.value('f.doneWell')).toBe('Half a sent')
    await form.fill({ 'f.doneWell': 'A whole sentence <b>', 'f.overall': '3' }).submit(guest, 'Save draft').expect(303)
    const again = FormPage.from(await guest.get(path), 'main form.form')
    expect([again.value('f.doneWell'), again.value('f.overall')]).toEqual(['A whole sentence <b>', '3'])
    expect(await request(id)).toMatchObject({ state: 'started' })
    expect(await world.db.auditEvent.count({ where: { recordId: id, type: { startsWith: 'assessment.' } } })).toBe(1)
    expect((await record(id)).values).not.toHaveProperty('doneWell')
    // Nobody else finds it.
    const amara = await (await world.as('amara')).get(`/assessments/${id}`)
    expect(amara.text).not.toContain('A whole sentence')
  })

  it('tells two windows apart: other fields are merged, the same field is shown (decision 11)', async () => {
    const { path } = await asked()
    await json(`${path}/draft`, { values: { 'f.doneWell': 'One', 'f.toImprove': '' }, baseRev: 0 }).expect(200)
    await json(`${path}/draft`, { values: { 'f.doneWell': 'Two' }, baseRev: 1 }).expect(200)
    const late = await json(`${path}/draft`, { values: { 'f.doneWell': 'Mine', 'f.toImprove': 'New' }, baseRev: 1 })
    expect([late.status, late.body.conflict]).toEqual([409, [{ name: 'f.doneWell', yours: 'Mine', theirs: 'Two' }]])
    const form = FormPage.from(await world.visitor().get(path), 'main form.form')
    expect([form.value('f.doneWell'), form.value('f.toImprove')]).toEqual(['Two', 'New'])
  })

  it('comes back with every word when something is missing, and signs nothing without the declaration (R43)', async () => {
    const { id, path } = await asked()
    const guest = world.visitor()
    const page = await guest.get(path)
    const form = FormPage.from(page, 'main form.form')
      .fill({ ...answers, 'f.doneWell': 'Words to keep' })
      .clear('f.declared')
    const answer = await form.submit(guest)
    expect(answer.status).toBe(422)
    expect(wordsOf(answer)).toContain('Tick the declaration')
    expect(FormPage.from(answer, 'main form.form').value('f.doneWell')).toBe('Words to keep')
    expect((await record(id)).status).toBe('requested')
    // D21, D22: and it is the draft now, whatever becomes of the window.
    const later = FormPage.from(await world.visitor().get(path), 'main form.form')
    expect([later.value('f.doneWell'), later.value('f.overall')]).toEqual(['Words to keep', '2'])
  })

  it('asks for a grade that the form allows, as claimed', async () => {
    const { id, path } = await asked()
    const { answer } = await complete(world, path, { 'f.position': 'nurse' })
    expect(answer.status).toBe(422)
    expect(wordsOf(answer)).toContain('A mini-CEX is completed by')
    expect((await record(id)).status).toBe('requested')
  })

  it('R96: cannot alter the words of the trainee', async () => {
    const { id, path } = await asked()
    const guest = world.visitor()
    const form = FormPage.from(await guest.get(path), 'main form.form').fill(answers)
    await form
      .forge({ 'f.traineeComment': 'Put into her mouth', 'f.title': 'Another', 'f.traineeReflection': 'x' })
      .submit(guest)
    expect(await record(id)).toMatchObject({
      title: 'Falls clinic',
      values: { traineeComment: 'I would like to hear about my explanation.' },
    })
    expect((await record(id)).values).not.toHaveProperty('traineeReflection')
  })

  it('locks when it is complete: a later draft, decline or completion changes nothing', async () => {
    const { id, path } = await asked()
    const { guest, form } = await complete(world, path)
    const signed = await record(id)
    const typing = await json(`${path}/draft`, { values: { 'f.doneWell': 'Too late' }, baseRev: 0 }).expect(403)
    expect(typing.body.error).toContain('has completed this assessment')
    await guest.post(`${path}/decline`).type('form').send({ reason: 'Too late for this' }).expect(403)
    const replayed = await form.submit(guest)
    expect([replayed.status, replayed.headers.location]).toEqual([303, path])
    expect(await record(id)).toEqual(signed)
    expect(await world.db.recordVersion.count({ where: { recordId: id } })).toBe(1)
  })

  it('B: a second window that says something else is told so with both versions, one that says the same is thanked', async () => {
    const { id, path } = await asked()
    const guest = world.visitor()
    const window = async (more: Record<string, string>) =>
      FormPage.from(await guest.get(path), 'main form.form').fill({ ...answers, ...more })
    const [first, other, same] = [await window({}), await window({ 'f.doneWell': 'Other words <b>' }), await window({})]
    await first.submit(guest).expect(303)
    const refused = await other.submit(guest)
    expect(refused.status).toBe(409)
    const words = wordsOf(refused)
    expect(words).toContain('was signed on 22 Nov 2026, 09:00')
    expect(words).toContain('What you typed here was not taken')
    expect(words).toMatch(/Yours ?Other words <b> ?Signed ?Listened well/)
    expect(refused.text).toContain(`href="${path}"`)
    expect((await same.submit(guest)).headers.location).toBe(path)
    expect((await record(id)).values).toMatchObject({ doneWell: answers['f.doneWell'] })
    expect(await world.db.recordVersion.count({ where: { recordId: id } })).toBe(1)
  })

  it('is completed once when it is sent twice at once', async () => {
    const { id, path } = await asked()
    const guest = world.visitor()
    const form = FormPage.from(await guest.get(path), 'main form.form').fill(answers)
    const both = await Promise.all([form.submit(guest), form.submit(world.visitor())])
    expect(both.map(({ status }) => status)).toEqual([303, 303])
    expect(await world.db.recordVersion.count({ where: { recordId: id } })).toBe(1)
    expect(await world.db.mail.count({ where: { recordId: id, purpose: 'assessment.receipt' } })).toBe(1)
  })

  it('takes no text of 10 MB, and keeps the last draft', async () => {
    const { path } = await asked()
    await json(`${path}/draft`, { values: { 'f.doneWell': 'Kept' }, baseRev: 0 }).expect(200)
    await world
      .visitor()
      .post(path)
      .type('form')
      .send({ ...answers, 'f.doneWell': 'x'.repeat(10_000_000) })
      .expect(413)
      .expect(/what was last saved as a draft is still there/)
      .expect(new RegExp(`href="${path}"`))
    const form = FormPage.from(await world.visitor().get(path), 'main form.form')
    expect(form.value('f.doneWell')).toBe('Kept')
  })
})

describe('declining', () => {
  it('D22: without a reason it comes back with every word of the form, and keeps them as the draft', async () => {
    const { path } = await asked()
    const guest = world.visitor()
    const form = FormPage.from(await guest.get(path), 'main form.form').fill({ 'f.doneWell': 'Written so far' })
    const refused = await form.submit(guest, 'Decline')
    expect([refused.status, wordsOf(refused).includes('Say briefly why')]).toEqual([422, true])
    const back = FormPage.from(refused, 'main form.form')
    expect(back.value('f.doneWell')).toBe('Written so far')
    expect(FormPage.from(await guest.get(path), 'main form.form').value('f.doneWell')).toBe('Written so far')
    await back.fill({ reason: 'I was away that week.' }).submit(guest, 'Decline').expect(303)
    expect(headingOf((await guest.get(path).expect(410)).text)).toBe('You declined this request')
  })

  it('needs a reason, tells the trainee, and ends the link', async () => {
    const { id, path } = await asked()
    const guest = world.visitor()
    const decline = (reason: string) => guest.post(`${path}/decline`).type('form').send({ reason })
    const empty = await decline('  ')
    expect([empty.status, wordsOf(empty).includes('Say briefly why')]).toEqual([422, true])
    await decline('I was not in that clinic.').expect(303, /./)
    expect(headingOf((await guest.get(path).expect(410)).text)).toBe('You declined this request')
    expect([(await record(id)).status, (await request(id)).state]).toEqual(['declined', 'declined'])
    const amara = await world.as('amara')
    const page = await amara.get(`/assessments/${id}`).expect(200)
    expect(wordsOf(page)).toContain('I was not in that clinic.')
    const mail = await world.db.mail.findFirstOrThrow({ where: { recordId: id, purpose: 'assessment.declined' } })
    expect(mail.text).not.toContain('clinic.')
    const again = await amara.get(`/assessments/new?again=${id}`).expect(200)
    expect(FormPage.from(again, 'main form.form').value('f.title')).toBe('Falls clinic')
    await amara.post(`/assessments/${id}/revive`).type('form').send(tokens(page)).expect(403)
  })
})

describe('an expired link', () => {
  it('D3: says so, offers to tell the trainee, and is revived in one tap under a new link', async () => {
    const { id, path } = await asked()
    await json(`${path}/draft`, { values: { 'f.doneWell': 'Begun in time' }, baseRev: 0 }).expect(200)
    const amara = await world.as('amara')
    world.clock.advance({ days: 30 })
    try {
      const guest = world.visitor()
      const gone = await guest.get(path).expect(410)
      expect(headingOf(gone.text)).toBe('This link has expired')
      const told = await FormPage.from(gone).submit(guest)
      expect(told.status).toBe(303)
      await FormPage.from(gone).submit(guest)
      expect(await world.db.notice.count({ where: { recordId: id, kind: 'assessment.nudge' } })).toBe(1)
      expect(wordsOf(await guest.get(told.headers.location!).expect(410))).toContain('The trainee knows')
      await guest.post(path).type('form').send(answers).expect(403)

      const later = await world.as('amara')
      const page = await later.get(`/assessments/${id}`).expect(200)
      expect(wordsOf(page)).toContain('Asking again takes one tap')
      expect((await FormPage.from(page, 'form[action$="/revive"]').submit(later)).status).toBe(303)
      expect(await request(id)).toMatchObject({ state: 'sent', generation: 2 })
      expect(await mailOf(id)).toMatchObject({ fetchedAt: null, openedAt: null })
      expect(wordsOf(await guest.get(path).expect(410))).toContain('A newer mail has replaced this link')
      const fresh = await linkFor(world, id)
      expect(fresh).not.toBe(path)
      expect(FormPage.from(await guest.get(fresh), 'main form.form').value('f.doneWell')).toBe('Begun in time')
      expect((await complete(world, fresh, { 'f.seenOn': '2026-11-20' })).answer.status).toBe(303)
    } finally {
      world.clock.set('2026-11-22T09:00:00Z')
    }
    expect(amara).toBeDefined()
  })

  it('lets a guest read what they wrote for a while only', async () => {
    const { path } = await asked()
    await complete(world, path)
    expect(wordsOf(await world.visitor().get(path))).toContain('plain words')
    world.clock.advance({ days: 91 })
    expect(wordsOf(await world.visitor().get(path).expect(200))).not.toContain('plain words')
    world.clock.set('2026-11-22T09:00:00Z')
  })
})

describe('the trainee’s hand on a request', () => {
  it('withdraws: the link is over, the assessor is told, a completion that comes later learns it', async () => {
    const { id, path } = await asked()
    const guest = world.visitor()
    const form = FormPage.from(await guest.get(path), 'main form.form').fill(answers)
    const amara = await world.as('amara')
    const page = await amara.get(`/assessments/${id}`)
    expect((await FormPage.from(page, 'form[action$="/withdraw"]').submit(amara)).status).toBe(303)
    const late = await form.submit(guest)
    expect(late.status).toBe(403)
    expect(wordsOf(late)).toContain('Dr Amara Okafor has withdrawn this request')
    // What was typed meanwhile is given back, to be copied.
    expect(late.text).toMatch(/<textarea[^>]* readonly[^>]*>Listened well, and explained/)
    expect((await guest.get(path)).status).toBe(410)
    expect(await record(id)).toMatchObject({ status: 'withdrawn' })
    expect(await world.db.mail.count({ where: { recordId: id, purpose: 'assessment.withdrawn' } })).toBe(1)
  })

  it('of withdrawal and completion at once one wins, and the other is told', async () => {
    const { id, path } = await asked()
    const guest = world.visitor()
    const form = FormPage.from(await guest.get(path), 'main form.form').fill(answers)
    const amara = await world.as('amara')
    const withdrawal = FormPage.from(await amara.get(`/assessments/${id}`), 'form[action$="/withdraw"]')
    const [done, withdrawn] = await Promise.all([form.submit(guest), withdrawal.submit(amara)])
    const won = [done.status, withdrawn.status].filter((status) => status === 303)
    expect(won).toHaveLength(1)
    expect([403, 409]).toContain([done.status, withdrawn.status].find((status) => status !== 303))
    const { status } = await record(id)
    expect(status).toBe(done.status === 303 ? 'signed' : 'withdrawn')
    expect((await request(id)).state).toBe(done.status === 303 ? 'completed' : 'withdrawn')
  })

  it('corrects the address: a new person, a new link, the old one dead', async () => {
    const { id, path } = await asked()
    const amara = await world.as('amara')
    const page = await amara.get(`/assessments/${id}`)
    const form = () => FormPage.from(page, 'form[action$="/address"]')
    const self = await form().fill({ name: 'Me', email: 'amara@demo.attest.example' }).submit(amara)
    expect([self.status, wordsOf(self).includes('does not have the correct role')]).toEqual([422, true])
    const right = await form().fill({ name: 'Dr Nisha Patel', email: 'n.patel@hospital.example' }).submit(amara)
    expect(right.status).toBe(303)
    expect(await request(id)).toMatchObject({ generation: 2, assessorEmail: 'n.patel@hospital.example' })
    await world.visitor().get(path).expect(410)
    await world
      .visitor()
      .get(await linkFor(world, id))
      .expect(200)
  })

  it('sends again, but not every minute', async () => {
    const { id, path } = await asked()
    const amara = await world.as('amara')
    const page = await amara.get(`/assessments/${id}`)
    expect(wordsOf(page)).toContain('30 minutes after the last mail')
    await amara.post(`/assessments/${id}/resend`).type('form').send(tokens(page)).expect(403)
    world.clock.advance({ minutes: 31 })
    const later = await amara.get(`/assessments/${id}`)
    expect((await FormPage.from(later, 'form[action$="/resend"]').submit(amara)).status).toBe(303)
    expect(await linkFor(world, id)).toBe(path)
    world.clock.set('2026-11-22T09:00:00Z')
  })

  it('is nobody else’s: each deed is refused or not found', async () => {
    const { id } = await asked()
    const tom = await world.as('tom')
    const page = await tom.get('/assessments/new')
    for (const deed of ['withdraw', 'resend', 'revive', 'address', 'reflection'])
      await tom.post(`/assessments/${id}/${deed}`).type('form').send(tokens(page)).expect(404)
  })
})

/** The hidden fields of a page's forms, for posts that no button offers. */
function tokens(page: { text: string }): Record<string, string> {
  const value = (name: string) => page.text.match(new RegExp(`name="${name}" value="([^"]*)"`))?.[1] ?? ''
  return { _csrf: value('_csrf'), _role: value('_role') }
}

import { generateSync } from 'otplib'
import { hashPin } from '../../src/identity/pins.ts'
import { factorOf } from '../../src/identity/service/confirm.ts'
import { newSecret } from '../../src/identity/totp.ts'
import { FormPage, headingOf, wordsOf } from '../support/forms.ts'
import { testWorld } from '../support/world.ts'
import { answers, ask, digitsFor, formKey } from './support.ts'

const world = await testWorld()
const address = 'nisha.patel@hospital.example'
type Agent = Awaited<ReturnType<typeof world.as>>

const record = (id: string) => world.db.record.findUniqueOrThrow({ where: { id } })

/** Amara hands her device over from the page of her request; the same browser goes on. */
async function handedOver(device: Agent, id: string): Promise<string> {
  const page = await device.get(`/assessments/${id}/hand-over`).expect(200)
  expect(wordsOf(page)).toContain('You are signed out here')
  const answer = await FormPage.from(page, `form[action="/assessments/${id}/hand-over"]`).submit(device)
  const path = String(answer.headers.location)
  expect(path).toMatch(/^\/device\/[\w-]+$/)
  return path
}

async function begun(device: Agent, path: string, more: Record<string, string> = {}): Promise<FormPage> {
  const begin = FormPage.from(await device.get(path).expect(200), 'main form').fill(more)
  expect((await begin.submit(device)).headers.location).toBe(path)
  return FormPage.from(await device.get(path).expect(200), 'main form.form')
}

describe('the trainee hands over the device', () => {
  it('B4: the assessor signs on it by six digits from their own mail, and it says so ever after', async () => {
    const device = await world.as('amara')
    const id = await ask(world, device)
    const path = await handedOver(device, id)
    const whose = await device.get(path).expect(200)
    expect(headingOf(whose.text)).toBe('For Dr Nisha Patel')
    expect(wordsOf(whose)).toContain('the trainee’s device')
    const form = (await begun(device, path)).fill({ ...answers, _digits: await digitsFor(world, address) })
    const done = await form.submit(device)
    expect([done.status, done.headers.location]).toEqual([303, path])
    const thanks = await device.get(path).expect(200)
    expect(wordsOf(thanks)).toContain('give the device back')
    expect(thanks.text).not.toContain(answers['f.doneWell'])
    expect(thanks.text).toContain(`/sign-in?back=/assessments/${id}`)
    const version = await world.db.recordVersion.findFirstOrThrow({ where: { recordId: id } })
    expect(version).toMatchObject({ assurance: 'device', signerName: 'Dr Nisha Patel' })
    const events = await world.db.auditEvent.findMany({ where: { recordId: id } })
    expect(events.map(({ type }) => type)).toContain('assessment.handedOver')
  })

  it('shows nothing else of the portfolio while it is in other hands, and no way into it', async () => {
    const device = await world.as('amara')
    const id = await ask(world, device)
    const sessions = await world.db.session.count({ where: { personId: world.person.amara } })
    const path = await handedOver(device, id)
    expect(await world.db.session.count({ where: { personId: world.person.amara } })).toBe(sessions - 1)
    for (const page of ['/', '/assessments', `/assessments/${id}`, `/portfolios/${world.enrolment.amara}`]) {
      const answer = await device.get(page)
      expect([answer.status, answer.headers.location]).toEqual([303, expect.stringMatching(/^\/sign-in/)])
    }
    const form = await begun(device, path)
    const links = [...form.page.querySelectorAll('a')].map((link) => link.getAttribute('href') ?? '')
    expect(links.filter((href) => !/^(#|\/$|\/help|\/assets|\/dev)/.test(href))).toEqual([])
  })

  it('cannot be completed by the trainee’s session, nor without the digits', async () => {
    const device = await world.as('amara')
    const id = await ask(world, device)
    const path = await handedOver(device, id)
    const form = await begun(device, path)
    expect((await form.fill(answers).submit(device)).status).toBe(422)
    const amara = await world.as('amara')
    world.config.demo = 'off'
    try {
      await amara.get(path).expect(403)
      const digits = (await digitsFor(world, address).catch(() => '')) || '000000'
      await amara
        .post(path)
        .type('form')
        .send({ ...answers, _digits: digits })
        .expect(403)
    } finally {
      world.config.demo = 'on'
    }
    expect((await record(id)).status).toBe('requested')
  })

  it('given back unfinished, shows the trainee nothing of what was written on it', async () => {
    const device = await world.as('amara')
    const id = await ask(world, device)
    const path = await handedOver(device, id)
    const form = (await begun(device, path)).fill({ 'f.doneWell': 'Half a sentence' })
    await form.submit(device, 'Save draft')
    const again = await device.get(path).expect(200)
    expect(again.text).toContain('Half a sentence')
    const left = await FormPage.from(again, `form[action="${path}/leave"]`).submit(device)
    expect(left.headers.location).toBe(`/sign-in?back=/assessments/${id}`)
    await device.get(path).expect(410)
    expect((await (await world.as('amara')).get(`/assessments/${id}`)).text).not.toContain('Half a sentence')
  })

  it('by a name alone, the assessor gives the address to be confirmed', async () => {
    const device = await world.as('amara')
    const page = FormPage.from(await device.get(`/assessments/new?form=${formKey}`), 'main form.form')
    const sent = await page.fill({ assessor: 'beside', name: 'Dr Omar Said' }).submit(device)
    const id = String(sent.headers.location).split('/').at(-2)!
    const path = await handedOver(device, id)
    // A slip in the address of somebody known is asked about once, and no name is told to whoever holds the device.
    for (const slip of ['amara+x@demo.attest.example', 'helen@demo.atest.example']) {
      const entry = FormPage.from(await device.get(path), 'main form').fill({ email: slip })
      const asked = await entry.submit(device)
      expect([slip, asked.status]).toEqual([slip, 422])
      expect(asked.text).not.toContain('Helen Marsh')
      const again = await FormPage.from(asked, 'main form').submit(device)
      expect([slip, again.status]).toEqual([slip, slip.startsWith('amara') ? 422 : 303])
    }
    await world.db.requestEntry.updateMany({ where: { recordId: id }, data: { email: null, begunAt: null } })
    const email = 'omar.said@hospital.example'
    const form = (await begun(device, path, { email })).fill({ ...answers, _digits: await digitsFor(world, email) })
    expect((await form.submit(device)).status).toBe(303)
    expect(await world.db.recordVersion.findFirstOrThrow({ where: { recordId: id } })).toMatchObject({
      assurance: 'device',
    })
  })

  it('an account holder signs with the PIN or the app of their own account; wrong ones leave every word', async () => {
    const { db, services, person, clock } = world
    const setAt = new Date(clock.now().epochMilliseconds)
    const secret = newSecret()
    await db.pin.create({
      data: { personId: person.helen, hash: await hashPin(services.vault, person.helen, '580314'), setAt },
    })
    const sealed = services.vault.seal(secret, factorOf(person.helen))
    await db.secondFactor.create({ data: { personId: person.helen, secret: sealed, confirmedAt: setAt } })
    const app = generateSync({ secret, epoch: Math.floor(clock.now().epochMilliseconds / 1000) })
    for (const [right, wrong] of [
      [{ _pin: '580314' }, { _pin: '990317' }],
      [{ _app: app }, { _app: app === '471193' ? '471194' : '471193' }],
    ] as [Record<string, string>, Record<string, string>][]) {
      const device = await world.as('amara')
      const id = await ask(world, device, { assessor: person.helen, name: '', email: '' })
      const path = await handedOver(device, id)
      const refused = await (await begun(device, path)).fill({ ...answers, ...wrong }).submit(device)
      expect([refused.status, wordsOf(refused)]).toEqual([422, expect.stringMatching(/not the (PIN|code)/)])
      const again = FormPage.from(refused, 'main form.form')
      expect(again.value('f.doneWell')).toBe(answers['f.doneWell'])
      const drafts = await db.draft.findMany({ where: { personId: person.helen } })
      expect(JSON.stringify(drafts)).not.toContain(Object.values(wrong)[0])
      const done = await again.fill({ ...answers, ...right }).submit(device)
      expect(done.status).toBe(303)
      const version = await db.recordVersion.findFirstOrThrow({ where: { recordId: id } })
      expect(version).toMatchObject({ assurance: 'device', signerId: person.helen })
    }
  })

  it('B4: so does one who was asked by a name alone; of no address it is told whose account it is', async () => {
    const opened = async (email: string) => {
      const device = await world.as('amara')
      const page = FormPage.from(await device.get(`/assessments/new?form=${formKey}`), 'main form.form')
      const sent = await page.fill({ assessor: 'beside', name: 'Dr Helen Marsh' }).submit(device)
      const id = String(sent.headers.location).split('/').at(-2)!
      const form = await begun(device, await handedOver(device, id), { email })
      return { id, answer: await form.fill({ ...answers, _pin: '580314' }).submit(device) }
    }
    const stranger = await opened('somebody@hospital.example')
    expect([stranger.answer.status, wordsOf(stranger.answer)]).toEqual([422, expect.stringContaining('not the PIN')])
    const { id, answer } = await opened('helen@demo.attest.example')
    expect(answer.status).toBe(303)
    expect(await world.db.recordVersion.findFirstOrThrow({ where: { recordId: id } })).toMatchObject({
      ...{ assurance: 'device', signerId: world.person.helen },
    })
  })

  it('"I am somebody else" declines in the right words', async () => {
    const device = await world.as('amara')
    const id = await ask(world, device)
    const form = await begun(device, await handedOver(device, id))
    expect((await form.submit(device, 'I am not Dr Nisha Patel')).status).toBe(303)
    const page = await (await world.as('amara')).get(`/assessments/${id}`)
    expect(wordsOf(page)).toContain('This reached somebody else than Dr Nisha Patel.')
  })

  it('handed over twice, is open at the later address alone', async () => {
    const device = await world.as('amara')
    const id = await ask(world, device)
    const first = await handedOver(device, id)
    const second = await handedOver(await world.as('amara'), id)
    expect((await device.get(first)).status).toBe(410)
    expect((await world.visitor().get(second)).status).toBe(200)
  })

  it('is the trainee’s alone to do', async () => {
    const id = await ask(world, await world.as('amara'), { assessor: world.person.helen, name: '', email: '' })
    for (const who of ['helen', 'tom'] as const) {
      const agent = await world.as(who)
      await agent.get(`/assessments/${id}/hand-over`).expect(404)
      const answer = await agent.post(`/assessments/${id}/hand-over`).type('form').send({})
      expect([403, 404, 422]).toContain(answer.status)
    }
    expect(await world.db.requestEntry.count({ where: { recordId: id } })).toBe(0)
  })
})

import { FormPage, headingOf, wordsOf } from '../support/forms.ts'
import { testWorld } from '../support/world.ts'
import { answers, ask, codeFor, codeOn, digitsFor, enterByCode, formKey, linkFor, typeCode } from './support.ts'

const world = await testWorld()
const address = 'nisha.patel@hospital.example'

const record = (id: string) => world.db.record.findUniqueOrThrow({ where: { id } })
const minutes = (count: number) => world.clock.advance({ minutes: count })
const formAt = async (guest: ReturnType<typeof world.visitor>, path: string) =>
  FormPage.from(await guest.get(path).expect(200), 'main form.form')

describe('a short code on the trainee’s phone', () => {
  it('B4: opens the one form without an account, and is signed by six digits that were mailed', async () => {
    const amara = await world.as('amara')
    const id = await ask(world, amara)
    const code = await codeFor(amara, id)
    expect(code).toMatch(/^[346789ACDEFGHJKLMNPQRTWXY]{4}-[346789ACDEFGHJKLMNPQRTWXY]{4}$/)

    const guest = world.visitor()
    const typed = await typeCode(guest, code.toLowerCase().replace('-', ' '))
    const path = String(typed.headers.location)
    expect(path).toMatch(/^\/code\/[\w-]+$/)
    const begin = await guest.get(path).expect(200)
    expect(headingOf(begin.text)).toBe('For Dr Nisha Patel')
    expect(wordsOf(begin)).toContain('Dr Amara Okafor asks')
    await FormPage.from(begin, 'main form').submit(guest)

    const form = (await formAt(guest, path)).fill({ ...answers, _digits: await digitsFor(world, address) })
    const done = await form.submit(guest)
    expect([done.status, done.headers.location]).toEqual([303, path])
    expect(headingOf((await guest.get(path).expect(200)).text)).toBe('Thank you')
    expect(await record(id)).toMatchObject({ status: 'signed' })
    const version = await world.db.recordVersion.findFirstOrThrow({ where: { recordId: id } })
    expect(version.signerName).toBe('Dr Nisha Patel')
    expect(version.assurance).toMatch(/link/)
    const types = await world.db.auditEvent.findMany({ where: { recordId: id }, orderBy: { id: 'asc' } })
    expect(types.map(({ type }) => type)).toEqual(
      expect.arrayContaining(['assessment.codeShown', 'assessment.codeUsed', 'assessment.digitsSent', 'record.signed']),
    )
    for (const { data } of types) expect(JSON.stringify(data)).not.toContain(code.replace('-', ''))
  })

  it('is also a picture that leads to where it is typed, for the trainee alone', async () => {
    const amara = await world.as('amara')
    const id = await ask(world, amara)
    await amara.get(`/assessments/${id}/code.svg`).expect(404)
    const code = await codeFor(amara, id)
    const picture = await amara.get(`/assessments/${id}/code.svg`).expect(200)
    expect(picture.headers['content-type']).toContain('image/svg+xml')
    expect(String(picture.body)).toContain('<svg')
    await (await world.as('helen')).get(`/assessments/${id}/code.svg`).expect(404)
    await (await world.as('tom')).get(`/assessments/${id}/code`).expect(404)
    const opened = await world.visitor().get(`/code?code=${code}`).expect(200)
    expect(FormPage.from(opened, 'main form').value('code')).toBe(code)
  })

  it('signs nothing by itself: without the digits, or with wrong ones, every word stays and nothing is signed', async () => {
    const amara = await world.as('amara')
    const id = await ask(world, amara)
    const guest = world.visitor()
    const path = await enterByCode(guest, await codeFor(amara, id))
    const without = await (await formAt(guest, path)).fill(answers).submit(guest)
    expect([without.status, wordsOf(without)]).toEqual([422, expect.stringContaining('Type the six digits')])
    const right = (await digitsFor(world, address)).replace(' ', '')
    const wrong = right === '123456' ? '654321' : '123456'
    for (let tries = 0; tries < 6; tries++) {
      const again = await (await formAt(guest, path)).fill({ ...answers, _digits: wrong }).submit(guest)
      expect([again.status, wordsOf(again)]).toEqual([422, expect.stringContaining('not the digits of the mail')])
      expect(FormPage.from(again, 'main form.form').value('f.doneWell')).toBe(answers['f.doneWell'])
    }
    const throttled = await (await formAt(guest, path)).fill({ ...answers, _digits: right }).submit(guest)
    expect(throttled.status).toBe(429)
    expect((await record(id)).status).toBe('requested')
  })

  it('says the same of every code that leads nowhere, and audits kinds alone', async () => {
    const amara = await world.as('amara')
    const id = await ask(world, amara)
    const first = await codeFor(amara, id)
    const second = await codeFor(amara, id)
    const used = await codeFor(amara, await ask(world, amara))
    await enterByCode(world.visitor(), used)
    const words = new Set<string>()
    const since = new Date(world.clock.now().epochMilliseconds)
    for (const code of [first, second.slice(0, 7), 'AAAA-AAAA', 'O0I1-LLLL', used, '']) {
      const refused = await typeCode(world.visitor(), code)
      expect(refused.status).toBe(422)
      words.add(wordsOf(refused).replaceAll(code, ''))
    }
    minutes(16)
    const late = await typeCode(world.visitor(), second)
    expect(late.status).toBe(422)
    words.add(wordsOf(late).replaceAll(second, ''))
    expect(words.size).toBe(1)
    const kinds = await world.db.auditEvent.findMany({ where: { type: 'assessment.codeRefused', at: { gte: since } } })
    expect(kinds.map(({ data }) => data)).toEqual(
      ['over', 'malformed', 'unknown', 'malformed', 'used', 'malformed', 'over'].map((kind) => ({ kind })),
    )
  })

  it('keeps nothing usable in the database', async () => {
    const amara = await world.as('amara')
    const id = await ask(world, amara)
    const code = (await codeFor(amara, id)).replace('-', '')
    const [row] = await world.db.requestEntry.findMany({ where: { recordId: id } })
    expect(JSON.stringify(row)).not.toContain(code)
    await enterByCode(world.visitor(), code)
    const digits = (await digitsFor(world, address)).replace(' ', '')
    const mails = await world.db.mail.findMany({ where: { purpose: 'assessment.digits' } })
    expect(JSON.stringify(mails)).not.toContain(digits)
  })

  it('forged, truncated and foreign addresses behind it are not found, and it ends after two hours', async () => {
    const amara = await world.as('amara')
    const guest = world.visitor()
    const path = await enterByCode(guest, await codeFor(amara, await ask(world, amara)))
    for (const spoilt of [
      `${path.slice(0, -6)}AAAAAA`,
      path.slice(0, -3),
      path.replace('/code/', '/device/'),
      '/code/nonsense',
    ]) {
      await world.visitor().get(spoilt).expect(404)
    }
    minutes(121)
    await guest.get(path).expect(410)
  })

  it('shows nothing of what the assessor wrote or said of themselves elsewhere', async () => {
    const amara = await world.as('amara')
    const id = await ask(world, amara)
    const { assessorId } = await record(id)
    const key = `record:${id}`
    await world.db.draft.create({
      data: { id, personId: assessorId!, key, values: { 'f.doneWell': 'Not for the trainee yet' } },
    })
    const guest = world.visitor()
    const path = await enterByCode(guest, await codeFor(amara, id))
    expect((await guest.get(path)).text).not.toContain('Not for the trainee yet')
  })

  it('is worthless once the request goes to another address, or is withdrawn', async () => {
    const amara = await world.as('amara')
    const id = await ask(world, amara)
    const code = await codeFor(amara, id)
    const guest = world.visitor()
    const path = await enterByCode(guest, code)
    const fresh = await codeFor(amara, id)
    const page = FormPage.from(await amara.get(`/assessments/${id}`), 'form[action$="/address"]')
    await page.fill({ name: 'Dr Nisha Patel', email: 'n.patel@hospital.example' }).submit(amara)
    await guest.get(path).expect(410)
    expect((await typeCode(world.visitor(), fresh)).status).toBe(422)
  })

  it('never lets the trainee in by their own code, outside of a demo', async () => {
    const amara = await world.as('amara')
    const id = await ask(world, amara)
    const code = await codeFor(amara, id)
    world.config.demo = 'off'
    try {
      await amara.post('/code').type('form').send({ code }).expect(403)
      const path = await enterByCode(world.visitor(), code)
      await amara.get(path).expect(403)
    } finally {
      world.config.demo = 'on'
    }
  })

  it('two who complete at once by two ways: one wins, the other is told', async () => {
    const amara = await world.as('amara')
    const id = await ask(world, amara)
    const guest = world.visitor()
    const path = await enterByCode(guest, await codeFor(amara, id))
    const digits = await digitsFor(world, address)
    const byCode = (await formAt(guest, path)).fill({ ...answers, 'f.doneWell': 'By the code', _digits: digits })
    const link = await linkFor(world, id)
    const byLink = (await formAt(world.visitor(), link)).fill({ ...answers, 'f.doneWell': 'By the link' })
    const both = await Promise.all([byCode.submit(guest), byLink.submit(world.visitor())])
    expect(both.map(({ status }) => status).sort()).toEqual([303, 409])
    expect(await world.db.recordVersion.count({ where: { recordId: id } })).toBe(1)
    const loser = both.find(({ status }) => status === 409)!
    expect(wordsOf(loser)).toMatch(/has completed|was signed/)
  })
})

describe('somebody of whom the trainee knows a name alone', () => {
  async function askBeside() {
    const amara = await world.as('amara')
    const page = FormPage.from(await amara.get(`/assessments/new?form=${formKey}`), 'main form.form')
    const sent = await page.fill({ assessor: 'beside', name: 'Dr Omar Said', 'f.title': 'On the take' }).submit(amara)
    const to = String(sent.headers.location)
    expect(to).toMatch(/\/code$/)
    return { amara, id: to.split('/').at(-2)!, code: codeOn(await amara.get(to).expect(200)) }
  }

  it('is asked by the name, whatever is left over in the field of addresses', async () => {
    const amara = await world.as('amara')
    const page = FormPage.from(await amara.get(`/assessments/new?form=${formKey}`), 'main form.form')
    const typed = { assessor: 'beside', name: 'Dr Omar Said', email: 'nope', 'f.title': 'On the ward' }
    expect(String((await page.fill(typed).submit(amara)).headers.location)).toMatch(/\/code$/)
  })

  it('B4: gives an address, proves it, and is the assessor from then on', async () => {
    const { id, code } = await askBeside()
    expect(await world.db.mail.count({ where: { recordId: id } })).toBe(0)
    const guest = world.visitor()
    const email = 'omar.said@hospital.example'
    const path = await enterByCode(guest, code, { email })
    const form = (await formAt(guest, path)).fill({
      ...answers,
      'f.assessorName': 'Dr Omar Said',
      _digits: await digitsFor(world, email),
    })
    expect((await form.submit(guest)).status).toBe(303)
    const { assessorId, status } = await record(id)
    expect(status).toBe('signed')
    const known = await world.db.identifier.findFirstOrThrow({ where: { normalised: email } })
    expect(known).toMatchObject({ personId: assessorId, verifiedAt: expect.any(Date) })
    const purposes = await world.db.mail.findMany({ where: { recordId: id, toAddress: email } })
    expect(purposes.map(({ purpose }) => purpose)).toEqual(['assessment.receipt'])
  })

  it('is whoever the address belongs to, when that is somebody known', async () => {
    const { id, code } = await askBeside()
    const guest = world.visitor()
    const email = (await world.db.identifier.findFirstOrThrow({ where: { personId: world.person.idris } })).value
    const path = await enterByCode(guest, code, { email })
    await (await formAt(guest, path)).fill({ ...answers, _digits: await digitsFor(world, email) }).submit(guest)
    expect(await record(id)).toMatchObject({ status: 'signed', assessorId: world.person.idris })
  })

  it('is not the trainee, under whatever address', async () => {
    const { id, code } = await askBeside()
    const guest = world.visitor()
    const path = String((await typeCode(guest, code)).headers.location)
    const email = (await world.db.identifier.findFirstOrThrow({ where: { personId: world.person.amara } })).value
    const begin = FormPage.from(await guest.get(path), 'main form').fill({ email: email.toUpperCase() })
    const refused = await begin.submit(guest)
    expect([refused.status, wordsOf(refused)]).toEqual([422, expect.stringContaining('Nobody assesses themselves')])
    expect(FormPage.from(refused, 'main form').value('email')).toBe(email.toUpperCase())
    expect((await record(id)).status).toBe('requested')
  })

  it('cannot be replaced by another address under the digits of the first', async () => {
    const { id, code } = await askBeside()
    const guest = world.visitor()
    const path = await enterByCode(guest, code, { email: 'own.mailbox@elsewhere.example' })
    const digits = await digitsFor(world, 'own.mailbox@elsewhere.example')
    await (await formAt(guest, path)).fill(answers).submit(guest, 'Use another address')
    const begin = FormPage.from(await guest.get(path), 'main form').fill({ email: 'the.professor@hospital.example' })
    await begin.submit(guest)
    const form = await formAt(guest, path)
    expect(form.value('f.doneWell')).toBe(answers['f.doneWell'])
    const refused = await form.fill({ ...answers, _digits: digits }).submit(guest)
    expect([refused.status, wordsOf(refused)]).toEqual([422, expect.stringContaining('not the digits of the mail')])
    expect((await record(id)).status).toBe('requested')
  })
})

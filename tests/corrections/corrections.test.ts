import { checkChains } from '../../src/evidence/index.ts'
import { sha256 } from '../../src/forms/index.ts'
import { newId } from '../../src/kit/ids.ts'
import { ask, complete, linkFor, work } from '../assessments/support.ts'
import { certify } from '../evidence/support.ts'
import { FormPage, headingOf, wordsOf } from '../support/forms.ts'
import { testWorld, type World } from '../support/world.ts'

/** What was signed is put right by consent, and both versions are kept (R102, D7). */

const world: World = await testWorld()
type Agent = ReturnType<World['visitor']>

async function signedBy(name: string, email: string): Promise<string> {
  const id = await ask(world, await world.as('amara'), { name, email })
  await work(world)
  await complete(world, await linkFor(world, id), { 'f.assessorName': name })
  return id
}

/** Asks by the page's own form that the registration should read otherwise; returns the request's id. */
async function request(agent: Agent, recordId: string, more: Record<string, string> = {}, field = 'registration') {
  const page = await agent.get(`/records/${recordId}/correct?field=${field}`)
  const form = FormPage.from(page, 'form[action*="field="]')
  const value: Record<string, string> = field === 'registration' ? { 'f.registration': 'GMC 7654321' } : {}
  const answer = await form.fill({ ...value, reason: 'Two figures were swapped.', ...more }).submit(agent, 'Ask for it')
  return { answer, id: String(answer.headers.location).split('/').at(-1)! }
}

async function decide(agent: Agent, path: string, how: 'Accept and sign' | 'Refuse', answer = '') {
  const form = FormPage.from(await agent.get(path), 'form[action$="/accept"]')
  return form.fill({ answer }).submit(agent, how)
}

const correctionLink = async (id: string) => {
  const mail = await world.db.mail.findFirstOrThrow({ where: { link: { path: ['id'], equals: id } } })
  const page = await world.visitor().get(`/dev/mail/${mail.id}`).expect(200)
  return /href="(\/c\/[\w-]+)"/.exec(page.text)![1]!
}

it('R102: the form, its date and its section are filled in; the signer accepts by link; both versions, the reason and the chain stay', async () => {
  const amara = await world.as('amara')
  const id = await signedBy('Dr Nisha Patel', 'nisha.patel@hospital.example')
  const [first] = await world.db.recordVersion.findMany({ where: { recordId: id } })
  const links = await world.db.link.findMany({ where: { recordId: id } })
  expect(wordsOf(await amara.get(`/records/${id}`))).toContain('Request a correction')
  const page = wordsOf(await amara.get(`/records/${id}/correct?field=registration`))
  expect(page).toMatch(/It says now GMC 1234567/)
  expect(page).toMatch(/Form Mini clinical evaluation exercise Date 22 Nov 2026 Trainee Dr Amara Okafor Section/i)
  const { answer, id: correction } = await request(amara, id)
  expect(answer.status).toBe(303)
  expect(wordsOf(await amara.get(`/records/${id}`))).toContain('asked for a correction on 22 Nov 2026; it waits')

  const path = await correctionLink(correction)
  const guest = world.visitor()
  const shown = wordsOf(await guest.get(path))
  expect(shown).toMatch(/as it was signed ?GMC 1234567 .*put right ?GMC 7654321 Why Two figures were swapped/)
  expect(shown).toContain('Listened well')
  expect((await decide(guest, path, 'Accept and sign')).status).toBe(303)

  const [old, amended] = await world.db.recordVersion.findMany({ where: { recordId: id }, orderBy: { seq: 'asc' } })
  expect(Buffer.from(old!.content).equals(Buffer.from(first!.content))).toBe(true)
  expect(sha256(old!.content)).toBe(first!.contentHash)
  const content = JSON.parse(Buffer.from(amended!.content).toString())
  expect(content).toMatchObject({
    act: 'amended',
    values: { registration: 'GMC 7654321' },
    more: {
      correction: { was: 'GMC 1234567', now: 'GMC 7654321', reason: 'Two figures were swapped.', amends: first!.hash },
    },
    signer: { name: 'Dr Nisha Patel', assurance: 'any-link' },
  })
  expect(await checkChains(world, () => {})).toMatchObject({ faults: 0 })
  expect(await world.db.link.findMany({ where: { recordId: id } })).toEqual(links)
  const record = wordsOf(await amara.get(`/records/${id}`))
  expect(record).toContain('Amended on 22 Nov 2026 by Dr Nisha Patel. See what changed')
  expect(record).toContain('GMC 7654321')
  const helen = await world.as('helen', 'educationalSupervisor')
  const changed = wordsOf(await helen.get(`/records/${id}/amendments`))
  expect(changed).toMatch(/as it was signed ?GMC 1234567 .*put right ?GMC 7654321.*Two figures were swapped/)
  const before = await helen.get(`/records/${id}/signed/${old!.seq}`)
  expect(wordsOf(before)).toContain('GMC 1234567')
  expect(wordsOf(before)).toContain(first!.contentHash)
  expect((await helen.get(`/records/${id}/signed/${old!.seq}/bytes`)).status).toBe(404)
  const bytes = await amara.get(`/records/${id}/signed/${old!.seq}/bytes`).buffer().responseType('blob')
  expect(sha256(bytes.body)).toBe(first!.contentHash)
  const told = await world.db.notice.findMany({ where: { personId: world.person.amara, kind: 'correction.accepted' } })
  expect(told.map(({ text }) => text)).toEqual(['Dr Nisha Patel accepted a correction in your mini-CEX'])
  const others = {
    NOT: { personId: world.person.amara },
    kind: 'correction.accepted',
  }
  const college = await world.db.notice.findMany({ where: others })
  expect(college.map(({ text }) => text)).toContain(
    'Dr Nisha Patel accepted a correction in a mini-CEX of Dr Amara Okafor',
  )
  // The link says how it ended, and no more of it can be decided.
  expect(wordsOf(await guest.get(path))).toContain('Accepted')
})

it('R102: the day of a corrected form moves with it, and the figures are worked out again', async () => {
  const amara = await world.as('amara')
  const id = await signedBy('Dr Nisha Patel', 'nisha.patel@hospital.example')
  const form = (await world.services.packs.get(world.ids.packVersion)).form('mini-cex')!
  const field = form.occurredOn!
  const { id: correction, answer } = await request(amara, id, { [`f.${field}`]: '2026-10-02' }, field)
  expect(answer.status).toBe(303)
  await decide(world.visitor(), await correctionLink(correction), 'Accept and sign')
  const record = await world.db.record.findUniqueOrThrow({ where: { id } })
  expect(record.occurredOn.toISOString().slice(0, 10)).toBe('2026-10-02')
  expect(record.status).toBe('signed')
})

it('R102: a direct edit is refused, and says how to correct', async () => {
  const amara = await world.as('amara')
  const id = await certify(amara)
  const edit = await FormPage.from(await amara.get(`/records/${id}/edit`), 'form[data-autosave]')
  const helen = await world.as('helen', 'educationalSupervisor')
  await FormPage.from(await helen.get(`/records/${id}`), 'form[action$="/confirm"]').submit(helen)
  const page = wordsOf(await amara.get(`/records/${id}/edit`))
  expect(page).toContain('This is signed, so it stays as it reads. You can ask for a correction')
  const sent = await edit.fill({ 'f.number': 'X2', 'f.declared': 'yes' }).submit(amara, 'Save')
  expect(sent.status).toBe(403)
  expect(sent.text).toContain(`href="/records/${id}/correct"`)
  // What is not signed is changed directly.
  const open = await certify(amara, { 'f.number': 'open' })
  const refused = await amara.get(`/records/${open}/correct`)
  expect([refused.status, wordsOf(refused).includes('whoever wrote it changes it directly')]).toEqual([403, true])
})

it('R102, decision 6: college staff read the form while it is open, which the trainee sees; a refusal needs a reason and reaches everybody', async () => {
  const amara = await world.as('amara')
  const id = await certify(amara, { 'f.number': 'A1' })
  const helen = await world.as('helen', 'educationalSupervisor')
  await FormPage.from(await helen.get(`/records/${id}`), 'form[action$="/confirm"]').submit(helen)
  // The signer asks: then the college decides, never the signer.
  const asked = await helen.get(`/records/${id}/correct?field=number`)
  const answer = await FormPage.from(asked, 'form[action*="field="]')
    .fill({ 'f.number': 'A2', reason: 'I misread it.' })
    .submit(helen, 'Ask for it')
  const path = String(answer.headers.location)
  expect(wordsOf(await helen.get(path))).toContain('Nobody decides on a correction that they asked for')
  const morgan = await world.as('morgan')
  expect(wordsOf(await morgan.get('/corrections'))).toContain('Dr Amara Okafor')
  for (const where of ['/', '/todo']) expect((await morgan.get(where)).text).toContain(`href="${path}"`)
  expect(wordsOf(await morgan.get(path))).toContain('I misread it.')
  const looked = wordsOf(await amara.get(`/portfolios/${world.enrolment.amara}/looked`))
  expect(looked).toMatch(/Ms Morgan Ellis.*a form that is to be corrected/)
  const wordless = await decide(morgan, path, 'Refuse')
  expect([wordless.status, wordsOf(wordless).includes('Say why')]).toEqual([422, true])
  expect((await decide(morgan, path, 'Refuse', 'The copy says A1.')).status).toBe(303)
  expect((await morgan.get('/todo')).text).not.toContain(`href="${path}"`)
  const after = wordsOf(await morgan.get(path))
  expect(after).not.toContain('I misread it.')
  expect(after).toContain('not shown to you any more')
  expect(wordsOf(await helen.get(path))).toContain('The copy says A1.')
  for (const name of ['amara', 'helen'] as const) {
    const where = { personId: world.person[name], kind: 'correction.refused' }
    expect(await world.db.notice.count({ where })).toBe(1)
  }
  expect(await world.db.recordVersion.count({ where: { recordId: id } })).toBe(1)
  // Others neither read nor decide.
  for (const who of ['tom', 'idris', 'james', 'sam'] as const)
    expect([who, (await (await world.as(who)).get(path)).status]).toEqual([who, 404])
})

it('R102: of two who decide at once one wins, and the other is told what happened', async () => {
  const amara = await world.as('amara')
  const id = await signedBy('Dr Omar Said', 'omar.said@hospital.example')
  const { id: correction } = await request(amara, id)
  const again = await request(amara, id)
  expect([again.answer.status, wordsOf(again.answer).includes('waits already')]).toEqual([422, true])
  const [guest, morgan] = [world.visitor(), await world.as('morgan')]
  const path = await correctionLink(correction)
  const mine = FormPage.from(await guest.get(path), 'form[action$="/accept"]').fill({ answer: '' })
  const theirs = FormPage.from(await morgan.get(`/corrections/${correction}`), 'form[action$="/accept"]')
  const outcomes = await Promise.all([
    mine.submit(guest, 'Accept and sign'),
    theirs.fill({ answer: 'No proof.' }).submit(morgan, 'Refuse'),
  ])
  expect(outcomes.map(({ status }) => status).filter((status) => status === 303)).toHaveLength(1)
  const loser = outcomes.find(({ status }) => status !== 303)!
  expect([403, 409]).toContain(loser.status)
  expect(wordsOf(loser)).toMatch(/has (accepted|refused) this correction already/)
  const versions = await world.db.recordVersion.count({ where: { recordId: id } })
  const { state } = await world.db.correction.findUniqueOrThrow({ where: { id: correction } })
  expect(versions).toBe(state === 'accepted' ? 2 : 1)
})

it('R102: a guessed, cut or foreign link opens nothing; a rating is not corrected; the database keeps one open request per answer', async () => {
  const visitor = world.visitor()
  const id = await signedBy('Dr Lea Brandt', 'lea.brandt@hospital.example')
  const amara = await world.as('amara')
  const { id: correction } = await request(amara, id)
  const path = await correctionLink(correction)
  for (const bad of [path.slice(0, -2), `${path}x`, `/c/${newId()}`, path.replace(/.{3}$/, 'AAA')]) {
    const answer = await visitor.get(bad)
    expect([answer.status, headingOf(answer.text)]).toEqual([404, 'This link does not work'])
  }
  const request1 = (await linkFor(world, id)).replace('/a/', '/c/')
  expect((await visitor.get(request1)).status).toBe(404)
  const row = await world.db.correction.findUniqueOrThrow({ where: { id: correction } })
  const twin = { ...row, id: newId(), was: {}, proposed: {} }
  await expect(world.db.correction.create({ data: twin })).rejects.toThrow(/[Uu]nique/)
  await expect(world.db.correction.create({ data: { ...twin, state: 'accepted' } })).rejects.toThrow(
    /Correction_decided/,
  )
  await FormPage.from(await amara.get(`/corrections/${correction}`), 'form[action$="/withdraw"]').submit(amara)
  expect(wordsOf(await visitor.get(path))).toContain('Taken back')
})

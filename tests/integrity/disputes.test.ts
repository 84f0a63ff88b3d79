import { checkChains } from '../../src/evidence/index.ts'
import { newId } from '../../src/kit/ids.ts'
import { ask, complete, formKey, linkFor, work } from '../assessments/support.ts'
import { FormPage, headingOf, wordsOf } from '../support/forms.ts'
import { testWorld, type World } from '../support/world.ts'

/** "An assessment was completed in your name": whoever did not sign says so, and the programme looks into it (D9). */

const world: World = await testWorld()

/** Amara asks, somebody completes by the link; returns the record and the link of the counter-notice. */
async function signed(name: string, email: string) {
  const id = await ask(world, await world.as('amara'), { name, email })
  await work(world)
  await complete(world, await linkFor(world, id), { 'f.assessorName': name })
  return { id, link: await counterLink(id) }
}

async function counterLink(recordId: string): Promise<string> {
  const mail = await world.db.mail.findFirstOrThrow({ where: { recordId, purpose: 'assessment.receipt' } })
  const page = await world.visitor().get(`/dev/mail/${mail.id}`).expect(200)
  return /href="(\/not-me\/[\w-]+)"/.exec(page.text)![1]!
}

async function dispute(link: string, words = '') {
  const visitor = world.visitor()
  const form = FormPage.from(await visitor.get(link), 'main form.form')
  return { visitor, answer: await form.fill({ words }).submit(visitor) }
}

const figure = async () => {
  const rows = await world.db.ruleFigure.findMany({
    where: { enrolmentId: world.enrolment.amara },
    orderBy: { ruleId: 'asc' },
  })
  return rows.map(({ ruleId, have }) => [ruleId, String(have)])
}

it('D9: whoever is named is told at every address of theirs, and in the product', async () => {
  const { helen, amara } = world.person
  const other = { id: newId(), personId: helen, kind: 'email' as const, verifiedAt: new Date('2026-01-01') }
  await world.db.identifier.create({
    data: { ...other, value: 'helen@home.example', normalised: 'helen@home.example' },
  })
  const loose = { ...other, id: newId(), verifiedAt: null, value: 'not@hers.example', normalised: 'not@hers.example' }
  await world.db.identifier.create({ data: loose })
  const id = await ask(world, await world.as('amara'), { assessor: helen, name: '', email: '' })
  await work(world)
  await complete(world, await linkFor(world, id), { 'f.assessorName': 'Dr Helen Marsh' })
  const mails = await world.db.mail.findMany({ where: { recordId: id, purpose: 'assessment.receipt' } })
  expect(mails.map(({ toAddress }) => toAddress).sort()).toEqual(
    ['helen@demo.attest.example', 'helen@home.example'].sort(),
  )
  const { hash } = await world.db.recordVersion.findFirstOrThrow({ where: { recordId: id } })
  for (const { subject, text } of mails) {
    expect(subject).toBe('An assessment was completed in your name: mini-CEX for Dr Amara Okafor')
    expect(text).toContain(hash)
    expect(text).not.toContain('Falls clinic')
  }
  const notice = await world.db.notice.findFirstOrThrow({ where: { personId: helen, kind: 'assessment.receipt' } })
  const page = await (await world.as('helen')).get(notice.href!)
  expect([page.status, headingOf(page.text)]).toEqual([200, 'Was this you?'])
  // Nobody else signed in has that page.
  expect((await (await world.as('amara')).get(notice.href!)).status).toBe(404)
  expect(amara).not.toBe(helen)
})

it('D9: “This was not me” locks the form, counts for nothing, shows to every full reader and alerts the programme; upheld, it counts again', async () => {
  const before = await figure()
  const { id, link } = await signed('Dr Nisha Patel', 'nisha.patel@hospital.example')
  const counted = await figure()
  expect(counted).not.toEqual(before)
  // Looking changes nothing.
  for (let look = 0; look < 2; look++) await world.visitor().get(link).expect(200)
  expect((await world.db.record.findUniqueOrThrow({ where: { id } })).status).toBe('signed')
  const version = await world.db.recordVersion.findFirstOrThrow({ where: { recordId: id } })

  const { visitor, answer } = await dispute(link, 'I was on leave.')
  expect(answer.status).toBe(303)
  expect(wordsOf(await visitor.get(link))).toContain('You have said so already. It is locked')
  expect(await figure()).toEqual(before)
  expect(await world.db.recordVersion.findMany({ where: { recordId: id } })).toHaveLength(1)
  const amara = await world.as('amara')
  for (const [who, role] of [
    ['amara', undefined],
    ['helen', 'educationalSupervisor'],
    ['ruth', undefined],
  ] as const) {
    const record = await (await world.as(who, role)).get(`/records/${id}`)
    expect([who, record.status]).toEqual([who, 200])
    expect(wordsOf(record)).toContain('Disputed: on 22 Nov 2026 Dr Nisha Patel said that they did not sign this.')
    // What was said stays between the assessor and those who look into it.
    expect(wordsOf(record)).not.toContain('I was on leave')
  }
  expect((await amara.get(`/records/${id}/links`)).text).not.toContain('name="items"')
  expect(wordsOf(await amara.get(`/records/${id}`))).not.toContain('Request a correction')
  for (const name of ['sam', 'james', 'morgan'] as const) {
    const where = { personId: world.person[name], kind: 'record.disputed' }
    expect([name, await world.db.notice.count({ where })]).toEqual([name, 1])
    expect(await world.db.mail.count({ where: { toPersonId: world.person[name], purpose: 'record.dispute' } })).toBe(1)
  }

  const open = await world.db.dispute.findFirstOrThrow({ where: { recordId: id } })
  const path = `/integrity/disputes/${open.id}`
  for (const who of ['amara', 'helen', 'idris', 'ruth', 'tom'] as const)
    expect([who, (await (await world.as(who)).get(path)).status]).toEqual([who, 404])
  const james = await asDirector()
  expect(wordsOf(await james.get('/integrity'))).toContain('Dr Amara Okafor')
  const page = await james.get(path)
  expect(wordsOf(page)).toContain('I was on leave.')
  expect(wordsOf(page)).toContain('Listened well')
  expect(wordsOf(await (await world.as('sam')).get(path))).not.toContain('Listened well')
  const form = FormPage.from(page, 'main form.form')
  const wordless = await form.submit(james, 'Uphold')
  expect([wordless.status, wordsOf(wordless).includes('Say what you found')]).toEqual([422, true])
  const upheld = await form.fill({ reason: 'I spoke with the assessor: it was theirs.' }).submit(james, 'Uphold')
  expect(upheld.status).toBe(303)
  expect(await figure()).toEqual(counted)
  const versions = await world.db.recordVersion.findMany({ where: { recordId: id }, orderBy: { seq: 'asc' } })
  expect(versions.map(({ act }) => act)).toEqual(['signed', 'upheld'])
  expect(versions[0]).toEqual(version)
  expect(await checkChains(world, () => {})).toMatchObject({ faults: 0 })
  expect(wordsOf(await amara.get(`/records/${id}`))).toContain('upheld by Dr James Osei on 22 Nov 2026')
  expect(wordsOf(await visitor.get(link))).toContain('has upheld this signature already')
})

it('D9: voided, it is no longer part of the record; of two who decide at once one wins, and the other is told', async () => {
  const { id, link } = await signed('Dr Omar Said', 'omar.said@hospital.example')
  await dispute(link)
  const { id: open } = await world.db.dispute.findFirstOrThrow({ where: { recordId: id } })
  const path = `/integrity/disputes/${open}`
  const [james, morgan] = [await asDirector(), await world.as('morgan')]
  const theirs = [james, morgan].map(async (agent) => {
    const form = FormPage.from(await agent.get(path), 'main form.form')
    return form.fill({ reason: 'The assessor was abroad.' }).submit(agent, 'Void')
  })
  const answers = await Promise.all(theirs)
  expect(answers.filter(({ status }) => status === 303)).toHaveLength(1)
  expect(wordsOf(answers.find(({ status }) => status !== 303)!)).toMatch(/has taken this out of the record already/)
  expect((await world.db.record.findUniqueOrThrow({ where: { id } })).status).toBe('void')
  const acts = await world.db.recordVersion.findMany({ where: { recordId: id }, orderBy: { seq: 'asc' } })
  expect(acts.map(({ act }) => act)).toEqual(['signed', 'voided'])
  expect(await checkChains(world, () => {})).toMatchObject({ faults: 0 })
  // The trainee reads that it is out, and cannot put it back; supervisors no longer have it.
  const amara = await world.as('amara')
  const record = wordsOf(await amara.get(`/records/${id}`))
  expect(record).toContain('taken out of the record by')
  expect(record).not.toContain('Put it back')
  expect((await (await world.as('helen', 'educationalSupervisor')).get(`/records/${id}`)).status).toBe(404)
  // College staff read the form only while it was open.
  expect(wordsOf(await morgan.get(path))).not.toContain('Listened well')
  const where = { personId: world.person.amara, kind: 'record.voided' }
  expect(await world.db.notice.count({ where })).toBe(1)
})

it('D9: a guessed, cut or foreign link opens nothing, and a link that completes a form disputes none', async () => {
  const { id, link } = await signed('Dr Lea Brandt', 'lea.brandt@hospital.example')
  const foreign = (await linkFor(world, id)).replace('/a/', '/not-me/')
  for (const bad of [link.slice(0, -2), `${link}x`, link.replace(/.{4}$/, 'AAAA'), foreign]) {
    const answer = await world.visitor().get(bad)
    expect([answer.status, headingOf(answer.text)]).toEqual([404, 'This link does not work'])
  }
  expect((await world.visitor().get(link.replace('/not-me/', '/a/'))).status).toBe(404)
  expect(formKey).toBe('mini-cex')
})

async function asDirector() {
  const { id } = await world.db.grant.findFirstOrThrow({ where: { personId: world.person.james, role: 'director' } })
  return world.as('james', `grant:${id}`)
}

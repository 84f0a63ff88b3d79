import { checkChain } from '../../src/evidence/index.ts'
import { FormPage, wordsOf } from '../support/forms.ts'
import { testWorld } from '../support/world.ts'
import { ask, complete, linkFor, work } from './support.ts'

const world = await testWorld()
const words = 'I explained the risk twice; you may have come in after the first time.'

/** Nisha, a guest, completes one for Amara. */
async function completed(): Promise<{ id: string; path: string }> {
  const id = await ask(world, await world.as('amara'))
  const path = await linkFor(world, id)
  expect((await complete(world, path)).answer.status).toBe(303)
  return { id, path }
}

const reply = async (id: string, text = words) => {
  const amara = await world.as('amara')
  const form = FormPage.from(await amara.get(`/records/${id}/reply/doneWell`).expect(200), 'main form.form')
  return { form, amara, answer: await form.fill({ text }).submit(amara) }
}

describe('B8: the right of reply', () => {
  it('stands beside the comment wherever that is read, changes nothing that was signed, and its writer is told', async () => {
    const { id, path } = await completed()
    const amara = await world.as('amara')
    const before = await world.db.recordVersion.findMany({ where: { recordId: id } })
    expect((await amara.get(`/records/${id}`)).text).toContain(`/records/${id}/reply/doneWell`)
    expect((await reply(id)).answer.status).toBe(303)
    const versions = await world.db.recordVersion.findMany({ where: { recordId: id }, orderBy: { seq: 'asc' } })
    expect(versions.slice(0, before.length)).toEqual(before)
    expect(versions.at(-1)).toMatchObject({ signerId: world.person.amara, rendered: before.at(-1)!.rendered })
    expect(Buffer.from(versions.at(-1)!.content).toString()).toContain(words)
    expect(await checkChain(world, world.person.amara)).toEqual([])
    const helen = await world.as('helen')
    for (const page of [
      await amara.get(`/records/${id}`),
      await amara.get(`/assessments/${id}`),
      await helen.get(`/records/${id}`),
      await helen.get(`/records/${id}/print`),
      await world.visitor().get(path),
    ]) {
      expect([page.status, wordsOf(page)]).toEqual([200, expect.stringContaining(words)])
      expect(wordsOf(page)).toContain('Reply of Dr Amara Okafor, 22 Nov 2026')
    }
    await work(world)
    const mail = await world.db.mail.findFirstOrThrow({ where: { purpose: 'record.replied' } })
    expect([mail.toAddress, mail.state]).toEqual(['nisha.patel@hospital.example', 'kept'])
    expect(mail.text).not.toContain('risk')
    expect(wordsOf(await world.visitor().get(await linkFor(world, id, 'record.replied')))).toContain(words)
  })

  it('is the trainee’s alone, one to each comment, of comments only, and comes back with its words', async () => {
    const { id } = await completed()
    const short = await reply(id, ' ')
    expect([short.answer.status, wordsOf(short.answer)]).toEqual([422, expect.stringContaining('Write your reply.')])
    const { form, answer, amara } = await reply(id)
    expect(answer.status).toBe(303)
    expect((await form.forge({ text: 'Another', _key: 'another' }).submit(amara)).status).toBe(403)
    expect((await amara.get(`/records/${id}/reply/doneWell`)).status).toBe(403)
    for (const field of ['overall', 'traineeComment', 'title', 'nothing'])
      await amara.get(`/records/${id}/reply/${field}`).expect(404)
    expect((await (await world.as('helen')).get(`/records/${id}/reply/doneWell`)).status).toBe(403)
    await (await world.as('tom')).get(`/records/${id}/reply/doneWell`).expect(404)
    expect((await (await world.as('helen')).get(`/records/${id}`)).text).not.toContain('/reply/')
    expect(await world.db.reply.count({ where: { recordId: id } })).toBe(1)
  })

  it('R96: what the trainee wrote before cannot be altered by a forged form of the assessor', async () => {
    const id = await ask(world, await world.as('amara'))
    const path = await linkFor(world, id)
    const guest = world.visitor()
    const forged = FormPage.from(await guest.get(path), 'main form.form').forge({
      'f.title': 'Another title',
      'f.traineeComment': 'I was careless.',
      ...{ 'f.overall': '2', 'f.doneWell': 'Well explained.', 'f.assessorName': 'Dr Nisha Patel' },
      ...{ 'f.position': 'consultant', 'f.registration': 'GMC 1234567', 'f.declared': 'yes' },
    })
    expect((await forged.submit(guest)).status).toBe(303)
    const record = await world.db.record.findUniqueOrThrow({ where: { id } })
    expect(record).toMatchObject({ status: 'signed', title: 'Falls clinic' })
    expect(record.values).toMatchObject({
      title: 'Falls clinic',
      traineeComment: 'I would like to hear about my explanation.',
    })
  })
})

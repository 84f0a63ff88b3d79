import { join } from 'node:path'
import { newId } from '../../src/kit/ids.ts'
import { dbDate } from '../../src/kit/periods.ts'
import { root } from '../../src/kit/root.ts'
import { publishPack } from '../../src/programmes/index.ts'
import { loadPackFolder } from '../../src/programmes/load.ts'
import { FormPage, wordsOf } from '../support/forms.ts'
import { testWorld, worldNow } from '../support/world.ts'
import { logClinic, reflect } from './support.ts'

/**
 * Dual training (R115, decision 10): Amara trains in intensive care as well. Its supervisor, Farah, and its coordinator,
 * Connor, know nothing of her portfolio in internal medicine but what she makes evidence in theirs.
 */
const world = await testWorld()
const item = 'hillo-1'

async function person(givenName: string): Promise<string> {
  const id = newId()
  const account = { create: { state: 'active' as const } }
  await world.db.person.create({
    data: { id, title: 'Dr', givenName, familyName: 'Stone', grade: 'consultant', account },
  })
  return id
}

const dual = await (async () => {
  const pack = await loadPackFolder(join(root, 'prisma/packs/intensive-care/2021.1'))
  const packVersionId = await world.db.$transaction((tx) => publishPack(tx, pack, new Date(worldNow)))
  const [collegeId, programmeId, enrolmentId] = [newId(), newId(), newId()]
  await world.db.college.create({ data: { id: collegeId, key: 'intensive', name: 'Faculty', short: 'F' } })
  const programme = { collegeId, packKey: pack.pack.key, timeZone: 'Europe/London', name: 'Intensive Care, North' }
  await world.db.programme.create({ data: { id: programmeId, ...programme } })
  const dates = { startsOn: dbDate('2026-08-05'), endsOn: dbDate('2033-08-05') }
  await world.db.enrolment.create({
    data: { id: enrolmentId, personId: world.person.amara, programmeId, packVersionId, ...dates },
  })
  const [farah, connor] = [await person('Farah'), await person('Connor')]
  const from = dbDate('2026-08-05')
  await world.db.supervision.create({ data: { id: newId(), enrolmentId, personId: farah, kind: 'educational', from } })
  await world.db.grant.create({
    data: { id: newId(), personId: connor, role: 'coordinator', scopeKind: 'programme', scopeId: programmeId, from },
  })
  return { packVersionId, enrolmentId, farah, connor }
})()

const home = world.enrolment.amara
const amara = () => world.as('amara', `own:${home}`)
const there = () => world.as('amara', `own:${dual.enrolmentId}`)
const farah = () => world.asPerson(dual.farah)
const evidence = `/portfolios/${dual.enrolmentId}/curriculum/${item}`

/** Ticks an item of intensive care on the page of a record's links. */
async function lend(recordId: string, more: string[] = []) {
  const agent = await amara()
  const path = `/records/${recordId}/links`
  const form = FormPage.from(await agent.get(path), `form[action="${path}"]`)
  return form.fill({ items: [`${dual.enrolmentId}:${item}`, ...more] }).submit(agent)
}

describe('a trainee in two programmes', () => {
  it('R115: acts in one of them at a time, each by the name of its programme', async () => {
    const page = await (await amara()).get('/')
    for (const name of ['Internal Medicine, North East', 'Intensive Care, North']) expect(page.text).toContain(name)
    const switched = await (await there()).get('/')
    expect(wordsOf(switched)).toContain('Intensive Care')
    expect((await (await there()).get(`/portfolios/${home}`)).status).toBe(404)
  })

  it('R115: links one record to items of both curricula; readers of each then see it', async () => {
    const id = await logClinic(await amara())
    expect((await (await farah()).get(`/records/${id}`)).status).toBe(404)
    expect((await lend(id, ['cip-c4'])).status).toBe(303)
    const page = await (await farah()).get(`/records/${id}`)
    expect(page.status).toBe(200)
    // It reads by its own form, and leads back to where it is evidence for this reader.
    expect(wordsOf(page)).toContain('New patients 3')
    expect(page.text).toContain(`/portfolios/${dual.enrolmentId}/curriculum`)
    expect(page.text).not.toContain(`/portfolios/${home}`)
    expect(wordsOf(page)).not.toContain('C4')
    const shown = wordsOf(await (await farah()).get(evidence))
    expect(shown).toContain('clinic')
    expect(wordsOf(await (await there()).get(evidence))).toContain('clinic')
    const own = wordsOf(await (await amara()).get(`/records/${id}`))
    expect(own).toContain('C4')
    expect(own).toContain('(Intensive Care, North)')
    expect(own).toContain('Dr Farah Stone, educational supervisor (Intensive Care, North) since 5 Aug 2026')
    // Helen, of internal medicine, reads it as before; of the other programme she is told who reads it, nothing else.
    const helen = wordsOf(await (await world.as('helen')).get(`/records/${id}`))
    expect([helen.includes('C4'), helen.includes('NHS systems'), helen.includes('Farah')]).toEqual([true, false, true])
  })

  it('R44: shows the other programme’s readers nothing else', async () => {
    const id = await logClinic(await amara())
    for (const path of [`/records/${id}`, `/portfolios/${home}`, `/portfolios/${home}/timeline`])
      expect((await (await farah()).get(path)).status).toBe(404)
    expect(wordsOf(await (await farah()).get(`/portfolios/${dual.enrolmentId}/timeline`))).not.toContain('clinic')
  })

  it('shows facts alone to those who read facts alone of that programme’s progress', async () => {
    const id = await logClinic(await amara())
    await lend(id)
    const page = await (await world.asPerson(dual.connor)).get(`/records/${id}`)
    expect(page.status).toBe(200)
    expect(wordsOf(page)).toContain('Your role sees facts')
  })

  it('asks before a private record shows, and names the readers of both', async () => {
    const id = await reflect(await amara())
    const asked = await lend(id)
    const agent = await amara()
    const question = await agent.get(asked.headers.location!)
    expect(wordsOf(question)).toContain('Dr Farah Stone, educational supervisor')
    expect(wordsOf(question)).toContain('Dr Helen Marsh, educational supervisor')
    expect((await (await farah()).get(`/records/${id}`)).status).toBe(404)
    await FormPage.from(question, 'form[action$="/links"]').submit(agent)
    expect((await (await farah()).get(`/records/${id}`)).status).toBe(200)
  })

  it('is taken back by Undo in both, or one by one', async () => {
    const id = await logClinic(await amara())
    const agent = await amara()
    await lend(id, ['cip-c4'])
    const links = await world.db.link.findMany({ where: { recordId: id } })
    expect(links.map(({ away }) => away).sort()).toEqual([false, true])
    const path = `/records/${id}/links/${item}/remove?in=${dual.enrolmentId}`
    const removed = await FormPage.from(await agent.get(`/records/${id}`), `form[action="${path}"]`).submit(agent)
    expect(removed.status).toBe(303)
    expect((await (await farah()).get(`/records/${id}`)).status).toBe(404)
    await lend(id)
    const page = await agent.get(`/records/${id}`)
    const { batchId } = await world.db.link.findFirstOrThrow({ where: { recordId: id, away: true } })
    const undo = FormPage.from(page, 'form:has(input[name=_csrf])')
    const answer = await agent
      .post(`/portfolios/${home}/links/undo/${batchId}`)
      .type('form')
      .send({ _csrf: undo.value('_csrf'), _role: `own:${home}` })
    expect(answer.status).toBe(303)
    expect(await world.db.link.count({ where: { recordId: id, away: true } })).toBe(0)
  })

  it('stays once a sign-off of that programme rests on it', async () => {
    const id = await logClinic(await amara())
    await lend(id)
    await world.db.link.updateMany({ where: { recordId: id }, data: { frozen: true } })
    const page = await (await amara()).get(`/records/${id}`)
    expect(page.text).not.toContain(`/links/${item}/remove`)
    expect(wordsOf(page)).toContain('sign-off rests on it')
    expect(page.text).not.toContain(`/records/${id}/edit`)
  })

  it('takes no enrolment of anybody else, nor the record of another role', async () => {
    const id = await logClinic(await amara())
    const agent = await amara()
    const path = `/records/${id}/links`
    const foreign = FormPage.from(await agent.get(path), `form[action="${path}"]`)
    const answer = await foreign.forge({ items: [`${world.enrolment.tom}:cip-c4`] }).submit(agent)
    expect([answer.status, wordsOf(answer).includes('Choose items of your own curriculum.')]).toEqual([422, true])
    await lend(id)
    expect((await (await there()).get(path)).status).toBe(404)
    await expect(
      world.db.link.create({
        data: { id: newId(), recordId: id, enrolmentId: world.enrolment.tom, itemKey: 'cip-c4', createdById: newId() },
      }),
    ).rejects.toThrow()
  })

  it('is said by the database, whoever writes the link', async () => {
    const id = await logClinic(await amara())
    const data = { recordId: id, enrolmentId: dual.enrolmentId, itemKey: item, createdById: world.person.amara }
    const link = await world.db.link.create({ data: { id: newId(), ...data, away: false } })
    expect((await world.db.link.findUniqueOrThrow({ where: { id: link.id } })).away).toBe(true)
  })
})

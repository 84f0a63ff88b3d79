import { freezeLinks } from '../../src/evidence/index.ts'
import type { WriteCtx } from '../../src/kit/context.ts'
import { FormPage, wordsOf } from '../support/forms.ts'
import { testWorld, type World } from '../support/world.ts'
import { type Agent, logClinic, newForm, reflect } from './support.ts'

const world: World = await testWorld()
const pack = await world.services.packs.get(world.ids.packVersion)
const items = [...pack.items.keys()]
const [one, two, three] = items as [string, string, string]
const linksOf = async (recordId: string) =>
  (await world.db.link.findMany({ where: { recordId }, orderBy: { itemKey: 'asc' } })).map(({ itemKey }) => itemKey)
const shared = async (id: string) => (await world.db.record.findUniqueOrThrow({ where: { id } })).sharedState

async function choose(agent: Agent, id: string, keys: string[]) {
  const form = FormPage.from(await agent.get(`/records/${id}/links`), `form[action="/records/${id}/links"]`)
  return form.fill({ items: keys }).submit(agent, 'Link')
}

/** Presses the Undo that the page offers after a change. */
async function undo(agent: Agent, at: string) {
  return FormPage.from(await agent.get(at), 'form[action*="/undo/"]').submit(agent)
}

describe('R104: linking evidence', () => {
  it('links a record to several items at once, and undoes it', async () => {
    const amara = await world.as('amara')
    const id = await logClinic(amara)
    const answer = await choose(amara, id, [one, two])
    expect([answer.status, answer.headers.location]).toEqual([303, `/records/${id}`])
    expect(await linksOf(id)).toEqual([one, two].sort())
    const undone = await undo(amara, `/records/${id}`)
    expect(undone.headers.location).toBe(`/records/${id}`)
    expect(await linksOf(id)).toEqual([])
    const types = (await world.db.auditEvent.findMany({ where: { recordId: id }, orderBy: { id: 'asc' } })).map(
      ({ type }) => type,
    )
    expect(types).toEqual(['record.submitted', 'record.linked', 'record.unlinked'])
  })

  it('links many records to many items from the timeline', async () => {
    const amara = await world.as('amara')
    const ids = [await logClinic(amara), await logClinic(amara), await logClinic(amara)]
    const timeline = FormPage.from(
      await amara.get(`/portfolios/${world.enrolment.amara}/timeline`),
      'form[action$="/links/choose"]',
    )
    const picked = await timeline.fill({ records: ids }).submit(amara, 'Link to items')
    const page = FormPage.from(await amara.get(picked.headers.location!), 'form[action$="/links"]')
    expect((await page.fill({ items: [one, two] }).submit(amara, 'Link')).status).toBe(303)
    for (const id of ids) expect(await linksOf(id)).toEqual([one, two].sort())
    await undo(amara, `/portfolios/${world.enrolment.amara}/timeline`)
    for (const id of ids) expect(await linksOf(id)).toEqual([])
  })

  it('keeps to the cap of the form, with a sentence', async () => {
    const amara = await world.as('amara')
    const id = await logClinic(amara)
    const answer = await choose(amara, id, [one, two, three])
    expect(answer.status).toBe(422)
    expect(wordsOf(answer)).toContain('can be linked to at most 2 items')
    expect(FormPage.from(answer, 'form[action$="/links"]').names()).toContain('items')
    expect(await linksOf(id)).toEqual([])
  })

  it('two windows together cannot pass the cap', async () => {
    const amara = await world.as('amara')
    const id = await logClinic(amara)
    const answers = await Promise.all([
      choose(amara, id, [one, two]),
      choose(await world.as('amara'), id, [two, three]),
    ])
    expect(answers.map(({ status }) => status).sort()).not.toEqual([303, 303])
    expect((await linksOf(id)).length).toBeLessThanOrEqual(2)
  })

  it('removes a link, unless a sign-off rests on it', async () => {
    const amara = await world.as('amara')
    const id = await logClinic(amara, {}, `?item=${one}`)
    const page = await amara.get(`/records/${id}`)
    const remove = FormPage.from(page, `form[action$="/links/${one}/remove"]`)
    await world.db.$transaction((db) => freezeLinks({ db } as WriteCtx, world.enrolment.amara, one))
    const refused = await remove.submit(amara)
    expect([refused.status, wordsOf(refused)]).toEqual([403, expect.stringContaining('A sign-off rests on this link')])
    expect(await linksOf(id)).toEqual([one])
    expect(wordsOf(await amara.get(`/records/${id}`))).toContain('sign-off rests on it')
    await world.db.link.updateMany({ data: { frozen: false } })
    const again = FormPage.from(await amara.get(`/records/${id}`), `form[action$="/links/${one}/remove"]`)
    expect((await again.submit(amara)).status).toBe(303)
    expect(await linksOf(id)).toEqual([])
  })

  it('R105: the best evidence can be starred', async () => {
    const amara = await world.as('amara')
    const id = await logClinic(amara, {}, `?item=${one}`)
    const star = FormPage.from(await amara.get(`/records/${id}`), 'form[action$="/star"]')
    await star.submit(amara)
    expect(wordsOf(await amara.get(`/records/${id}`))).toContain('best evidence')
  })

  it('nobody links for somebody else', async () => {
    const amara = await world.as('amara')
    const id = await logClinic(amara)
    const helen = await world.as('helen')
    expect((await helen.get(`/records/${id}/links`)).status).toBe(404)
    const tom = await world.as('tom')
    const form = FormPage.from(await tom.get('/records/new/clinic'), 'form[data-autosave]')
    form.forge({ records: id, items: one })
    const forged = (enrolment: string) => tom.post(`/portfolios/${enrolment}/links`).type('form').send(form.body())
    expect((await forged(world.enrolment.amara)).status).toBe(404)
    expect((await forged(world.enrolment.tom)).status).toBe(422)
    expect(await linksOf(id)).toEqual([])
  })
})

describe('R75, R76: linking what is private asks first', () => {
  it('asks as well when the item came with the address', async () => {
    const amara = await world.as('amara')
    const form = await newForm(amara, 'reflection-short', `?item=${one}`)
    form.fill({ 'f.category': 'case', 'f.learnt': 'To listen first', 'f.declared': 'yes' })
    const answer = await form.submit(amara, 'Save')
    expect(answer.headers.location).toContain('/links/confirm?records=')
    const id = new URL(answer.headers.location!, 'http://x').searchParams.get('records')!
    expect([await linksOf(id), await shared(id)]).toEqual([[], 'private'])
    await FormPage.from(await amara.get(answer.headers.location!)).submit(amara, 'Link it and show it')
    expect([await linksOf(id), await shared(id)]).toEqual([[one], 'shared'])
  })

  it('says who will see it, then shows it; undoing hides it again', async () => {
    const amara = await world.as('amara')
    const id = await reflect(amara)
    const asked = await choose(amara, id, [one])
    expect(asked.headers.location).toContain('/links/confirm?')
    expect([await linksOf(id), await shared(id)]).toEqual([[], 'private'])
    const question = await amara.get(asked.headers.location!)
    expect(wordsOf(question)).toContain('Linking shows it to others')
    expect(wordsOf(question)).toContain('Dr Helen Marsh, educational supervisor')
    await FormPage.from(question).submit(amara, 'Link it and show it')
    expect([await linksOf(id), await shared(id)]).toEqual([[one], 'shared'])
    expect((await (await world.as('helen')).get(`/records/${id}`)).status).toBe(200)
    await undo(amara, `/records/${id}`)
    expect([await linksOf(id), await shared(id)]).toEqual([[], 'private'])
    expect((await (await world.as('helen')).get(`/records/${id}`)).status).toBe(404)
  })
})

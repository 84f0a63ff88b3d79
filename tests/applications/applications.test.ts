import { checkFigures } from '../../src/progress/index.ts'
import { ctxAs } from '../progress/seed.ts'
import { FormPage, headingOf, wordsOf } from '../support/forms.ts'
import { testWorld } from '../support/world.ts'

const world = await testWorld()
const { db } = world
const iso = (date: Date | null | undefined) => date?.toISOString().slice(0, 10)
const endsOn = async () =>
  iso((await db.enrolment.findUniqueOrThrow({ where: { id: world.enrolment.amara } })).endsOn)
const last = () => db.application.findFirstOrThrow({ orderBy: { createdAt: 'desc' }, include: { deeds: true } })
const one = (id: string) => `/applications/${id}`
const audits = async (type: string) => db.auditEvent.count({ where: { type } })

type Query = Record<string, string>
const fte: Query = { kind: 'less-than-full-time', from: '2027-08-04', percent: '80' }
const words = { reason: 'caring', discussed: 'My educational supervisor' }

/** Amara asks for something as the page shows it, and sends it. */
async function apply(query: Query, typed: Query = {}, button = 'Send') {
  const amara = await world.as('amara')
  const page = await amara.get(`/applications/new?${new URLSearchParams(query)}`)
  return FormPage.from(page, '#send-form')
    .fill({ ...words, ...typed })
    .submit(amara, button)
}

async function decide(who: 'james' | 'sam' | 'morgan', id: string, button: string, comment = '') {
  const agent = await world.as(who)
  const page = await agent.get(one(id))
  return FormPage.from(page, '#decide-form').fill({ comment }).submit(agent, button)
}

async function withdraw(id: string, comment = 'My plans have changed') {
  const amara = await world.as('amara')
  return FormPage.from(await amara.get(one(id)), '#withdraw-form').fill({ comment }).submit(amara)
}

describe('applying for a change of training time', () => {
  it('R126: shows what it would do before it is sent, writes nothing, and goes to whoever decides first', async () => {
    const amara = await world.as('amara')
    expect(wordsOf(await amara.get('/applications/new'))).toContain('Career break (OOPC)')
    const preview = await amara.get(`/applications/new?${new URLSearchParams(fte)}`)
    expect(headingOf(preview.text)).toBe('Change of FTE')
    expect(wordsOf(preview)).toContain('80 % of full time from 4 Aug 2027')
    expect(wordsOf(preview)).toContain('The expected last day in training moves from 4 Aug 2028')
    expect(await db.application.count()).toBe(0)
    expect((await apply(fte)).status).toBe(303)
    const sent = await last()
    expect(sent).toMatchObject({ state: 'submitted', steps: ['director'], revision: 1 })
    expect(await db.fteChange.count()).toBe(0)
    expect(await audits('application.sent')).toBe(1)
    const told = await db.notice.findMany({ where: { kind: 'application' } })
    expect(told.map(({ personId }) => personId).sort()).toEqual([world.person.helen, world.person.james].sort())
    expect(told.every(({ text }) => !text.includes('caring'))).toBe(true)
  })

  it('R126: the director sees the same as of today and approves; completion, figures and history follow at once', async () => {
    const { id } = await last()
    const james = await world.as('james')
    expect(wordsOf(await james.get('/applications'))).toContain('Waits for your decision')
    const page = wordsOf(await james.get(one(id)))
    expect(page).toContain('moves from 4 Aug 2028')
    expect(page).toContain('Caring for a child or another person')
    expect((await decide('james', id, 'Approve')).status).toBe(303)
    expect(await last()).toMatchObject({ state: 'approved', stepAt: 1 })
    expect(await endsOn()).toBe('2028-11-05')
    const { differences } = await checkFigures({ ...(await ctxAs(world, 'sam')), db })
    expect(differences.filter(({ enrolmentId }) => enrolmentId === world.enrolment.amara)).toEqual([])
    expect(await audits('training.applicationApproved')).toBe(1)
    const amara = await world.as('amara')
    expect(wordsOf(await amara.get(`/portfolios/${world.enrolment.amara}/time`))).toContain('approved by Dr James Osei')
    expect(wordsOf(await amara.get('/applications'))).toContain('Approved')
  })
})

import { sendDigests } from '../../src/assessments/index.ts'
import { createLog } from '../../src/kit/log.ts'
import { listeners } from '../../src/listeners.ts'
import { systemContext } from '../../src/worker.ts'
import { addRecord, discussion } from '../progress/seed.ts'
import { FormPage, wordsOf } from '../support/forms.ts'
import { radiology } from '../support/radiology.ts'
import { testWorld } from '../support/world.ts'
import { ask } from './support.ts'

const world = await testWorld()
const day = 86_400_000
const now = world.clock.now().epochMilliseconds

/** The sweep, so many days from now. */
const sweep = (days = 0) => {
  const { db, config, clock, services } = world
  const ctx = systemContext({ db, config, clock, log: createLog('silent') }, services)
  const later = ctx.now.add({ hours: 24 * days })
  return sendDigests({ ...ctx, now: later, today: ctx.today.add({ days }) }, listeners)
}

const mails = (personId: string) =>
  world.db.mail.findMany({ where: { toPersonId: personId, purpose: 'assessment.digest' }, orderBy: { id: 'asc' } })

async function asked(assessor: string, ago: number): Promise<string> {
  const id = await ask(world, await world.as('amara'), { assessor, name: '', email: '' })
  await world.db.assessmentRequest.update({ where: { recordId: id }, data: { sentAt: new Date(now - ago * day) } })
  return id
}

describe('B9: the weekly digest', () => {
  it('is one plain mail over all programmes, with counts and one link and no trainee’s name; once each', async () => {
    await asked(world.person.idris, 5)
    await asked(world.person.idris, 1)
    const there = await radiology(world, 'radiation-oncology/2022.1')
    const oscar = await there.as('oscar')
    const form = FormPage.from(await oscar.get('/assessments/new?form=csa'), 'main form.form')
    const sent = await form
      .fill({ assessor: there.person.victor, 'f.period.from': '2026-08-03', 'f.period.to': '2026-11-02' })
      .submit(oscar)
    const id = sent.headers.location!.split('/').at(-1)!
    await world.db.record.update({ where: { id }, data: { assessorId: world.person.idris } })
    await Promise.all([sweep(), sweep()])
    await sweep()
    const [mail, ...more] = await mails(world.person.idris)
    expect(more).toEqual([])
    expect(mail!.subject).toBe('3 requests wait for you')
    expect(mail!.text).toMatch(/By programme: 1 in .+ and 2 in Internal Medicine, North East\./)
    expect(mail!.text).toMatch(/The first runs out after \d+ \w+ 202\d/)
    expect(mail!.text).not.toMatch(/Amara|Okafor|Oscar|Lindqvist|mini-CEX/)
    expect(mail!.link).toEqual({ label: 'Open the list', path: '/assess' })
  })

  it('comes again after a week while something waits, not before', async () => {
    await sweep(5)
    expect(await mails(world.person.idris)).toHaveLength(1)
    await sweep(7)
    expect(await mails(world.person.idris)).toHaveLength(2)
  })

  it('leaves young requests to their own mails, guests to their links, and whoever has turned it off alone', async () => {
    await asked(world.person.ruth, 1)
    await ask(world, await world.as('amara'))
    await asked(world.person.helen, 10)
    const helen = await world.as('helen')
    const page = await helen.get('/profile').expect(200)
    const form = FormPage.from(page, 'form[action="/profile/mails"]')
    expect(form.value('digest')).toBe('yes')
    expect((await form.fill({ digest: [] }).submit(helen)).headers.location).toBe('/profile#mails')
    await sweep()
    expect(await mails(world.person.ruth)).toEqual([])
    expect(await mails(world.person.helen)).toEqual([])
    expect(
      await world.db.mail.count({ where: { purpose: 'assessment.digest', toAddress: { contains: 'nisha' } } }),
    ).toBe(0)
    const off = FormPage.from(await helen.get('/profile'), 'form[action="/profile/mails"]')
    expect(off.value('digest')).toBeUndefined()
    await off.fill({ digest: 'yes' }).submit(helen)
    await sweep()
    expect(await mails(world.person.helen)).toHaveLength(1)
    expect(wordsOf(await helen.get('/assess'))).toContain('Dr Amara Okafor')
  })

  it('counts what else stands in the list at its link: whoever has sign-offs alone hears of them', async () => {
    await world.db.account.updateMany({ data: { digestedOn: null } })
    await world.db.mail.deleteMany({ where: { purpose: 'assessment.digest' } })
    await world.db.assessmentRequest.updateMany({ data: { expiresAt: new Date(now - day) } })
    await addRecord(world, 'tom', discussion('Falls', ['cip-c4']))
    const tom = await world.as('tom')
    const page = await tom.get(`/portfolios/${world.enrolment.tom}/curriculum?open=cip-c4&mode=rate`)
    const why = 'In the falls clinic I ran six consultations and presented each plan before acting.'
    const rated = await FormPage.from(page, 'form.open').fill({ 'f.level': '2', 'f.justification': why }).submit(tom)
    expect(rated.status).toBe(303)
    await sweep()
    expect(await mails(world.person.helen)).toEqual([])
    await sweep(4)
    const [mail] = await mails(world.person.helen)
    expect(mail!.subject).toBe('Sign-offs for 1 trainee wait for you')
    expect(mail!.text).not.toMatch(/Tom|Beale/)
  })
})

import { parse } from 'node-html-parser'
import type { CastName } from '../../src/demo/cast.ts'
import { FormPage, headingOf, wordsOf } from '../support/forms.ts'
import { testWorld, type World } from '../support/world.ts'
import { certify, clinicTyped, enter, idIn, logClinic, newForm, optionsOf, reflect, secret } from './support.ts'

const world: World = await testWorld()
const record = (id: string) => world.db.record.findUniqueOrThrow({ where: { id } })
/** Every role that anybody of the cast can act in. */
async function everyRole(): Promise<[CastName, string][]> {
  const grants = await world.db.grant.findMany()
  const supervisions = await world.db.supervision.findMany()
  const enrolments = await world.db.enrolment.findMany()
  return (Object.entries(world.person) as [CastName, string][]).flatMap(([name, personId]) => [
    ...enrolments.filter((row) => row.personId === personId).map(({ id }): [CastName, string] => [name, `own:${id}`]),
    ...[...new Set(supervisions.filter((row) => row.personId === personId).map(({ kind }) => `${kind}Supervisor`))].map(
      (role): [CastName, string] => [name, role],
    ),
    ...grants.filter((row) => row.personId === personId).map(({ id }): [CastName, string] => [name, `grant:${id}`]),
  ])
}

const eventsOf = async (id: string) =>
  (await world.db.auditEvent.findMany({ where: { recordId: id }, orderBy: { id: 'asc' } })).map(({ type }) => type)

describe('entering a record', () => {
  it('R87: a trainee enters a clinic with its title, date and facts, and it is audited', async () => {
    const amara = await world.as('amara')
    const id = await logClinic(amara)
    const row = await record(id)
    expect(row).toMatchObject({ kind: 'log', status: 'submitted', sharedState: 'shared', section: 'clinics' })
    expect(row.facts).toMatchObject({ patients: 3, consulted: true })
    expect(row.occurredOn.toISOString()).toBe('2026-11-20T00:00:00.000Z')
    expect(row.title).toContain('clinic')
    expect(await eventsOf(id)).toEqual(['record.submitted'])
    const read = await amara.get(`/records/${id}`)
    expect(wordsOf(read)).toContain('New patients 3')
    expect(wordsOf(read)).toContain('Who can see this')
  })

  it('R43: no form is taken without its declaration, and 422 keeps what was typed', async () => {
    const amara = await world.as('amara')
    const form = await newForm(amara, 'clinic')
    const typed = { ...(await clinicTyped(amara)), 'f.heldOn': '2026-11-23', 'f.newPatients': '7' }
    const answer = await form.fill(typed).submit(amara, 'Save')
    expect(answer.status).toBe(422)
    const back = FormPage.from(answer, 'form[data-autosave]')
    expect([back.value('f.heldOn'), back.value('f.newPatients')]).toEqual(['2026-11-23', '7'])
    const problems = parse(answer.text).querySelectorAll('.problems li')
    expect(problems.length).toBe(2)
    for (const link of parse(answer.text).querySelectorAll('.problems a')) {
      const id = link.getAttribute('href')!.slice(1)
      expect([id, Boolean(parse(answer.text).querySelector(`[id="${id}"]`))]).toEqual([id, true])
    }
  })

  it('R89: copying the last one takes what may be copied and leaves the rest', async () => {
    const amara = await world.as('amara')
    const settings = await optionsOf(amara, '/records/new/clinic', 'f.setting')
    await logClinic(amara, { 'f.setting': settings[1]!, 'f.newPatients': '9' })
    const copy = await newForm(amara, 'clinic', '?copy=last')
    expect(copy.value('f.setting')).toBe(settings[1])
    expect(copy.value('f.heldOn')).toBe('2026-11-22')
  })

  it('takes a form sent twice once', async () => {
    const tom = await world.as('tom')
    const form = (await newForm(tom, 'clinic')).fill({ 'f.declared': 'yes', ...(await clinicTyped(tom)) })
    const first = await form.submit(tom, 'Save')
    const again = await form.submit(tom, 'Save')
    expect([first.status, again.status, again.headers.location]).toEqual([303, 303, first.headers.location])
    expect(await world.db.record.count({ where: { personId: world.person.tom, formKey: 'clinic' } })).toBe(1)
  })

  it('D1: forms that others write refuse with words and a way on', async () => {
    const amara = await world.as('amara')
    const page = await amara.get('/records/new/mini-cex')
    expect(wordsOf(page)).toContain('is written by the assessor; you ask for it')
    const forged = await (await newForm(amara, 'clinic')).submit(amara, 'Save')
    expect(forged.status).toBe(422)
    const helen = await world.as('helen')
    expect((await helen.get('/records/new/clinic')).status).toBe(404)
  })

  it('R86: a certificate of an online module is led to the library, with what was typed', async () => {
    const amara = await world.as('amara')
    const form = await newForm(amara, 'certificate')
    form.fill({ 'f.type': 'e-learning', 'f.body': 'e-LfH', 'f.awardedOn': '2026-11-01', 'f.declared': 'yes' })
    const answer = await form.submit(amara, 'Save')
    expect(answer.status).toBe(422)
    expect(wordsOf(answer)).toContain('An online module belongs in your library')
    const onward = parse(answer.text).querySelector('.instead a')!
    const library = await amara.get(onward.getAttribute('href')!.replaceAll('&amp;', '&'))
    expect(FormPage.from(library, 'form[data-autosave]').value('f.evidence')).toBe('e-learning')
    expect(await world.db.record.count({ where: { kind: 'certificate', personId: world.person.amara } })).toBe(0)
  })

  it('R95: an item in the address is linked when the form is sent', async () => {
    const amara = await world.as('amara')
    const [item] = [...(await world.services.packs.get(world.ids.packVersion)).items.keys()]
    const id = await logClinic(amara, {}, `?item=${item}`)
    expect(await world.db.link.findMany({ where: { recordId: id }, select: { itemKey: true } })).toEqual([
      { itemKey: item },
    ])
    expect(await eventsOf(id)).toEqual(['record.submitted', 'record.linked'])
  })

  it('takes script, SQL, emoji and right-to-left text as text', async () => {
    const amara = await world.as('amara')
    const nasty = `<script>alert(1)</script> '; drop table "Record"; -- 😀 مرحبا`
    const id = await reflect(amara, { 'f.learnt': nasty })
    const page = await amara.get(`/records/${id}`)
    expect(page.text).not.toContain('<script>alert(1)')
    expect(wordsOf(page)).toContain('😀 مرحبا')
  })
})

describe('R44: who finds a record', () => {
  it('supervisors read a shared log, nobody else finds it', async () => {
    const id = await logClinic(await world.as('amara'))
    const status = async (name: CastName, role?: string) =>
      (await (await world.as(name, role)).get(`/records/${id}`)).status
    const tutor = await world.db.grant.findFirstOrThrow({ where: { personId: world.person.ruth } })
    expect(await status('helen')).toBe(200)
    expect(await status('idris', 'clinicalSupervisor')).toBe(200)
    expect(await status('ruth', `grant:${tutor.id}`)).toBe(200)
    expect(await status('sam')).toBe(200)
    // The same people in a role that does not reach this trainee.
    expect(await status('idris', 'educationalSupervisor')).toBe(404)
    expect(await status('ruth', 'clinicalSupervisor')).toBe(404)
    expect([await status('tom'), await status('priya')]).toEqual([404, 404])
    expect((await world.visitor().get(`/records/${id}`)).status).toBe(303)
  })

  it('a private reflection exists for its owner alone', async () => {
    const id = await reflect(await world.as('amara'))
    const roles = await everyRole()
    expect(roles.length).toBeGreaterThan(10)
    for (const [name, role] of roles.filter(([name]) => name !== 'amara')) {
      const agent = await world.as(name, role)
      expect([name, role, (await agent.get(`/records/${id}`)).status]).toEqual([name, role, 404])
      expect((await agent.get(`/records/${id}/print`)).status).toBe(404)
      const timeline = await agent.get(`/portfolios/${world.enrolment.amara}/timeline?q=furious`)
      expect(timeline.text).not.toContain(id)
    }
  })

  it('coordinators and college administrators see facts, not what was written', async () => {
    const amara = await world.as('amara')
    const id = await certify(amara, { 'f.number': 'NARRATIVE-4711' })
    const clinic = await logClinic(amara)
    for (const name of ['sam', 'morgan'] as const) {
      const agent = await world.as(name)
      const page = await agent.get(`/records/${id}`)
      expect([name, page.status]).toEqual([name, 200])
      expect(page.text).not.toContain('NARRATIVE-4711')
      expect(wordsOf(page)).toContain('Your role sees facts')
      expect(wordsOf(page)).toContain('30 Sep 2030')
      expect((await agent.get(`/records/${id}/print`)).text).not.toContain('NARRATIVE-4711')
      expect(headingOf((await agent.get(`/records/${clinic}`)).text)).toBe('Clinic')
      const list = await agent.get(`/portfolios/${world.enrolment.amara}/timeline?q=4711`)
      expect(list.text).not.toContain(id)
    }
  })

  it('looking at it is recorded for the trainee', async () => {
    const id = await logClinic(await world.as('amara'))
    await (await world.as('helen')).get(`/records/${id}`)
    expect(await eventsOf(id)).toEqual(['record.submitted', 'portfolio.viewed'])
    expect(wordsOf(await (await world.as('amara')).get(`/records/${id}`))).toContain('last looked 22 Nov 2026')
  })
})

describe('changing a record', () => {
  it('its author changes it; facts, history and rev follow', async () => {
    const amara = await world.as('amara')
    const id = await logClinic(amara)
    const form = FormPage.from(await amara.get(`/records/${id}/edit`), 'form[data-autosave]')
    const answer = await form.fill({ 'f.newPatients': '12', 'f.declared': 'yes' }).submit(amara, 'Save the changes')
    expect(answer.status).toBe(303)
    expect((await record(id)).facts).toMatchObject({ patients: 12 })
    expect(wordsOf(await amara.get(`/records/${id}`))).toContain('changed it: New patients')
    const edited = await world.db.auditEvent.findFirstOrThrow({ where: { recordId: id, type: 'record.edited' } })
    expect(edited.data).toMatchObject({ fields: ['newPatients'] })
  })

  it('a stale form shows who changed what, and keeps what was typed', async () => {
    const [one, two] = [await world.as('amara'), await world.as('amara')]
    const id = await logClinic(one)
    const stale = FormPage.from(await one.get(`/records/${id}/edit`), 'form[data-autosave]')
    const fresh = FormPage.from(await two.get(`/records/${id}/edit`), 'form[data-autosave]')
    await fresh.fill({ 'f.newPatients': '5', 'f.declared': 'yes' }).submit(two, 'Save the changes')
    const answer = await stale.fill({ 'f.newPatients': '6', 'f.declared': 'yes' }).submit(one, 'Save the changes')
    expect(answer.status).toBe(409)
    expect(wordsOf(answer)).toContain('Dr Amara Okafor changed this on 22 Nov 2026')
    expect(wordsOf(answer)).toMatch(/New patients.*6.*5/)
    const again = FormPage.from(await one.get(`/records/${id}/edit`), 'form[data-autosave]')
    expect(again.value('f.newPatients')).toBe('6')
    expect((await record(id)).facts).toMatchObject({ patients: 5 })
  })

  it('nobody else changes it, and a frozen one stays', async () => {
    const amara = await world.as('amara')
    const [item] = [...(await world.services.packs.get(world.ids.packVersion)).items.keys()]
    const id = await logClinic(amara, {}, `?item=${item}`)
    const form = FormPage.from(await amara.get(`/records/${id}/edit`), 'form[data-autosave]').fill({
      'f.declared': 'yes',
    })
    await world.db.link.updateMany({ where: { recordId: id }, data: { frozen: true } })
    expect((await form.submit(amara, 'Save the changes')).status).toBe(403)
    expect(wordsOf(await amara.get(`/records/${id}/edit`))).toContain('A sign-off rests on this record')
    expect((await (await world.as('helen')).get(`/records/${id}/edit`)).status).toBe(404)
  })

  it('withdraws it, and puts it back', async () => {
    const amara = await world.as('amara')
    const id = await logClinic(amara)
    await FormPage.from(await amara.get(`/records/${id}/withdraw`)).submit(amara)
    expect((await record(id)).status).toBe('void')
    expect((await (await world.as('helen')).get(`/records/${id}`)).status).toBe(404)
    const back = FormPage.from(await amara.get(`/records/${id}`), `form[action="/records/${id}/restore"]`)
    await back.submit(amara)
    expect((await record(id)).status).toBe('submitted')
    expect(await eventsOf(id)).toEqual(
      ['record.submitted', 'record.withdrawn', 'portfolio.viewed', 'record.restored'].filter(
        (type) => type !== 'portfolio.viewed',
      ),
    )
  })
})

describe('R83: a supervisor confirms what the trainee entered', () => {
  it('signs it into the chain, shows by whom, and tells the trainee', async () => {
    const amara = await world.as('amara')
    const id = await certify(amara)
    const list = `/portfolios/${world.enrolment.amara}/certificates`
    expect(wordsOf(await amara.get(list))).toContain('Not confirmed yet')
    const helen = await world.as('helen')
    const page = await helen.get(`/records/${id}`)
    const answer = await FormPage.from(page, `form[action="/records/${id}/confirm"]`).submit(helen, 'Confirm it')
    expect(answer.status).toBe(303)
    expect((await record(id)).status).toBe('signed')
    expect(await world.db.recordVersion.findFirstOrThrow({ where: { recordId: id } })).toMatchObject({
      signerName: 'Dr Helen Marsh',
      signerRole: 'educational supervisor',
      assurance: 'account',
    })
    expect(wordsOf(await amara.get(list))).toMatch(/Confirmed\s*by Dr Helen Marsh/)
    expect(await world.db.notice.count({ where: { personId: world.person.amara, recordId: id } })).toBe(1)
    expect((await amara.get(`/records/${id}/edit`)).text).toContain('This is signed, so it stays as it reads.')
  })

  it('the trainee, the coordinator and a stranger cannot', async () => {
    const amara = await world.as('amara')
    const id = await certify(amara)
    const token = async (agent: typeof amara, path: string) =>
      FormPage.from(await agent.get(path), 'form[method="post"]').body()
    const post = async (agent: typeof amara, from: string) =>
      (
        await agent
          .post(`/records/${id}/confirm`)
          .type('form')
          .send(await token(agent, from))
      ).status
    const edit = FormPage.from(await amara.get(`/records/${id}/edit`), 'form[data-autosave]').body()
    expect((await amara.post(`/records/${id}/confirm`).type('form').send(edit)).status).toBe(403)
    expect(await post(await world.as('sam'), '/')).toBe(403)
    expect(await post(await world.as('tom'), '/records/new/clinic')).toBe(404)
  })
})

describe('R76: sharing by a deliberate act', () => {
  it('shows a reflection to one named supervisor, and takes it back', async () => {
    const amara = await world.as('amara')
    const id = await reflect(amara)
    const form = FormPage.from(await amara.get(`/records/${id}/share`), `form[action="/records/${id}/share"]`)
    const answer = await form.fill({ with: world.person.helen }).submit(amara)
    expect(answer.status).toBe(303)
    const helen = await world.as('helen')
    const read = await helen.get(`/records/${id}`)
    expect([read.status, read.text.includes(secret)]).toEqual([200, true])
    expect((await (await world.as('idris', 'clinicalSupervisor')).get(`/records/${id}`)).status).toBe(404)
    expect(wordsOf(await amara.get(`/records/${id}`))).toContain('Shown to Dr Helen Marsh')
    const revoke = FormPage.from(await amara.get(`/records/${id}/share`), `form[action$="/revoke"]`)
    await revoke.submit(amara)
    expect((await helen.get(`/records/${id}`)).status).toBe(404)
  })

  it('offers nobody who could not read it, and takes no other person', async () => {
    const amara = await world.as('amara')
    const id = await reflect(amara)
    const path = `/records/${id}/share`
    const offered = await optionsOf(amara, path, 'with')
    expect(offered).toEqual(expect.arrayContaining([world.person.helen, world.person.idris, 'readers']))
    expect(offered).not.toContain(world.person.sam)
    const form = FormPage.from(await amara.get(path), `form[action="${path}"]`)
    expect((await form.forge({ with: world.person.sam }).submit(amara)).status).toBe(422)
  })
})

it('a record of somebody else is never found by its id', async () => {
  const id = await logClinic(await world.as('tom'))
  const amara = await world.as('amara')
  for (const path of ['', '/edit', '/links', '/share', '/withdraw', '/print'])
    expect([path, (await amara.get(`/records/${id}${path}`)).status]).toEqual([path, 404])
  expect((await amara.get('/records/not-an-id')).status).toBe(404)
  expect((await amara.get('/records/new/no-such-form')).status).toBe(404)
  expect(idIn(await enter(amara, 'clinic', await clinicTyped(amara)))).toBeTruthy()
})

import { merge } from '../../src/evidence/service/drafts.ts'
import { FormPage, wordsOf } from '../support/forms.ts'
import { testWorld, type World } from '../support/world.ts'
import { type Agent, certify, logClinic, newForm } from './support.ts'

const world: World = await testWorld()
const draftOf = (personId: string, key: string) =>
  world.db.draft.findUnique({ where: { personId_key: { personId, key } } })
const clinicKey = (name: 'amara' | 'tom' | 'priya') => `form:clinic:${world.enrolment[name]}`

/** What the page's script sends: the address and the token come from the page. */
async function autosave(agent: Agent, page: FormPage, body: Record<string, unknown>) {
  const form = page.page.querySelector('form[data-autosave]')!
  return agent
    .post(form.getAttribute('data-autosave')!)
    .set('x-csrf-token', page.page.querySelector('body')!.getAttribute('data-csrf')!)
    .send(body)
}

describe('D21: what is typed is kept', () => {
  it('a draft is saved, shown with its time, restored and thrown away', async () => {
    const amara = await world.as('amara')
    const page = await newForm(amara, 'clinic')
    const saved = await autosave(amara, page, {
      values: { 'f.newPatients': '4', 'f.heldOn': '2026-11-18' },
      baseRev: 0,
    })
    expect([saved.status, saved.body]).toEqual([200, { rev: 1, savedAt: '2026-11-22T09:00:00Z' }])
    expect(
      await world.db.auditEvent.count({ where: { actorId: world.person.amara, type: { not: 'portfolio.viewed' } } }),
    ).toBe(0)
    const again = await amara.get('/records/new/clinic')
    expect(wordsOf(again)).toContain('This is your draft, saved 22 Nov 2026, 09:00')
    const form = FormPage.from(again, 'form[data-autosave]')
    expect([form.value('f.newPatients'), form.value('f.heldOn')]).toEqual(['4', '2026-11-18'])
    await FormPage.from(again, 'form[action$="/discard"]').submit(amara)
    expect(await draftOf(world.person.amara, clinicKey('amara'))).toBeNull()
  })

  it('D22: the button does the same without scripts', async () => {
    const tom = await world.as('tom')
    const page = (await newForm(tom, 'clinic')).fill({ 'f.newPatients': '11' })
    const answer = await page.submit(tom, 'Save as draft')
    expect([answer.status, answer.headers.location]).toEqual([303, '/records/new/clinic'])
    expect((await newForm(tom, 'clinic')).value('f.newPatients')).toBe('11')
  })

  it('D21, D22: a refused save is kept as the draft, without scripts as well; a box no longer ticked is empty in it', async () => {
    const priya = await world.as('priya')
    await autosave(priya, await newForm(priya, 'clinic'), { values: { 'f.consulted': 'yes' }, baseRev: 0 })
    const form = (await newForm(priya, 'clinic')).fill({ 'f.newPatients': '-3', 'f.comment': 'Kept although refused' })
    const refused = await form.clear('f.consulted').submit(priya, 'Save')
    expect([refused.status, wordsOf(refused).includes('Kept although refused')]).toEqual([422, true])
    const kept = await draftOf(world.person.priya, clinicKey('priya'))
    expect(kept?.values).toMatchObject({ 'f.newPatients': '-3', 'f.consulted': '' })
    expect((await newForm(priya, 'clinic')).value('f.comment')).toBe('Kept although refused')
    expect(wordsOf(await priya.get('/'))).toContain('Unfinished:')
    await world.db.draft.deleteMany({ where: { personId: world.person.priya } })
  })

  it('the draft is gone when its form is taken', async () => {
    const priya = await world.as('priya')
    await autosave(priya, await newForm(priya, 'clinic'), { values: { 'f.newPatients': '4' }, baseRev: 0 })
    await logClinic(priya)
    expect(await draftOf(world.person.priya, clinicKey('priya'))).toBeNull()
  })

  it('two windows: other fields are merged, the same field is shown twice', async () => {
    const amara = await world.as('amara')
    const page = await newForm(amara, 'clinic')
    await autosave(amara, page, { values: { 'f.newPatients': '4', 'f.followUps': '1' }, baseRev: 0 })
    const other = await autosave(amara, page, {
      values: { 'f.newPatients': '5', 'f.followUps': '1' },
      changed: ['f.newPatients'],
      baseRev: 1,
    })
    expect(other.body).toMatchObject({ rev: 2 })
    const merged = await autosave(amara, page, {
      values: { 'f.newPatients': '4', 'f.followUps': '2' },
      changed: ['f.followUps'],
      baseRev: 1,
    })
    expect([merged.status, merged.body.conflict]).toEqual([200, undefined])
    const both = await autosave(amara, page, {
      values: { 'f.newPatients': '9' },
      changed: ['f.newPatients'],
      baseRev: 1,
    })
    expect(both.status).toBe(409)
    expect(both.body).toMatchObject({ conflict: [{ name: 'f.newPatients', yours: '9', theirs: '5' }], rev: 4 })
    const kept = await draftOf(world.person.amara, clinicKey('amara'))
    expect(kept!.values).toMatchObject({ 'f.newPatients': '5', 'f.followUps': '2' })
    const mine = await autosave(amara, page, {
      values: { 'f.newPatients': '9' },
      changed: ['f.newPatients'],
      baseRev: 4,
    })
    expect(mine.status).toBe(200)
  })

  it('nothing is taken after signing', async () => {
    const amara = await world.as('amara')
    const id = await certify(amara)
    const page = FormPage.from(await amara.get(`/records/${id}/edit`), 'form[data-autosave]')
    const helen = await world.as('helen')
    await FormPage.from(await helen.get(`/records/${id}`), 'form[action$="/confirm"]').submit(helen)
    const late = await autosave(amara, page, { values: { 'f.number': '1' }, baseRev: 0 })
    expect([late.status, late.body.error]).toEqual([409, expect.stringContaining('This is signed by now')])
    expect(await draftOf(world.person.amara, `record:${id}`)).toBeNull()
  })

  it('ten megabytes of text are refused with 413, and the last draft stays', async () => {
    const amara = await world.as('amara')
    const page = await newForm(amara, 'clinic')
    await autosave(amara, page, { values: { 'f.supervisor': 'Dr Khan' }, baseRev: 0 })
    const huge = await autosave(amara, page, { values: { 'f.supervisor': 'x'.repeat(10_000_000) }, baseRev: 1 })
    expect(huge.status).toBe(413)
    const sent = await page.forge({ 'f.supervisor': 'x'.repeat(10_000_000) }).submit(amara, 'Save')
    expect(sent.status).toBe(413)
    expect((await draftOf(world.person.amara, clinicKey('amara')))!.values).toMatchObject({ 'f.supervisor': 'Dr Khan' })
  })
})

describe('a form that comes too late', () => {
  async function typedIn(agent: Agent, words: string) {
    return (await newForm(agent, 'reflection-short')).fill({ 'f.learnt': words, 'f.declared': 'yes' })
  }
  const key = (name: 'amara' | 'tom' | 'priya') => `form:reflection-short:${world.enrolment[name]}`

  it('R36: a POST after the session ended keeps the text for the same person, and does nothing else', async () => {
    const amara = await world.as('amara')
    const form = await typedIn(amara, 'Typed while the session ended')
    await world.db.session.deleteMany({ where: { personId: world.person.amara } })
    const before = await world.db.record.count()
    const answer = await form.submit(amara, 'Save')
    expect([answer.status, answer.headers.location]).toEqual([303, expect.stringContaining('/sign-in?back=')])
    expect(await world.db.record.count()).toBe(before)
    const again = await newForm(await world.as('amara'), 'reflection-short')
    expect(again.value('f.learnt')).toBe('Typed while the session ended')
  })

  it('a ticket that was tampered with, or is over, keeps nothing', async () => {
    const tom = await world.as('tom')
    const form = await typedIn(tom, 'Somebody else typed this')
    await world.db.session.deleteMany({ where: { personId: world.person.tom } })
    const ticket = form.value('_ticket')!
    await form.forge({ _ticket: `${ticket.slice(0, -2)}xx` }).submit(tom, 'Save')
    expect(await draftOf(world.person.tom, key('tom'))).toBeNull()
    world.clock.advance({ hours: 80 })
    await form.forge({ _ticket: ticket }).submit(tom, 'Save')
    world.clock.set('2026-11-22T09:00:00Z')
    expect(await draftOf(world.person.tom, key('tom'))).toBeNull()
  })

  it('somebody else who signed in meanwhile does not get the text', async () => {
    const priya = await world.as('priya')
    const form = await typedIn(priya, 'Private to Priya')
    const tom = await world.as('tom')
    await form.submit(tom, 'Save')
    expect(await draftOf(world.person.tom, key('priya'))).toBeNull()
    expect(await world.db.record.count({ where: { personId: world.person.tom } })).toBe(0)
  })

  it('a stale token keeps the text and says so', async () => {
    const tom = await world.as('tom')
    const form = await typedIn(tom, 'From an older session')
    const answer = await form.forge({ _csrf: 'made up' }).submit(await world.as('tom'), 'Save')
    expect(answer.status).toBe(422)
    expect(wordsOf(answer)).toContain('What you typed is kept as a draft')
    expect((await draftOf(world.person.tom, key('tom')))!.values).toMatchObject({ 'f.learnt': 'From an older session' })
  })

  it('R30: a form that was opened in another role is kept, not run', async () => {
    const priya = await world.as('priya')
    const form = await typedIn(priya, 'Opened in another role')
    const before = await world.db.record.count()
    const answer = await form.forge({ _role: 'clinicalSupervisor' }).submit(priya, 'Save')
    expect(answer.status).not.toBe(303)
    expect(await world.db.record.count()).toBe(before)
    expect((await draftOf(world.person.priya, key('priya')))!.values).toMatchObject({
      'f.learnt': 'Opened in another role',
    })
  })

  it('keeping is limited: a ticket fills no database', async () => {
    const amara = await world.as('amara')
    const form = await typedIn(amara, 'Again and again')
    await world.db.session.deleteMany({ where: { personId: world.person.amara } })
    const statuses = []
    for (let n = 0; n < 32; n++) statuses.push((await form.submit(amara, 'Save')).status)
    expect(statuses.slice(0, 25).every((status) => status === 303)).toBe(true)
    expect(statuses.at(-1)).toBe(429)
  })

  it('another person’s ticket saves nothing', async () => {
    const amara = await world.as('amara')
    const page = await newForm(amara, 'clinic')
    const tom = await world.as('tom')
    const own = await newForm(tom, 'clinic')
    const answer = await tom
      .post(page.page.querySelector('form[data-autosave]')!.getAttribute('data-autosave')!)
      .set('x-csrf-token', own.page.querySelector('body')!.getAttribute('data-csrf')!)
      .send({ values: { 'f.newPatients': '1' }, baseRev: 0 })
    expect(answer.status).toBe(404)
  })
})

it('merging is a matter of fields', () => {
  const kept = { values: { a: '1', b: 'x', c: ['1', '2'] }, rev: 4, fieldRevs: { a: 2, b: 4 } }
  const { values, conflicts, rev } = merge(kept, { a: '2', b: 'y', c: ['2', '1'], d: '' }, 3)
  expect({ values, conflicts, rev }).toEqual({
    values: { a: '2', b: 'x', c: ['2', '1'] },
    conflicts: [{ name: 'b', yours: 'y', theirs: 'x' }],
    rev: 5,
  })
  expect(merge(kept, { b: 'y' }, null).values.b).toBe('y')
})

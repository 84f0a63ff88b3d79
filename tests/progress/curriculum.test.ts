import { checkFigures } from '../../src/progress/index.ts'
import { FormPage, headingOf, wordsOf } from '../support/forms.ts'
import { testWorld } from '../support/world.ts'
import { addRecord, clinic, ctxAs, discussion, reflection } from './seed.ts'

const world = await testWorld()
const own = `/portfolios/${world.enrolment.amara}`
const why = 'In the falls clinic I ran six consultations and presented each plan before acting.'

describe('the curriculum page', () => {
  it('R104, R105: shows each item with its evidence, own level and signed level', async () => {
    await addRecord(world, 'amara', discussion('Syncope', ['cip-c4']))
    const amara = await world.as('amara')
    const answer = await amara.get(`${own}/curriculum`)
    expect(answer.status).toBe(200)
    expect(headingOf(answer.text)).toBe('Curriculum')
    const words = wordsOf(answer)
    expect(words).toContain('Clinical capabilities in practice')
    expect(words).toContain('0 of 8 at the level for year 2')
    expect(words).toContain('rate yourself')
    expect(words).toContain('expected for the end of year 2')
    expect(answer.text).toContain('/assessments/new?item=cip-c4')
  })

  it('R106, R107: the i opens what an item means, with levels and the mark of readiness', async () => {
    const amara = await world.as('amara')
    const words = wordsOf(await amara.get(`${own}/curriculum?open=cip-c4&mode=info`))
    for (const part of [
      'Descriptors',
      'Good evidence',
      'expected for year 2',
      'expected for year 3',
      'ready for ST3',
    ]) {
      expect(words).toContain(part)
    }
  })

  it('R44: supervisors see the same page with sign-off; strangers see nothing', async () => {
    const helen = await world.as('helen')
    const answer = await helen.get(`${own}/curriculum`)
    expect(wordsOf(answer)).toContain('Dr Amara Okafor')
    expect(answer.text).not.toContain('mode=rate')
    expect(answer.text).not.toContain('/assessments/new')
    expect((await (await world.as('idris', 'educationalSupervisor')).get(`${own}/curriculum`)).status).toBe(404)
    expect((await (await world.as('priya')).get(`${own}/curriculum`)).status).toBe(404)
    expect((await world.visitor().get(`${own}/curriculum`)).status).toBe(303)
    expect(await world.db.auditEvent.count({ where: { type: 'portfolio.viewed', actorId: world.person.helen } })).toBe(
      1,
    )
  })

  it('survives an unknown item, a hostile address, and items of nobody', async () => {
    const amara = await world.as('amara')
    expect((await amara.get(`${own}/curriculum?open=${encodeURIComponent('<script>')}&mode=rate`)).status).toBe(200)
    expect((await amara.get(`${own}/curriculum/nothing`)).status).toBe(404)
    expect((await amara.get('/portfolios/not-an-id/curriculum')).status).toBe(404)
  })
})

describe('self-assessment', () => {
  it('R108, R109: asks for a level and for reasons of some length, and keeps what was typed', async () => {
    const amara = await world.as('amara')
    const form = () =>
      amara.get(`${own}/curriculum?open=cip-c3&mode=rate`).then((page) => FormPage.from(page, 'form.open'))
    const empty = await (await form()).submit(amara)
    expect(empty.status).toBe(422)
    expect(wordsOf(empty)).toContain('Choose the level that fits you now')
    const short = await (await form()).fill({ 'f.level': '3', 'f.justification': 'Because <b>I</b> 🙂' }).submit(amara)
    expect(short.status).toBe(422)
    expect(short.text).toContain('Because &lt;b&gt;I&lt;/b&gt; 🙂')
    const wrong = await (await form()).fill({ 'f.justification': why }).forge({ 'f.level': '9' }).submit(amara)
    expect(wrong.status).toBe(422)
    expect(await world.db.judgement.count({ where: { itemKey: 'cip-c3' } })).toBe(0)
  })

  it('R109: lists the linked evidence beside the reasons, and needs no more than four inputs', async () => {
    const amara = await world.as('amara')
    const page = await amara.get(`${own}/curriculum?open=cip-c4&mode=rate`)
    expect(wordsOf(page)).toContain('Syncope')
    const names = FormPage.from(page, 'form.open')
      .names()
      .filter((name) => name.startsWith('f.'))
    expect(names).toEqual(['f.level', 'f.justification', 'f.declared'])
    const done = await FormPage.from(page, 'form.open').fill({ 'f.level': '2', 'f.justification': why }).submit(amara)
    expect(done.status).toBe(303)
    const after = (await amara.get(`${own}/curriculum`)).text
    expect(after).toContain('Your self-assessment of C4 is in. Dr Helen Marsh can sign it off.')
    const kept = await world.db.judgement.findFirstOrThrow({ where: { itemKey: 'cip-c4' } })
    expect(kept).toMatchObject({ kind: 'self', level: 2, outcome: 'level', comment: why, stageKey: 'IMY2' })
    expect(await world.db.notice.count({ where: { personId: world.person.helen, kind: 'signoff.waiting' } })).toBe(1)
  })

  it('R108: is the trainee’s alone', async () => {
    const helen = await world.as('helen')
    const page = await helen.get(`${own}/sign-off/cip-c4`)
    const token = FormPage.from(page, 'form[data-hotkeys]').value('_csrf')!
    const answer = await helen.post(`${own}/curriculum/cip-c4/self-assessment`).type('form').send({
      _csrf: token,
      _role: 'educationalSupervisor',
      'f.level': '2',
      'f.justification': why,
      'f.declared': 'yes',
    })
    expect([403, 404]).toContain(answer.status)
    expect(await world.db.judgement.count({ where: { itemKey: 'cip-c4' } })).toBe(1)
  })

  it('D21: a draft comes back with what was typed', async () => {
    const amara = await world.as('amara')
    const form = FormPage.from(await amara.get(`${own}/curriculum?open=cip-c6&mode=rate`), 'form.open')
    const saved = await form.fill({ 'f.level': '2', 'f.justification': 'Half a sentence' }).submit(amara, 'Save draft')
    expect(saved.status).toBe(303)
    const again = await amara.get(`${own}/curriculum?open=cip-c6&mode=rate`)
    expect(again.text).toContain('Half a sentence')
    expect(FormPage.from(again, 'form.open').value('f.level')).toBe('2')
    expect(await world.db.judgement.count({ where: { itemKey: 'cip-c6' } })).toBe(0)
  })
})

describe('linking', () => {
  it('R104: one record to three items in five inputs, undone in one', async () => {
    const id = await addRecord(world, 'amara', { ...reflection('Falls and driving') })
    const amara = await world.as('amara')
    const page = await amara.get(`${own}/link-records`)
    const form = FormPage.from(page, 'form[novalidate]').fill({ records: id, items: ['cip-c3', 'cip-c5', 'cip-g1'] })
    const asked = await form.submit(amara)
    expect(asked.status).toBe(422)
    expect(wordsOf(asked)).toContain('“Falls and driving” can be read by you alone')
    const agreed = FormPage.from(asked, 'form[novalidate]')
    const done = await agreed.fill({ reveal: 'yes' }).submit(amara)
    expect(done.status).toBe(303)
    expect(await world.db.link.count({ where: { recordId: id } })).toBe(3)
    expect((await world.db.record.findUniqueOrThrow({ where: { id } })).sharedState).toBe('shared')
    const undone = await FormPage.from(await amara.get(`${own}/curriculum`), '.flash form').submit(amara)
    expect(undone.status).toBe(303)
    expect(await world.db.link.count({ where: { recordId: id } })).toBe(0)
    expect((await world.db.record.findUniqueOrThrow({ where: { id } })).sharedState).toBe('private')
  })

  it('holds the cap of the form, and other people’s records out', async () => {
    const mine = await addRecord(world, 'amara', clinic('2026-11-16'))
    const hers = await addRecord(world, 'priya', clinic('2026-11-16'))
    const amara = await world.as('amara')
    const form = () => amara.get(`${own}/link-records`).then((page) => FormPage.from(page, 'form[novalidate]'))
    const many = await (await form()).fill({ records: mine, items: ['cip-c3', 'cip-c4', 'cip-c5'] }).submit(amara)
    expect(many.status).toBe(422)
    expect(wordsOf(many)).toContain('at most 2 items')
    const foreign = await (await form()).forge({ records: hers, items: ['cip-c3'] }).submit(amara)
    expect(foreign.status).toBe(422)
    const unknown = await (await form())
      .fill({ records: mine })
      .forge({ items: ["x'; drop table"] })
      .submit(amara)
    expect(unknown.status).toBe(422)
    const nothing = await (await form()).submit(amara)
    expect(wordsOf(nothing)).toContain('Choose at least one record')
    const helen = await world.as('helen')
    expect((await helen.get(`${own}/link-records`)).status).toBe(403)
    expect(await world.db.link.count({ where: { record: { formKey: 'clinic' } } })).toBe(0)
  })

  it('R105: above the target it nudges; the best evidence is starred and shows first', async () => {
    for (const title of ['One', 'Two', 'Three', 'Four']) await addRecord(world, 'amara', discussion(title, ['cip-c8']))
    const amara = await world.as('amara')
    expect(wordsOf(await amara.get(`${own}/curriculum`))).toContain('enough evidence: star the best two')
    const page = await amara.get(`${own}/curriculum/cip-c8`)
    const starred = await FormPage.from(page, 'form:has(input[name=star])').submit(amara)
    expect(starred.status).toBe(303)
    const after = await amara.get(`${own}/curriculum/cip-c8`)
    expect(wordsOf(after)).toContain('best evidence')
    const unlinked = await FormPage.from(after, 'form[action$=unlink]').submit(amara)
    expect(unlinked.status).toBe(303)
    expect(await world.db.link.count({ where: { itemKey: 'cip-c8' } })).toBe(3)
  })
})

describe('bad input', () => {
  it('answers each with the right status and a sentence, and saves nothing', async () => {
    const amara = await world.as('amara')
    const hers = await addRecord(world, 'priya', discussion('Hers', ['cip-c8']))
    const page = await amara.get(`${own}/curriculum/cip-c8`)
    const star = () => FormPage.from(page, 'form:has(input[name=star])')
    const unlink = () => FormPage.from(page, 'form[action$=unlink]')
    expect((await star().forge({ recordId: hers, star: 'yes' }).submit(amara)).status).toBe(409)
    expect((await unlink().forge({ recordId: hers }).submit(amara)).status).toBe(409)
    expect((await unlink().forge({ recordId: "' or 1=1 --" }).submit(amara)).status).toBe(422)
    expect((await star().forge({ _csrf: 'foreign' }).submit(amara)).status).toBe(422)
    expect(await world.db.link.count({ where: { recordId: hers, starred: false } })).toBe(1)

    const rating = () =>
      amara.get(`${own}/curriculum?open=cip-c1&mode=rate`).then((one) => FormPage.from(one, 'form.open'))
    const long = await (await rating()).fill({ 'f.level': '2', 'f.justification': 'x'.repeat(4001) }).submit(amara)
    expect(long.status).toBe(422)
    const arabic = 'رأيت ثلاثة مرضى 🙂 and presented each of them to the consultant'
    const kept = await (await rating()).fill({ 'f.level': '2', 'f.justification': arabic }).submit(amara)
    expect(kept.status).toBe(303)
    expect(await world.db.judgement.findFirst({ where: { itemKey: 'cip-c1' } })).toMatchObject({ comment: arabic })
    expect((await amara.get(`${own}/link-records?q=%25%27%3B--&page=-9`)).status).toBe(200)
    expect((await amara.get(`${own}/progress/clinics?counted=abc&uncounted=9999`)).status).toBe(200)
  })
})

describe('figures', () => {
  it('are prepared in the transaction of each change, and a full check finds no difference', async () => {
    const figure = (ruleId = 'clinics') =>
      world.db.ruleFigure.findUniqueOrThrow({
        where: { enrolmentId_ruleId: { enrolmentId: world.enrolment.tom, ruleId } },
      })
    const exam = (part: string, by: 'helen' | null) => ({
      formKey: 'exam',
      ...(by ? { by } : {}),
      values: { part, satOn: '2026-10-10', attempt: 1, result: 'pass' },
    })
    await addRecord(world, 'tom', clinic('2026-10-01'))
    expect(await figure()).toMatchObject({ have: 1 })
    await addRecord(world, 'tom', clinic('2026-10-02', { consulted: false }))
    expect(await figure()).toMatchObject({ have: 1, detail: { counted: 1, notCounted: 1 } })
    await Promise.all(
      [clinic('2026-10-03'), clinic('2026-10-04'), clinic('2026-10-05')].map((one) => addRecord(world, 'tom', one)),
    )
    expect(await figure()).toMatchObject({ have: 4 })
    await addRecord(world, 'tom', exam('mrcp-part-1', 'helen'))
    await addRecord(world, 'tom', exam('mrcp-part-2', null))
    expect(await figure('mrcp-full')).toMatchObject({ have: 1, need: 3 })
    expect(await figure('mrcp-before-year-3')).toMatchObject({
      have: 1,
      need: 3,
      status: 'notDue',
      detail: { counted: 1, notCounted: 1, parts: [{ title: 'Full MRCP(UK)' }] },
    })
    expect(await figure('ward-care')).toMatchObject({ need: 24, status: 'notDue' })
    const ctx = await ctxAs(world, 'sam')
    const { checked, differences } = await checkFigures({ ...ctx, db: world.db })
    expect(checked).toBeGreaterThan(50)
    const known = differences.filter(({ kept }) => kept !== null)
    expect(known).toEqual([])
  })
})

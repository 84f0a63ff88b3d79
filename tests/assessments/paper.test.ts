import { FormPage, headingOf, wordsOf } from '../support/forms.ts'
import { testWorld } from '../support/world.ts'
import { answers, formKey, item, linkFor } from './support.ts'

const world = await testWorld()
type Agent = Awaited<ReturnType<typeof world.as>>

const record = (id: string) => world.db.record.findUniqueOrThrow({ where: { id } })
const paperPage = `/assessments/new?form=${formKey}&item=${item}&paper=1`
const onPaper = {
  assessor: 'other',
  name: 'Dr Nisha Patel',
  email: 'nisha.patel@hospital.example',
  'f.title': 'Falls clinic',
  'f.seenOn': '2026-09-14',
  'f.overall': '2',
  'f.doneWell': 'Listened well.',
}

async function entered(amara: Agent, more: Record<string, string> = {}): Promise<string> {
  const form = FormPage.from(await amara.get(paperPage).expect(200), 'main form.form').fill({ ...onPaper, ...more })
  const sent = await form.submit(amara)
  expect(sent.status).toBe(303)
  return String(sent.headers.location).split('/').at(-1)!
}
const counted = async () =>
  (await world.db.ruleFigure.findFirst({ where: { enrolmentId: world.enrolment.amara, ruleId: 'sle-pool' } }))?.have ??
  0

describe('an assessment done on paper', () => {
  it('R101: is entered with its original date, confirmed answer by answer, and counts from the signature on', async () => {
    const amara = await world.as('amara')
    const page = await amara.get(paperPage).expect(200)
    expect(headingOf(page.text)).toBe('Enter an assessment from paper')
    expect(wordsOf(page)).toContain('A paper alone never counts')
    const id = await entered(amara)
    expect(await record(id)).toMatchObject({ status: 'requested', occurredOn: new Date('2026-09-14T00:00:00Z') })
    expect((await record(id)).values).not.toHaveProperty('overall')
    expect(await counted()).toBe(0)
    const waiting = wordsOf(await amara.get(`/assessments/${id}`))
    expect(waiting).toContain('Entered from paper')
    expect(waiting).toContain('it does not count until then')

    const guest = world.visitor()
    const path = await linkFor(world, id)
    const opened = await guest.get(path).expect(200)
    expect(wordsOf(opened)).toContain('typed these answers from paper on 22 Nov 2026')
    const form = FormPage.from(opened, 'main form.form')
    expect([form.value('f.seenOn'), form.value('f.overall'), form.value('f.doneWell')]).toEqual([
      '2026-09-14',
      '2',
      'Listened well.',
    ])
    const { 'f.overall': _overall, 'f.doneWell': _doneWell, ...aboutMe } = answers
    const unread = await form.fill(aboutMe).submit(guest)
    expect(unread.status).toBe(422)
    expect(wordsOf(unread)).toContain('say that it is as you gave it, or put it right')
    const again = FormPage.from(unread, 'main form.form')
    const done = await again
      .fill({ 'same.seenOn': 'yes', 'same.overall': 'yes', 'f.doneWell': 'Listened very well.' })
      .submit(guest)
    expect(done.status).toBe(303)
    const signed = await record(id)
    expect(signed).toMatchObject({ status: 'signed', occurredOn: new Date('2026-09-14T00:00:00Z') })
    expect(signed.values).toMatchObject({ overall: 2, doneWell: 'Listened very well.' })
    expect(await counted()).toBe(1)
    const { content } = await world.db.recordVersion.findFirstOrThrow({ where: { recordId: id } })
    const under = JSON.parse(Buffer.from(content).toString()).more.paper
    expect(under).toMatchObject({ corrected: ['doneWell'], values: { doneWell: 'Listened well.', overall: 2 } })
    const read = wordsOf(await amara.get(`/records/${id}`))
    expect(read).toContain('Done on 14 Sep 2026; entered by the trainee from paper on 22 Nov 2026; confirmed by its')
    expect(read).toContain('Put right by the assessor: What was done well.')
  })

  it('does not let the trainee write what the assessor says of themselves, nor sign', async () => {
    const amara = await world.as('amara')
    const form = FormPage.from(await amara.get(paperPage), 'main form.form')
    for (const name of ['f.assessorName', 'f.registration', 'f.position', 'f.declared'])
      expect(form.names()).not.toContain(name)
    form.fill(onPaper).forge({ 'f.registration': 'GMC 7654321', 'f.declared': 'yes', 'f.position': 'consultant' })
    const id = String((await form.submit(amara)).headers.location)
      .split('/')
      .at(-1)!
    const entry = await world.db.paperEntry.findUniqueOrThrow({ where: { recordId: id } })
    expect(Object.keys(entry.values as object).sort()).toEqual(['doneWell', 'overall', 'seenOn'])
    expect((await record(id)).status).toBe('requested')
  })

  it.each([
    ['without its day', '', 'Give the day on which it was'],
    ['from before the programme', '2019-01-01', 'is the earliest'],
    ['of the future', '2027-01-01', /future|later than|not after|today/i],
  ])('is not taken %s; every word stays', async (_what, day, words) => {
    const amara = await world.as('amara')
    const form = FormPage.from(await amara.get(paperPage), 'main form.form').fill({ ...onPaper, 'f.seenOn': day })
    const refused = await form.submit(amara)
    expect([refused.status, wordsOf(refused)]).toEqual([422, expect.stringMatching(words)])
    const again = FormPage.from(refused, 'main form.form')
    expect([again.value('f.doneWell'), again.value('f.overall')]).toEqual(['Listened well.', '2'])
  })

  it('is taken as far as the pack lets it', async () => {
    const amara = await world.as('amara')
    const { pack } = (await world.services.packs.get(world.ids.packVersion)).pack
    try {
      Object.assign(pack, { retrospective: { days: 30 } })
      const late = await FormPage.from(await amara.get(paperPage), 'main form.form')
        .fill(onPaper)
        .submit(amara)
      expect([late.status, wordsOf(late)]).toEqual([422, expect.stringContaining('paper is taken for 30 days')])
      Object.assign(pack, { retrospective: { notBefore: '2026-10-01' } })
      const early = await FormPage.from(await amara.get(paperPage), 'main form.form')
        .fill(onPaper)
        .submit(amara)
      expect([early.status, wordsOf(early)]).toEqual([422, expect.stringContaining('1 Oct 2026 is the earliest')])
      Object.assign(pack, { retrospective: false })
      const page = await amara.get(paperPage).expect(200)
      expect(wordsOf(page)).toContain('This programme takes no assessments from paper.')
      expect((await amara.post(paperPage).type('form').send(FormPage.from(page, 'main form.form').body())).status).toBe(
        403,
      )
      expect((await amara.get(`/assessments/new?form=${formKey}`)).text).not.toContain('paper=1')
    } finally {
      Object.assign(pack, { retrospective: undefined })
    }
  })
})

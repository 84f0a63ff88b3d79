import { linkFor, work } from '../assessments/support.ts'
import { FormPage, wordsOf } from '../support/forms.ts'
import { testWorld } from '../support/world.ts'

const world = await testWorld()

/** Amara asks for a summative DOPS in pleural aspiration; whoever is asked completes it behind their link. */
async function summative(assessor: { name: string; email: string }, more: Record<string, string>): Promise<string> {
  const amara = await world.as('amara')
  const page = await amara.get('/assessments/new?form=dops-summative').expect(200)
  const form = FormPage.from(page, 'main form.form').fill({ assessor: 'other', ...assessor })
  const sent = await form.submit(amara)
  expect(sent.status).toBe(303)
  const id = sent.headers.location!.split('/').at(-1)!
  await work(world)
  const guest = world.visitor()
  const open = await guest.get(await linkFor(world, id))
  const answers = {
    'f.procedure': 'pleural-aspiration',
    'f.seenOn': '2026-11-20',
    'f.onWhom': 'patient',
    'f.independence': '5',
    'f.agreedAction': 'Keep it up.',
    'f.assessorName': assessor.name,
    'f.position': 'consultant',
    'f.registration': 'GMC 1234567',
    'f.declared': 'yes',
    ...more,
  }
  const done = await FormPage.from(open, 'main form.form').fill(answers).submit(guest)
  expect(done.status).toBe(303)
  return id
}

const figure = () =>
  world.db.ruleFigure.findFirstOrThrow({
    where: { enrolmentId: world.enrolment.amara, ruleId: 'dops-pleural-aspiration' },
  })
const nisha = { name: 'Dr Nisha Patel', email: 'nisha.patel@hospital.example' }
const omar = { name: 'Dr Omar Said', email: 'omar.said@hospital.example' }

describe('DOPS towards independence (domain.md 1.5, 5.3)', () => {
  it('C13: counts nothing that the trainee would type: the form is the assessor’s alone', async () => {
    const amara = await world.as('amara')
    const typed = await amara.get('/records/new/dops-summative')
    expect(typed.text).not.toContain('name="f.independence"')
    expect(await world.db.record.count({ where: { formKey: 'dops-summative' } })).toBe(0)
  })

  it('C13: keeps skills-lab competence apart from independence, whatever level is given there', async () => {
    await summative(nisha, { 'f.onWhom': 'skills-lab', 'f.independence': '5' })
    await summative(nisha, { 'f.independence': '3' })
    expect(await figure()).toMatchObject({ have: 0 })
    const amara = await world.as('amara')
    const why = wordsOf(
      await amara.get(`/portfolios/${world.enrolment.amara}/progress/dops-pleural-aspiration`).expect(200),
    )
    expect(why).toContain('competence in the skills laboratory is not independence')
    expect(why).toContain('Not yet judged as unsupervised')
  })

  it('C13: asks for two different assessors where the procedure can be dangerous', async () => {
    await summative(nisha, {})
    await summative(nisha, {})
    expect(await figure()).toMatchObject({ have: 1, need: 2 })
    await summative(omar, {})
    expect(await figure()).toMatchObject({ have: 2, status: 'met' })
  })
})

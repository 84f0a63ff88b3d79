import { FormPage, headingOf, wordsOf } from '../support/forms.ts'
import { testWorld } from '../support/world.ts'

const world = await testWorld()
const form = 'main form[data-autosave]'

type Agent = Awaited<ReturnType<typeof world.as>>

const hostile = `'); drop table "Record"; -- <script>alert(1)</script> \u202eتأمل 🌱`

async function write(agent: Agent, template: string, typed: Record<string, string>) {
  const page = await agent.get(`/records/new/${template}`)
  return FormPage.from(page, form)
    .fill({ 'f.happenedOn': '2026-11-20', 'f.declared': 'yes', ...typed })
    .submit(agent, 'Save the reflection')
}

describe('R73, R74: choosing a template', () => {
  it('offers several, says what each is good for and what it asks', async () => {
    const amara = await world.as('amara')
    const answer = await amara.get('/reflections/new')
    expect(headingOf(answer.text)).toBe('Write a reflection')
    const words = wordsOf(answer)
    for (const one of ['Short reflection', 'What, so what, now what', 'Reflective cycle', 'Free reflection']) {
      expect(words).toContain(one)
    }
    expect(words).toContain('Six steps after Gibbs')
    expect(answer.text).toContain('/records/new/reflection-gibbs')
  })

  it('R76, R77: signposts guidance and support beside it, and beside the editor', async () => {
    const amara = await world.as('amara')
    for (const path of ['/reflections', '/reflections/new', '/records/new/reflection-free']) {
      const answer = await amara.get(path)
      expect(answer.text).toContain('gmc-uk.org')
    }
    expect((await amara.get('/reflections')).text).toContain('practitionerhealth.nhs.uk')
  })

  it('R74: has at least the five categories', async () => {
    const amara = await world.as('amara')
    const page = await amara.get('/records/new/reflection-short')
    const options = FormPage.from(page, form).page.querySelectorAll('input[name="f.category"]')
    expect(options.map((one) => one.getAttribute('value'))).toEqual([
      'case',
      'event',
      'teaching',
      'attachment',
      'leadership',
    ])
  })
})

describe('R72: one’s own reflections', () => {
  let amara: Agent
  beforeAll(async () => {
    amara = await world.as('amara')
  })

  it('teaches while there is none', async () => {
    const answer = await amara.get('/reflections')
    expect(headingOf(answer.text)).toBe('Reflections')
    expect(wordsOf(answer)).toContain('Nothing written yet')
    expect(wordsOf(answer)).toContain('Nobody else can see that it exists')
  })

  it('is saved from a few answers, private by default, and says so', async () => {
    const home = await amara.get('/')
    expect(home.text).toContain('/records/new/reflection-short')
    const saved = await write(amara, 'reflection-short', { 'f.category': 'case', 'f.learnt': `Sepsis. ${hostile}` })
    expect(saved.status).toBe(303)
    const answer = await amara.get('/reflections')
    expect(wordsOf(answer)).toContain('Private')
    expect(wordsOf(answer)).toContain('An interesting case')
    expect(wordsOf(answer)).toContain('not linked')
    expect(answer.text).not.toContain('<script>alert')
    expect(await world.db.record.findFirst()).toMatchObject({ sharedState: 'private', status: 'submitted' })
  })

  it.each([
    ['a day to come', { 'f.happenedOn': '2027-01-01' }],
    ['no day', { 'f.happenedOn': 'yesterday' }],
    ['nothing written', { 'f.learnt': '   ' }],
    ['far too much', { 'f.learnt': 'x'.repeat(5001) }],
    ['no declaration', { 'f.declared': '' }],
  ])('says what is wrong with %s and keeps the rest', async (_what, wrong) => {
    const page = FormPage.from(await amara.get('/records/new/reflection-short'), form)
    const answer = await page
      .fill({
        'f.category': 'event',
        'f.happenedOn': '2026-11-20',
        'f.declared': 'yes',
        'f.learnt': 'Ask early',
        'f.next': 'Kept words',
      })
      .forge(wrong)
      .submit(amara, 'Save the reflection')
    expect(answer.status).toBe(422)
    expect(answer.text).toContain('Kept words')
    expect(await world.db.record.count()).toBe(1)
  })

  it('is found by what it is about, its template, who sees it, its links and its words', async () => {
    await write(amara, 'reflection-free', {
      'f.title': 'The rota',
      'f.category': 'leadership',
      'f.text': 'Swaps by name',
    })
    const titles = async (query: string) =>
      wordsOf(await amara.get(`/reflections?${query}`)).match(/The rota|Sepsis|None of these/g) ?? []
    expect(await titles('about=leadership')).toEqual(['The rota'])
    expect(await titles('template=reflection-short')).not.toContain('The rota')
    expect(await titles('seen=private')).toContain('The rota')
    expect(await titles('seen=shared')).toEqual(['None of these'])
    expect(await titles('linked=yes')).toEqual(['None of these'])
    expect(await titles('q=swap')).toEqual(['The rota'])
    expect(await titles('q=swap&about=case')).toEqual(['None of these'])
    for (const odd of ['q=%27)%3B--', 'q=%00', 'about=x&template=y&seen=z&linked=w&page=-4', `q=${'x'.repeat(5000)}`]) {
      expect((await amara.get(`/reflections?${odd}`)).status).toBe(200)
    }
  })

  it('says in words when it is shared or linked', async () => {
    const record = await world.db.record.findFirstOrThrow({ where: { title: 'The rota' } })
    await world.db.record.update({ where: { id: record.id }, data: { sharedState: 'shared' } })
    expect(wordsOf(await amara.get('/reflections?seen=shared'))).toContain('Shared with your supervisors')
  })
})

describe('R44: who else', () => {
  it.each(['helen', 'idris', 'ruth', 'james', 'sam', 'morgan'] as const)('%s has no such page', async (name) => {
    expect((await (await world.as(name)).get('/reflections')).status).toBe(404)
    expect((await (await world.as(name)).get('/reflections/new')).status).toBe(404)
  })

  it('another trainee sees their own, which is none', async () => {
    const answer = await (await world.as('tom')).get('/reflections')
    expect(wordsOf(answer)).toContain('Nothing written yet')
    expect(wordsOf(answer)).not.toContain('rota')
  })

  it('a supervisor meets on the timeline what is shared, and nothing of what is private', async () => {
    const helen = await world.as('helen')
    const words = wordsOf(await helen.get(`/portfolios/${world.enrolment.amara}/timeline`))
    expect(words).toContain('The rota')
    expect(words).not.toContain('Sepsis')
  })

  it('visitors sign in first', async () => {
    expect((await world.visitor().get('/reflections')).headers.location).toContain('/sign-in')
  })
})

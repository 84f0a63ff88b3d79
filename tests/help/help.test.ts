import { generalArticles } from '../../src/help/articles.ts'
import { articlesNear, searchArticles } from '../../src/help/find.ts'
import { glossary, slugOf, termOf } from '../../src/help/glossary.ts'
import { FormPage, headingOf, wordsOf } from '../support/forms.ts'
import { testWorld } from '../support/world.ts'

const world = await testWorld()
beforeEach(() => world.db.rateLimit.deleteMany())

describe('articles', () => {
  it('R56: are short, complete and found by their words', () => {
    expect(generalArticles.length).toBeGreaterThanOrEqual(12)
    const keys = generalArticles.map(({ key }) => key)
    expect(new Set(keys).size).toBe(keys.length)
    for (const { parts } of generalArticles) expect(JSON.stringify(parts).length).toBeLessThan(2500)
    expect(searchArticles(generalArticles, 'forgotten PASSWORD')[0]?.key).toBe('signing-in')
    expect(searchArticles(generalArticles, 'zebra')).toEqual([])
    expect(searchArticles(generalArticles, '')).toEqual([])
  })

  it('R53: those that fit the page come first', () => {
    const near = (path: string) => articlesNear(generalArticles, path).map(({ key }) => key)
    expect(near('/portfolios/logs/clinics')[0]).toBe('clinics-that-count')
    expect(near('/assessments/new')).toContain('requesting-an-assessment')
    expect(near('/nowhere')).toEqual([])
  })

  it('R53: every page links to help about itself', async () => {
    const agent = await world.as('amara')
    const page = await agent.get('/profile/security')
    expect(page.text).toContain('href="/help?from=/profile/security"')
    const help = await agent.get('/help?from=/profile/security')
    expect(wordsOf(help)).toContain('About the page you came from Signing in')
  })

  it('R56: are filtered by role, and the programme’s own stand beside them', async () => {
    const trainee = wordsOf(await (await world.as('amara')).get('/help'))
    expect(trainee).toContain('Rating yourself')
    expect(trainee).toContain('Getting to clinics')
    expect(trainee).not.toContain('Clinics that count')
    expect(trainee).not.toContain('Changing a supervisor')
    const coordinator = wordsOf(await (await world.as('sam')).get('/help'))
    expect(coordinator).toContain('Changing a supervisor')
    expect(coordinator).not.toContain('Rating yourself')
  })

  it('R58: can be searched, also in vain, and print what was typed as text', async () => {
    const agent = world.visitor()
    expect(wordsOf(await agent.get('/help?q=password'))).toContain('Articles about “password”')
    const none = await agent.get('/help?q=%3Cscript%3Ealert(1)%3C/script%3E')
    expect(wordsOf(none)).toContain('No article has all these words')
    expect(none.text).not.toContain('<script>alert')
    expect((await agent.get(`/help?q=${'x'.repeat(5000)}&from=${'y'.repeat(3000)}&q=b`)).status).toBe(200)
  })

  it('open on pages of their own; an unknown one is not found', async () => {
    const agent = world.visitor()
    for (const { key, title } of generalArticles) {
      const page = await agent.get(`/help/articles/${key}`)
      expect([page.status, headingOf(page.text)]).toEqual([200, title])
    }
    expect((await agent.get('/help/articles/nothing')).status).toBe(404)
  })
})

describe('contacts', () => {
  beforeAll(() =>
    world.db.college.updateMany({
      data: {
        contacts: [
          {
            kind: 'programme',
            name: 'Training <b>desk</b>',
            email: 'training@college.example',
            phone: '020 7946 0018',
          },
          { kind: 'technical', name: 'Help desk', email: 'help@college.example' },
          { kind: 'nonsense' },
          'nonsense',
        ],
      },
    }),
  )

  it('R59, R61: shows two desks to people signed out, in plain addresses', async () => {
    const page = await world.visitor().get('/help/contacts')
    expect(page.text).toContain('href="mailto:training@college.example"')
    expect(page.text).toContain('href="tel:02079460018"')
    expect(page.text).toContain('help@college.example')
    expect(page.text).not.toContain('<b>desk</b>')
    expect(wordsOf(page)).not.toContain('Dr Ruth Adler')
  })

  it('R7: shows the tutor of one’s hospital to trainees and their supervisors', async () => {
    for (const name of ['amara', 'helen'] as const) {
      const page = await (await world.as(name)).get('/help/contacts')
      expect(wordsOf(page)).toContain('Dr Ruth Adler')
      expect(wordsOf(page)).toContain('RCP tutor: the first to ask')
    }
    expect(wordsOf(await (await world.as('priya')).get('/help/contacts'))).toContain('Nobody is recorded')
  })
})

describe('reports of misuse', () => {
  const report = async (agent: ReturnType<typeof world.visitor>, what: string, contact = '') =>
    FormPage.from(await agent.get('/help/breach'), 'form[action="/help/breach"]')
      .fill({ what, contact })
      .submit(agent)

  it('R35: works signed out, and is shown to college administrators, who are told', async () => {
    const answer = await report(world.visitor(), 'I saw <b>somebody else’s</b> portfolio', 'me@example.org')
    expect(answer.headers.location).toBe('/help/breach?sent=1')
    const admin = await world.as('morgan')
    const list = await admin.get('/help/breaches')
    expect(wordsOf(list)).toContain('I saw <b>somebody else’s</b> portfolio')
    expect(list.text).not.toContain('<b>somebody')
    expect(await world.db.notice.count({ where: { personId: world.person.morgan, kind: 'breach' } })).toBe(1)
    const done = await FormPage.from(list, 'main form').submit(admin)
    expect(done.status).toBe(303)
    expect(wordsOf(await admin.get('/help/breaches'))).toContain('dealt with')
    expect((await FormPage.from(list, 'main form').clear('_key').submit(admin)).status).toBe(403)
  })

  it('R35: knows who reports when signed in, and R45 says not to attach the data', async () => {
    const agent = await world.as('tom')
    expect(wordsOf(await agent.get('/help/breach'))).toContain('do not copy, attach or pass on')
    await report(agent, 'My account was used')
    const row = await world.db.breachReport.findFirst({ where: { personId: world.person.tom } })
    expect(row?.what).toBe('My account was used')
    expect(wordsOf(await agent.get('/help/breach?sent=1'))).toContain('end all sessions')
  })

  it.each([
    ['', '', 'Say in a sentence or two what happened.'],
    ['x'.repeat(5001), '', 'Use at most 5000 characters.'],
    ['x', 'y'.repeat(255), 'Use at most 254 characters.'],
  ])('refuses %#, and keeps the words', async (what, contact, sentence) => {
    const answer = await report(world.visitor(), what, contact)
    expect(answer.status).toBe(422)
    expect(wordsOf(answer)).toContain(sentence)
    expect(FormPage.from(answer, 'form[action="/help/breach"]').value('contact')).toBe(contact)
  })

  it('is taken once when pressed twice, and not endlessly', async () => {
    const agent = world.visitor()
    const before = await world.db.breachReport.count()
    const form = FormPage.from(await agent.get('/help/breach'), 'form[action="/help/breach"]').fill({ what: 'twice' })
    await form.submit(agent)
    await form.submit(agent)
    expect(await world.db.breachReport.count()).toBe(before + 1)
    for (let turn = 0; turn < 19; turn++) await report(agent, `again ${turn}`)
    expect((await report(agent, 'once more')).status).toBe(429)
  })

  it('R44: the list is for college administrators alone', async () => {
    for (const name of ['amara', 'helen', 'sam', 'james', 'ruth'] as const)
      expect((await (await world.as(name)).get('/help/breaches')).status).toBe(404)
    expect((await world.visitor().get('/help/breaches')).headers.location).toMatch(/^\/sign-in/)
    const admin = await world.as('morgan')
    const body = FormPage.from(await admin.get('/profile'), 'form[action="/profile"]').body()
    for (const id of ['x', '0198b0c0-0000-7000-8000-000000000000'])
      expect((await admin.post(`/help/breaches/${id}/handled`).type('form').send(body)).status).toBe(404)
  })
})

describe('standing pages', () => {
  it.each([
    ['/help/terms', 'Terms of use'],
    ['/help/privacy', 'Privacy'],
    ['/help/cookies', 'Cookies'],
    ['/help/whats-new', 'What’s new'],
    ['/glossary', 'Glossary'],
  ])('R46, R47: %s is open to everybody', async (path, heading) => {
    const page = await world.visitor().get(path)
    expect([page.status, headingOf(page.text)]).toEqual([200, heading])
    expect(page.headers['set-cookie']).toBeUndefined()
  })

  it('the glossary explains words for tooltips', () => {
    expect(new Set(glossary.map(({ word }) => slugOf(word))).size).toBe(glossary.length)
    expect(termOf('ARCP', 'x')).toMatchObject({ word: 'ARCP', href: '/glossary#arcp' })
    expect(termOf('nothing', 'x')).toBeNull()
  })
})

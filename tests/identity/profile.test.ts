import sharp from 'sharp'
import { linkTokens } from '../../src/identity/index.ts'
import { FormPage, wordsOf } from '../support/forms.ts'
import { testWorld } from '../support/world.ts'
import { password, signInAs, withPassword } from './support.ts'

const world = await testWorld()
beforeAll(() => withPassword(world, 'amara'))
beforeEach(() => world.db.rateLimit.deleteMany())

const details = (page: Awaited<ReturnType<typeof open>>['page']) => FormPage.from(page, 'form[action="/profile"]')

async function open(name: 'amara' | 'tom' | 'helen' = 'amara') {
  const agent = await world.as(name)
  return { agent, page: await agent.get('/profile') }
}

describe('personal details', () => {
  it('R27: shows what is missing and saves what is typed, with the fields in the audit trail', async () => {
    const { agent, page } = await open()
    expect(wordsOf(page)).toContain('Not checked yet')
    expect(wordsOf(page)).toContain('Somebody to call in an emergency')
    const answer = await details(page)
      .fill({ phone: '0191 498 0123', dateOfBirth: '1996-08-04', emergencyName: 'Ada', address: 'One\nTwo' })
      .submit(agent)
    expect(answer.headers.location).toBe('/profile')
    const row = await world.db.person.findUniqueOrThrow({ where: { id: world.person.amara } })
    expect([row.phone, row.detailsCheckedAt]).toEqual(['0191 498 0123', new Date('2026-11-22T09:00:00Z')])
    const event = await world.db.auditEvent.findFirst({ where: { type: 'person.updated' } })
    expect(event?.data).toEqual({ fields: ['phone', 'dateOfBirth', 'address', 'emergencyName'] })
    expect(JSON.stringify(event)).not.toContain('0191')
    expect(wordsOf(await agent.get('/profile'))).toContain('Last checked on 22 Nov 2026')
  })

  it.each([
    [{ phone: '' }, 'Enter a phone number at which your programme can reach you.'],
    [{ phone: 'call me' }, 'Enter a number such as'],
    [{ givenName: ' ' }, 'Enter your given name.'],
    [{ familyName: 'x'.repeat(81) }, 'Use at most 80 characters.'],
    [{ dateOfBirth: '2026-02-30' }, 'Enter a real date'],
    [{ dateOfBirth: '2026-11-22' }, 'Enter the day on which you were born.'],
    [{ dateOfBirth: '1812-02-07' }, 'Enter the day on which you were born.'],
    [{ grade: 'emperor' }, 'Choose a grade from the list.'],
    [{ address: 'x'.repeat(301) }, 'Use at most 300 characters.'],
  ])('refuses %j and keeps every word', async (typed, sentence) => {
    const { agent, page } = await open('tom')
    const form = details(page).fill({ phone: '0191 498 0123', specialty: 'Kept “words” 🦉' })
    const answer = await (Object.keys(typed).includes('grade') ? form.forge(typed) : form.fill(typed)).submit(agent)
    expect(answer.status).toBe(422)
    expect(wordsOf(answer)).toContain(sentence)
    expect(details(answer as never).value('specialty')).toBe('Kept “words” 🦉')
    expect((await world.db.person.findUniqueOrThrow({ where: { id: world.person.tom } })).phone).toBeNull()
  })

  it('R27: a statement about the grade stays a statement until it is confirmed', async () => {
    const { agent, page } = await open('helen')
    await details(page).fill({ phone: '0191 498 0123' }).forge({ grade: 'sas' }).submit(agent)
    const row = await world.db.person.findUniqueOrThrow({ where: { id: world.person.helen } })
    expect([row.grade, row.claimedGrade]).toEqual(['consultant', 'sas'])
    expect(wordsOf(await agent.get('/profile'))).toContain('your college confirms a change')
  })

  it('prints names as text, wherever they appear', async () => {
    const { agent, page } = await open()
    const evil = '<img src=x onerror=alert(1)>'
    await details(page).fill({ phone: '0191 498 0123', givenName: evil, familyName: "O'Brien\u202e" }).submit(agent)
    const answer = await agent.get('/profile')
    expect(answer.text).not.toContain('<img src=x')
    expect(answer.text).not.toContain('\u202e')
    expect(answer.text).toContain('&lt;img src=x')
  })

  it('refuses a form with a foreign token and somebody signed out', async () => {
    const { agent, page } = await open()
    const answer = await details(page)
      .forge({ _csrf: 'x'.repeat(64) })
      .submit(agent)
    expect(answer.status).toBe(422)
    const out = await details(page).submit(world.visitor())
    expect(out.headers.location).toMatch(/^\/sign-in\?back=.*kept=1/)
    expect((await world.visitor().get('/profile')).headers.location).toBe('/sign-in?back=%2Fprofile')
  })

  it('notes a check without a change, but not without a phone number', async () => {
    const { agent, page } = await open('tom')
    const answer = await FormPage.from(page, 'form[action="/profile/checked"]').submit(agent)
    expect(answer.status).toBe(403)
    await world.db.person.update({ where: { id: world.person.tom }, data: { phone: '0191 498 0123' } })
    expect((await FormPage.from(page, 'form[action="/profile/checked"]').submit(agent)).status).toBe(303)
  })

  it('costs at most eight queries', async () => {
    const agent = await world.as('amara')
    await agent.get('/profile')
    const { countQueries } = await import('../../src/kit/db.ts')
    const { queries } = await countQueries(world.db, () => agent.get('/profile').then())
    expect(queries.length).toBeLessThanOrEqual(8)
  })
})

describe('the photo', () => {
  const photo = async (
    page: Awaited<ReturnType<typeof open>>['page'],
    agent: Awaited<ReturnType<typeof open>>['agent'],
    content: Buffer,
    name = 'me.jpg',
  ) => FormPage.from(page, 'form[action="/profile/photo"]').submit(agent, undefined, { photo: { name, content } })

  it('R28: is written anew as a small square without its metadata', async () => {
    const { agent, page } = await open()
    const camera = { exif: { IFD0: { Copyright: 'SECRET PLACE' } } }
    const content = await sharp({ create: { width: 1600, height: 900, channels: 3, background: '#3a6' } })
      .withMetadata(camera as never)
      .jpeg()
      .toBuffer()
    expect(content.includes('SECRET PLACE')).toBe(true)
    expect((await photo(page, agent, content)).status).toBe(303)
    const { photoFileId } = await world.db.person.findUniqueOrThrow({ where: { id: world.person.amara } })
    const file = await world.db.storedFile.findUniqueOrThrow({ where: { id: photoFileId! } })
    expect([file.mime, file.purpose, file.ownerId]).toEqual(['image/webp', 'photo', world.person.amara])
    const chunks: Buffer[] = []
    for await (const chunk of world.services.files.open(file.sha256)) chunks.push(chunk as Buffer)
    const bytes = Buffer.concat(chunks)
    expect(bytes.includes('SECRET PLACE')).toBe(false)
    expect(await sharp(bytes).metadata()).toMatchObject({ width: 512, height: 512 })
  })

  it.each([
    ['a text that calls itself a picture', Buffer.from('hello'), 'me.jpg'],
    [
      'a drawing with scripts',
      Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"><script>1</script></svg>'),
      'me.svg',
    ],
    ['a broken picture', Buffer.from('ffd8ffe000104a46494600010100000100010000', 'hex'), 'me.jpg'],
  ])('R28: refuses %s with a sentence', async (_what, content, name) => {
    const { agent, page } = await open('tom')
    const answer = await photo(page, agent, content, name)
    expect(answer.status).toBe(422)
    expect(wordsOf(answer)).toMatch(/Choose a photo as JPEG|could not be read/)
  })

  it('R28: says that none was chosen, and can be removed', async () => {
    const { agent, page } = await open('amara')
    const none = await FormPage.from(page, 'form[action="/profile/photo"]').submit(agent)
    expect(wordsOf(none)).toContain('Choose a photo first.')
    await FormPage.from(page, 'form[action="/profile/photo/remove"]').submit(agent)
    expect((await world.db.person.findUniqueOrThrow({ where: { id: world.person.amara } })).photoFileId).toBeNull()
  })
})

describe('addresses', () => {
  const add = async (agent: Awaited<ReturnType<typeof open>>['agent'], email: string) =>
    FormPage.from(await agent.get('/profile'), 'form[action="/profile/emails"]')
      .fill({ email })
      .submit(agent)
  const link = async () => {
    const mail = await world.db.mail.findFirstOrThrow({
      where: { purpose: 'account.address' },
      orderBy: { id: 'desc' },
    })
    const parts = mail.link as { base: string; purpose: string; id: string; generation: number }
    return parts.base + linkTokens.sign(world.config.sessionSecret, parts)
  }

  it('R26: counts a new address only after its link is followed; the old one keeps working', async () => {
    const { agent } = await open()
    expect((await add(agent, 'Amara.Okafor@post.example')).status).toBe(303)
    expect(wordsOf(await agent.get('/profile'))).toContain('waits for you')
    expect((await signInAs(world.visitor(), 'amara.okafor@post.example')).status).toBe(422)
    expect((await signInAs(world.visitor(), 'amara@demo.attest.example')).status).toBe(303)
    const reader = world.visitor()
    const page = await reader.get(await link())
    expect(wordsOf(page)).toContain('Amara.Okafor@post.example')
    expect((await FormPage.from(page).submit(reader)).status).toBe(303)
    expect((await signInAs(world.visitor(), 'amara.okafor@post.example', password)).status).toBe(303)
    const note = await world.db.mail.findFirst({ where: { purpose: 'account.security' }, orderBy: { id: 'desc' } })
    expect(note?.toAddress).toBe('amara@demo.attest.example')
  })

  it('R26: warns of an address that a hospital takes away again', async () => {
    const { agent } = await open('helen')
    await add(agent, 'helen.marsh@wexcombe.nhs.net')
    const reader = world.visitor()
    await FormPage.from(await reader.get(await link())).submit(reader)
    expect(wordsOf(await agent.get('/profile'))).toContain('This looks like a hospital’s address')
  })

  it('makes another confirmed address the first, and removes the old one', async () => {
    const { agent } = await open()
    const page = await agent.get('/profile')
    const primary = page.text.match(/\/profile\/emails\/[\w-]+\/primary/)![0]
    expect((await FormPage.from(page, `form[action="${primary}"]`).submit(agent)).status).toBe(303)
    const next = await agent.get('/profile')
    const remove = next.text.match(/\/profile\/emails\/[\w-]+\/remove/)![0]
    expect((await FormPage.from(next, `form[action="${remove}"]`).submit(agent)).status).toBe(303)
    const rows = await world.db.identifier.findMany({ where: { personId: world.person.amara, kind: 'email' } })
    expect(rows.map(({ normalised, primary: first }) => [normalised, first])).toEqual([
      ['amara.okafor@post.example', true],
    ])
    const token = FormPage.from(await agent.get('/profile'), 'form[action="/profile/emails"]')
    const last = await agent.post(`/profile/emails/${rows[0]!.id}/remove`).type('form').send(token.body())
    expect(last.status).toBe(403)
  })

  it('does not tell that an address belongs to somebody else, and does not give it away', async () => {
    const { agent } = await open()
    const answer = await add(agent, 'helen@demo.attest.example')
    expect(answer.status).toBe(303)
    expect(wordsOf(await agent.get('/profile'))).toContain('waits for you')
    const mail = await world.db.mail.findFirst({ orderBy: { id: 'desc' } })
    expect([mail?.toAddress, mail?.subject]).toEqual([
      'helen@demo.attest.example',
      'This address is already known in Attest',
    ])
  })

  it.each(['', 'nonsense', 'a@b', `${'a'.repeat(250)}@example.org`, 'two@example.org, three@example.org'])(
    'refuses %j as an address',
    async (email) => {
      const { agent } = await open('tom')
      expect((await add(agent, email)).status).toBe(422)
    },
  )

  it('R44: cannot touch somebody else’s address', async () => {
    const theirs = await world.db.identifier.findFirstOrThrow({ where: { personId: world.person.tom } })
    const { agent, page } = await open('helen')
    const body = FormPage.from(page, 'form[action="/profile/emails"]').body()
    for (const verb of ['primary', 'remove'])
      expect((await agent.post(`/profile/emails/${theirs.id}/${verb}`).type('form').send(body)).status).toBe(404)
    expect((await agent.post('/profile/emails/not-an-id/remove').type('form').send(body)).status).toBe(404)
  })
})

describe('registration numbers', () => {
  const add = async (agent: Awaited<ReturnType<typeof open>>['agent'], register: string, number: string) =>
    FormPage.from(await agent.get('/profile'), 'form[action="/profile/numbers"]')
      .forge({ register, number })
      .submit(agent)

  it('are taken as a statement of their owner, once', async () => {
    const { agent } = await open()
    expect((await add(agent, 'gmc', '70 12 345')).status).toBe(303)
    expect(wordsOf(await agent.get('/profile'))).toContain('your own statement')
    expect((await add(agent, 'gmc', '7012346')).status).toBe(422)
    const other = await open('tom')
    const answer = await add(other.agent, 'gmc', '7012345')
    expect(wordsOf(answer)).toContain('recorded for somebody else')
  })

  it.each([
    ['gmc', '123'],
    ['gmc', ''],
    ['memberId', 'RC1'],
    ['nmc', 'x'],
  ])('refuses %s %j', async (register, number) => {
    const { agent } = await open('helen')
    expect((await add(agent, register, number)).status).toBe(422)
  })

  it('stay once they are confirmed', async () => {
    const row = await world.db.identifier.findFirstOrThrow({ where: { personId: world.person.amara, kind: 'gmc' } })
    await world.db.identifier.update({ where: { id: row.id }, data: { verifiedAt: new Date() } })
    const { agent, page } = await open()
    const body = FormPage.from(page, 'form[action="/profile/numbers"]').body()
    expect((await agent.post(`/profile/numbers/${row.id}/remove`).type('form').send(body)).status).toBe(403)
  })
})

describe('security', () => {
  it('R34: shows sessions and sign-ins in words, ends one elsewhere', async () => {
    const one = world
      .visitor()
      .set('user-agent', 'Mozilla/5.0 (Windows NT 10.0) Chrome/140 Safari/537.36') as ReturnType<typeof world.visitor>
    await signInAs(one, 'amara.okafor@post.example')
    const two = await world.as('amara')
    const page = await one.get('/profile/security')
    expect(wordsOf(page)).toContain('Chrome on Windows')
    const end = page.text.match(/\/profile\/security\/sessions\/[\w-]+\/end/)![0]
    expect((await FormPage.from(page, `form[action="${end}"]`).submit(one)).status).toBe(303)
    expect((await one.get('/profile')).status).toBe(200)
    expect((await FormPage.from(page, `form[action="${end}"]`).submit(one)).status).toBe(303)
    expect(two).toBeDefined()
  })

  it('changes the password after the present one, and ends the other sessions', async () => {
    const agent = world.visitor()
    await signInAs(agent, 'amara.okafor@post.example')
    const form = FormPage.from(await agent.get('/profile/security'), 'form[action="/profile/security/password"]')
    const wrong = await form.fill({ current: 'no', password: 'another quiet heron' }).submit(agent)
    expect([wrong.status, wordsOf(wrong).includes('not your present password')]).toEqual([422, true])
    const fresh = FormPage.from(wrong, 'form[action="/profile/security/password"]')
    const right = await fresh.fill({ current: password, password: 'another quiet heron' }).submit(agent)
    expect(right.headers.location).toBe('/profile/security')
    expect(await world.db.session.count({ where: { personId: world.person.amara } })).toBe(1)
    expect((await signInAs(world.visitor(), 'amara.okafor@post.example')).status).toBe(422)
  })
})

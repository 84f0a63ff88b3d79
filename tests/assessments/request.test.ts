import { inviteRefused } from '../../src/assessments/eligibility.ts'
import { FormPage, wordsOf } from '../support/forms.ts'
import { testWorld } from '../support/world.ts'
import { ask, formKey, item, linkFor, work } from './support.ts'

const world = await testWorld()
// What is refused is kept as the draft (D21), and would be offered again.
afterEach(() => world.db.draft.deleteMany())
const url = `/assessments/new?form=${formKey}&item=${item}`
const counts = async () => ({
  records: await world.db.record.count(),
  requests: await world.db.assessmentRequest.count(),
  mails: await world.db.mail.count(),
  events: await world.db.auditEvent.count(),
})

async function refused(fields: Record<string, string | string[]>, at = url) {
  const amara = await world.as('amara')
  const before = await counts()
  const page = await amara.get(at).expect(200)
  const answer = await FormPage.from(page, 'main form.form').fill(fields).submit(amara)
  expect(answer.status).toBe(422)
  expect(await counts()).toEqual(before)
  return answer
}

describe('asking for an assessment', () => {
  it('R95: writes record, request, mail, job and events in one transaction', async () => {
    const amara = await world.as('amara')
    const id = await ask(world, amara)
    const record = await world.db.record.findUniqueOrThrow({ where: { id }, include: { request: true, links: true } })
    expect(record).toMatchObject({
      status: 'requested',
      title: 'Falls clinic',
      personId: world.person.amara,
      request: { state: 'sent', generation: 1, assessorEmail: 'nisha.patel@hospital.example' },
      links: [{ itemKey: item }],
    })
    const [mail] = await world.db.mail.findMany({ where: { recordId: id } })
    expect(mail).toMatchObject({ purpose: 'assessment.request', state: 'queued', toPersonId: record.assessorId })
    const jobs = await world.db.$queryRaw`select payload->>'mailId' as id from graphile_worker._private_jobs`
    expect(jobs).toContainEqual({ id: mail!.id })
    expect(await world.db.account.count({ where: { personId: record.assessorId! } })).toBe(0)
  })

  it('leaves nothing behind when the transaction fails', async () => {
    const amara = await world.as('amara')
    const before = await counts()
    await world.db.$executeRawUnsafe(
      `create function spoil() returns trigger language plpgsql as $$ begin raise exception 'spoilt'; end $$`,
    )
    await world.db.$executeRawUnsafe(
      'create trigger spoil before insert on "Mail" for each row execute function spoil()',
    )
    const page = await amara.get(url)
    const form = FormPage.from(page, 'main form.form').fill({ assessor: world.person.idris })
    expect((await form.submit(amara)).status).toBe(500)
    await world.db.$executeRawUnsafe('drop trigger spoil on "Mail"')
    expect(await counts()).toEqual(before)
  })

  it('offers supervisors and people of the site by one tap, and tells who has an account', async () => {
    const amara = await world.as('amara')
    const page = await amara.get(url).expect(200)
    const words = wordsOf(page)
    for (const name of ['Dr Idris Khan', 'Dr Helen Marsh', 'Dr Ruth Adler']) expect(words).toContain(name)
    expect(words).toContain('your educational supervisor')
    expect(words).not.toContain('Dr Tom Beale')
    const sent = await FormPage.from(page, 'main form.form').fill({ assessor: world.person.idris }).submit(amara)
    expect(sent.status).toBe(303)
    const id = sent.headers.location!.split('/').at(-1)!
    expect(await world.db.notice.count({ where: { personId: world.person.idris, recordId: id } })).toBe(1)
  })

  it('R96: keeps the words of the trainee for the request, and tries nothing it may not write', async () => {
    const amara = await world.as('amara')
    const page = await amara.get(url)
    const form = FormPage.from(page, 'main form.form')
      .fill({ assessor: world.person.helen, 'f.title': 'Clinic 👩‍⚕️ مرحبا <script>alert(1)</script>' })
      .forge({ 'f.overall': '3', 'f.doneWell': 'I was great', 'f.declared': 'yes' })
    const sent = await form.submit(amara)
    const id = sent.headers.location!.split('/').at(-1)!
    const { values } = await world.db.record.findUniqueOrThrow({ where: { id } })
    expect(values).toMatchObject({ title: 'Clinic 👩‍⚕️ مرحبا <script>alert(1)</script>' })
    expect(Object.keys(values as object)).not.toEqual(expect.arrayContaining(['overall']))
    expect(Object.keys(values as object)).not.toEqual(expect.arrayContaining(['doneWell']))
    expect(Object.keys(values as object)).not.toEqual(expect.arrayContaining(['declared']))
    expect((await amara.get(`/assessments/${id}`)).text).not.toContain('<script>alert')
  })

  it('sends a file along, which the assessor reads by the link, and nobody else', async () => {
    const amara = await world.as('amara')
    const page = await amara.get('/assessments/new?form=qipat').expect(200)
    const form = FormPage.from(page, 'main form.form').fill({ assessor: world.person.ruth, 'f.title': 'Handover' })
    const upload = form.names().find((name) => name.includes('writeUp'))!
    const sent = await form.submit(amara, undefined, {
      [upload]: { name: 'write-up.txt', content: Buffer.from('Our project') },
    })
    expect(sent.status).toBe(303)
    const id = sent.headers.location!.split('/').at(-1)!
    const guest = world.visitor()
    const path = await linkFor(world, id)
    const file = (await guest.get(path).expect(200)).text.match(/href="(\/a\/[^"]+\/files\/[^"]+)"/)?.[1]
    const got = await guest.get(file!).expect(200)
    expect([got.text, got.headers['content-disposition']]).toEqual([
      'Our project',
      expect.stringContaining('attachment'),
    ])
    const another = await linkFor(world, await ask(world, amara))
    await guest.get(file!.replace(path, another)).expect(404)
  })

  it('keeps what was typed as a draft that nobody else finds, and drops it when it is sent', async () => {
    const amara = await world.as('amara')
    const page = await amara.get('/assessments/new?form=cbd').expect(200)
    const form = FormPage.from(page, 'main form.form').fill({ 'f.title': 'Half typed', assessor: world.person.ruth })
    expect((await form.submit(amara, 'Save as draft')).status).toBe(303)
    const again = FormPage.from(await amara.get('/assessments/new?form=cbd'), 'main form.form')
    expect([again.value('f.title'), again.value('assessor')]).toEqual(['Half typed', world.person.ruth])
    expect((await again.submit(amara)).status).toBe(303)
    const fresh = FormPage.from(await amara.get('/assessments/new?form=cbd'), 'main form.form')
    expect(fresh.value('f.title')).toBe('')
  })

  it('makes one request of the same form sent twice, one after the other and at once', async () => {
    const amara = await world.as('amara')
    const page = await amara.get(url)
    const form = FormPage.from(page, 'main form.form').fill({ assessor: world.person.ruth })
    const before = (await counts()).records
    const answers = await Promise.all([form.submit(amara), form.submit(amara)])
    answers.push(await form.submit(amara))
    expect(answers.map(({ status }) => status)).toEqual([303, 303, 303])
    expect(new Set(answers.map(({ headers }) => headers.location)).size).toBe(1)
    expect((await counts()).records).toBe(before + 1)
  })
})

describe('refused invitations (R97, R98)', () => {
  it.each(['amara+x@demo.attest.example', 'AMARA+clinic@demo.attest.example'])(
    'R97: %s leads to the trainee’s own mailbox, so it is the trainee',
    async (email) => {
      const answer = await refused({ assessor: 'other', name: 'Dr Other Me', email, 'f.title': 'Clinic' })
      expect(wordsOf(answer)).toContain('Nobody assesses themselves, under any address.')
    },
  )

  it('never takes the trainee as their own assessor, under whichever address', async () => {
    await world.db.identifier.create({
      data: {
        id: '018f0000-0000-7000-8000-000000000001',
        personId: world.person.amara,
        kind: 'email',
        value: 'Amara.Private@home.example',
        normalised: 'amara.private@home.example',
      },
    })
    const answer = await refused({ assessor: 'other', name: 'A friend', email: 'AMARA.private@home.example ' })
    expect(wordsOf(answer)).toContain(inviteRefused)
    expect(wordsOf(answer)).toContain('Nobody assesses themselves')
  })

  it('says exactly the sentence, the cause and the way to mend it', async () => {
    const answer = await refused({ assessor: 'other', name: 'Tom', email: 'tom@demo.attest.example' })
    const words = wordsOf(answer)
    expect(words).toContain(inviteRefused)
    expect(words).toContain('A mini-CEX is completed by: ')
    expect(answer.text).toContain('href="#assessor"')
    expect(words).not.toContain('Beale')
  })

  it('locks a person of the list who may not complete the form, with the words', async () => {
    const amara = await world.as('amara')
    const page = await amara.get(`/assessments/new?form=mcr`).expect(200)
    expect(wordsOf(page)).toContain('This is your educational supervisor, who does not write an MCR about you.')
    const form = FormPage.from(page, 'main form.form').forge({ assessor: world.person.helen })
    expect(wordsOf(await form.submit(amara))).toContain(inviteRefused)
  })
})

describe('bad input', () => {
  it.each([
    ['nobody chosen', {}, 'Choose whom to ask'],
    ['a person out of nowhere', { assessor: '018f0000-0000-7000-8000-00000000dead' }, 'Choose one of these people'],
    ['no address', { assessor: 'other', name: 'Dr No' }, 'Give a whole address'],
    ['half an address', { assessor: 'other', name: 'Dr No', email: 'dr@' }, 'Give a whole address'],
    ['no name', { assessor: 'other', email: 'dr@hospital.example' }, 'Give the name'],
    ['two lines as a name', { assessor: 'other', name: 'Dr\nBcc: all', email: 'dr@hospital.example' }, 'on one line'],
    ['a name too long', { assessor: 'other', name: 'x'.repeat(121), email: 'dr@hospital.example' }, 'too long'],
    ['too many items', { items: [item, 'cip-c1', 'cip-c2'] }, 'at most 2'],
  ])('%s: 422 with a sentence, and what was typed', async (_what, fields, sentence) => {
    const answer = await refused({ 'f.title': 'Kept words', ...(fields as Record<string, string>) })
    expect(wordsOf(answer)).toContain(sentence)
    expect(answer.text).toContain('Kept words')
  })

  it('an item that is not there, a future date', async () => {
    const amara = await world.as('amara')
    const page = await amara.get(url)
    const form = () => FormPage.from(page, 'main form.form').fill({ assessor: world.person.idris })
    expect((await form().forge({ items: 'no-such-item' }).submit(amara)).status).toBe(422)
    expect((await form().fill({ 'f.seenOn': '2027-01-01' }).submit(amara)).status).toBe(422)
  })

  it('unknown form and item are not found; a foreign request to begin from is nothing', async () => {
    const amara = await world.as('amara')
    await amara.get('/assessments/new?form=no-such-form').expect(404)
    await amara.get('/assessments/new?item=no-such-item').expect(404)
    await amara.get('/assessments/new?form=reflection-short').expect(404)
    const tom = await world.as('tom')
    const id = await ask(world, amara, { 'f.title': 'Only for Amara' })
    expect((await tom.get(`/assessments/new?again=${id}`).expect(200)).text).not.toContain('Only for Amara')
  })
})

describe('whose requests', () => {
  it('R44: shows a request to its trainee and its assessor alone', async () => {
    const id = await ask(world, await world.as('amara'))
    await (await world.as('tom')).get(`/assessments/${id}`).expect(404)
    await (await world.as('helen')).get(`/assessments/${id}`).expect(404)
    await (await world.as('sam')).get(`/assessments/${id}`).expect(404)
    await world.visitor().get(`/assessments/${id}`).expect(303)
    await (await world.as('amara')).get(`/assessments/${id}`).expect(200)
    await (await world.as('amara')).get('/assessments/018f0000-0000-7000-8000-00000000dead').expect(404)
    await (await world.as('amara')).get('/assessments/not-an-id').expect(404)
  })

  it('is a page of trainees: nobody else has requests of their own', async () => {
    await (await world.as('helen')).get('/assessments').expect(404)
    await (await world.as('sam')).get('/assessments/new').expect(404)
  })

  it('keeps each page within its queries', async () => {
    const { countQueries } = await import('../../src/kit/db.ts')
    const amara = await world.as('amara')
    const id = await ask(world, amara)
    await work(world)
    for (const path of ['/assessments', url, `/assessments/${id}`]) {
      const { queries } = await countQueries(world.db, () => amara.get(path).expect(200))
      expect([path, queries.length <= 8, queries.length]).toEqual([path, true, queries.length])
    }
  })
})

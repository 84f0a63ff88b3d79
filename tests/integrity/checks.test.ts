import { ask, complete, linkFor, work } from '../assessments/support.ts'
import { wordsOf } from '../support/forms.ts'
import { testWorld, type World } from '../support/world.ts'

/** The page on which administrators have the chains of signatures checked (D8). */

const world: World = await testWorld()

const csrf = (text: string) => /name="_csrf" value="([^"]+)"/.exec(text)?.[1] ?? ''

/** Morgan, the administrator, asks; the queue works; the page of the check comes back. */
async function check(body: Record<string, string>) {
  const morgan = await world.as('morgan')
  const page = await morgan.get('/integrity/checks').expect(200)
  const asked = await morgan
    .post('/integrity/checks')
    .type('form')
    .send({ _csrf: csrf(page.text), ...body })
  expect(asked.status).toBe(303)
  const before = wordsOf(await morgan.get(String(asked.headers.location)))
  await work(world)
  return { before, after: wordsOf(await morgan.get(String(asked.headers.location))), morgan }
}

async function signedForm(): Promise<string> {
  const id = await ask(world, await world.as('amara'))
  await work(world)
  await complete(world, await linkFor(world, id))
  return id
}

it('D8: says that every signature is as it was signed, and names the link on the record', async () => {
  const id = await signedForm()
  const { before, after } = await check({})
  expect(before).toContain('The check is under way')
  expect(after).toContain('1 signature in 1 portfolio checked. Every one is as it was signed.')
  const { hash } = await world.db.recordVersion.findFirstOrThrow({ where: { recordId: id } })
  const record = wordsOf(await (await world.as('amara')).get(`/records/${id}`))
  expect(record).toContain(`Link 1 of the portfolio’s chain; hash ${hash}`)
  const told = await world.db.notice.findMany({ where: { personId: world.person.morgan, kind: 'chains.checked' } })
  expect(told.map(({ text }) => text)).toEqual(['Signatures checked: all are as they were signed'])
})

it('D8: one byte changed in the database is found, and named by portfolio, form and place without a clinical word', async () => {
  const id = await signedForm()
  const version = await world.db.recordVersion.findFirstOrThrow({ where: { recordId: id } })
  const bytes = Buffer.from(version.content)
  bytes[bytes.indexOf('Falls clinic')]! ^= 1
  await world.db.$executeRaw`alter table "RecordVersion" disable trigger all`
  await world.db.recordVersion.update({ where: { id: version.id }, data: { content: new Uint8Array(bytes) } })
  const { after, morgan } = await check({ portfolioId: world.person.amara })
  expect(after).toContain('Signatures of Dr Amara Okafor')
  expect(after).toContain('2 signatures in 1 portfolio checked')
  expect(after).toMatch(
    /Dr Amara Okafor\s+2\s+Mini clinical evaluation exercise[\s\S]*Its content is not what was signed\./i,
  )
  expect(after).not.toContain('Falls clinic')
  // Whoever reads the record is told, until a later check finds it whole again.
  const amara = await world.as('amara')
  const doubt = 'Not as it was signed: a check on 22 Nov 2026 found that its content is not what was signed'
  expect(wordsOf(await amara.get(`/records/${id}`))).toContain(doubt)
  const again = await check({ portfolioId: world.person.tom })
  expect(again.after).toContain('0 signatures in 0 portfolios checked. Every one is as it was signed.')
  const found = wordsOf(await morgan.get('/integrity/checks?q=okafor'))
  expect(found).toMatch(/Dr Amara Okafor, .*: 2 signatures/)
  await world.db.recordVersion.update({ where: { id: version.id }, data: { content: version.content } })
  await check({ portfolioId: world.person.amara })
  expect(wordsOf(await amara.get(`/records/${id}`))).not.toContain('Not as it was signed')
})

it('D8: nobody else finds the page, and a trainee of others is not taken', async () => {
  for (const who of ['amara', 'helen', 'sam', 'james'] as const)
    expect((await (await world.as(who)).get('/integrity/checks/01980000-0000-7000-8000-000000000000')).status).toBe(404)
  const morgan = await world.as('morgan')
  const page = await morgan.get('/integrity/checks')
  const sent = { _csrf: csrf(page.text), portfolioId: world.person.helen }
  const refused = await morgan.post('/integrity/checks').type('form').send(sent)
  expect(refused.status).toBe(422)
  expect(wordsOf(refused)).toContain('Choose a trainee from the list.')
})

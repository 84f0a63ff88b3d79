import { checkChain } from '../../src/evidence/index.ts'
import { mailAddressOf, namesAlike } from '../../src/identity/index.ts'
import { newId } from '../../src/kit/ids.ts'
import { dbDate } from '../../src/kit/periods.ts'
import { likelyPairs } from '../../src/merging/alike.ts'
import { dropped, history, moving, ofAccount, ofPortfolio } from '../../src/merging/columns.ts'
import { answers, ask, complete, linkFor, work } from '../assessments/support.ts'
import { FormPage, wordsOf } from '../support/forms.ts'
import { testWorld } from '../support/world.ts'

const world = await testWorld()
const { db, person } = world
const amara = await world.as('amara')
const morgan = await world.as('morgan')
const path = (other: string, keep: string) => `/merging/${other}/into/${keep}`
const main = 'main form.form'

/** Amara asks an address that nobody here knows; its owner calls themselves like a consultant with an account. */
async function secondEntry(email: string, name = 'Dr Idris Khan'): Promise<{ id: string; record: string }> {
  const record = await ask(world, amara, { name, email })
  await work(world)
  const { answer } = await complete(world, await linkFor(world, record), { 'f.assessorName': name })
  expect(answer.status).toBeLessThan(400)
  const { assessorId } = await db.record.findUniqueOrThrow({ where: { id: record } })
  return { id: assessorId!, record }
}

/** Reads the page and confirms it. */
const confirm = async (other: string, keep: string, typed: Record<string, string> = {}) =>
  FormPage.from(await morgan.get(path(other, keep)), main)
    .fill({ reason: 'He told me on the telephone.', same: 'yes', ...typed })
    .submit(morgan)

describe('pain 16: names that may be one person’s', () => {
  const named = (name: string) => ({ givenName: name.split('|')[0]!, familyName: name.split('|')[1]! })
  it.each([
    ['Thomas|Beale', 'Tom|Beale', 'the same family name, and a short given name'],
    ['Bob|Beale', 'Robert|Beale', 'the same family name, and a short given name'],
    ['Katherine|Wu', 'Kate|Wu', 'the same family name, and a short given name'],
    ['Zoë|Núñez', 'Zoe|Nunez', 'the same name'],
    ['Søren|Łukasz', 'Soren|Lukasz', 'the same name'],
    ['Anne-Marie|Smith Jones', 'Anne Marie|Smith-Jones', 'the same name'],
    ['Mary|O’Brien', "Mary|O'Brien", 'the same name'],
    ['Wen|Li', 'Li|Wen', 'the same names the other way round'],
    ['Priya|Nair-Shah', 'Priya|Nair', 'the same given name, and one family name of a double one'],
    ['Thomas|Beale', 'Timothy|Beale', null],
    ['Thomas|Beale', 'Tom|Bell', null],
    ['Thomas|Beale', 'Robert|Beale', null],
  ])('%s and %s: %s', (one, two, why) => {
    expect(namesAlike(named(one), named(two))).toBe(why)
    expect(namesAlike(named(two), named(one))).toBe(why)
  })

  it('are all set beside each other, whichever name comes first', () => {
    const people = ['Thomas|Beale', 'Wen|Li', 'Tom|Beale', 'Li|Wen', 'Ann|Beale'].map((name, index) => ({
      ...{ id: String(index), ...named(name), emails: [], numbers: [] },
    }))
    expect(likelyPairs(people, 10).map(({ one, two }) => `${one.id}${two.id}`)).toEqual(['02', '13'])
  })
})

describe('R30: somebody who is on record twice', () => {
  it('pain 16: is found by name, and whoever looks for the other half finds it by address', async () => {
    const { id } = await secondEntry('i.khan@elsewhere.example', 'Dr I Khan')
    const words = wordsOf(await morgan.get('/merging').expect(200))
    expect(words).toContain('the same family name, and a short given name')
    const page = wordsOf(await morgan.get(`/merging?person=${id}&q=${encodeURIComponent('Idris')}`))
    expect(page).toContain('Dr Idris Khan')
    for (const who of ['helen', 'sam', 'james', 'amara'] as const) {
      const agent = await world.as(who)
      for (const one of ['/merging', path(id, person.idris)]) expect((await agent.get(one)).status).not.toBe(200)
    }
  })

  it('is made one: addresses and forms move, and what was signed stays as it was signed', async () => {
    const { id, record } = await secondEntry('idris@private.example')
    const before = await db.recordVersion.findMany({ where: { recordId: record }, orderBy: { seq: 'asc' } })
    const page = await morgan.get(path(id, person.idris)).expect(200)
    expect(wordsOf(page)).toContain('1 address and 1 form move to Dr Idris Khan.')
    const refused = await confirm(id, person.idris, { reason: '', same: '' })
    expect(refused.status).toBe(422)
    expect(wordsOf(refused)).toContain('Say how you know that both are one person.')
    expect(wordsOf(refused)).toContain('Tick that you have checked it.')
    expect((await confirm(id, person.idris)).headers.location).toBe(`/people/${person.idris}`)

    expect(await db.recordVersion.findMany({ where: { recordId: record }, orderBy: { seq: 'asc' } })).toEqual(before)
    expect(before.some(({ signerId }) => signerId === id)).toBe(true)
    expect(await db.record.findUnique({ where: { id: record } })).toMatchObject({ assessorId: person.idris })
    expect(await checkChain({ db: db as never, services: world.services }, person.amara)).toEqual([])
    const address = { kind_normalised: { kind: 'email' as const, normalised: 'idris@private.example' } }
    expect(await db.identifier.findUnique({ where: address })).toMatchObject({ personId: person.idris, primary: false })
    const idris = await world.as('idris')
    expect(wordsOf(await idris.get(`/assess/${record}`).expect(200))).toContain(answers['f.doneWell'])
    // The signer may still ask for a correction of what they signed under the other entry.
    await idris.get(`/records/${record}/correct`).expect(200)
    const event = await db.auditEvent.findFirstOrThrow({ where: { type: 'people.merged' } })
    expect(event).toMatchObject({ subjectId: person.idris, data: { otherId: id } })
    expect(JSON.stringify(event)).not.toContain('telephone')
    expect(await db.mail.count({ where: { purpose: 'people.merged', toPersonId: person.idris } })).toBe(1)
    expect((await morgan.get(path(id, person.idris))).status).toBe(404)
  })

  it('goes on where they were merged before', async () => {
    const one = await secondEntry('idris@third.example')
    const two = await secondEntry('idris@fourth.example')
    await confirm(one.id, two.id)
    await confirm(two.id, person.idris)
    const merged = await db.person.findMany({ where: { id: { in: [one.id, two.id] } } })
    expect(merged.map(({ mergedIntoId }) => mergedIntoId)).toEqual([person.idris, person.idris])
  })

  it('moves an account where the entry that goes on has none, and ends it where both have one', async () => {
    const guest = await secondEntry('ruth@private.example', 'Dr Ruth Sandoval')
    const ruth = await world.as('ruth')
    await ruth.get('/').expect(200)
    await confirm(person.ruth, guest.id)
    expect(await db.account.count({ where: { personId: guest.id } })).toBe(1)
    expect((await ruth.get('/')).headers.location).toContain('/sign-in')
    const again = await world.asPerson(guest.id)
    expect((await again.get('/')).status).toBe(200)
    expect(await db.grant.count({ where: { personId: person.ruth } })).toBe(0)
  })

  it('is refused with the reason where both are party to one record, have portfolios or different numbers', async () => {
    for (const [other, keep, why] of [
      [person.amara, person.tom, 'Both are enrolled in'],
      [person.helen, person.amara, 'One of them is or was supervisor of the other.'],
      [person.amara, person.helen, 'has the portfolio, so that record is the one to keep.'],
    ] as const) {
      const page = await morgan.get(path(other, keep)).expect(200)
      expect(wordsOf(page)).toContain(why)
      expect(page.text).not.toContain('name="seen"')
    }
    const guest = await secondEntry('james@private.example', 'Dr James Okoro')
    const page = FormPage.from(await morgan.get(path(guest.id, person.james)), main)
    const number = (personId: string, value: string) =>
      db.identifier.create({ data: { id: newId(), personId, kind: 'gmc', value, normalised: value } })
    await number(guest.id, '7654321')
    await number(person.james, '7654322')
    const late = await page.fill({ reason: 'He said so.', same: 'yes' }).submit(morgan)
    expect(late.status).toBe(403)
    expect(wordsOf(late)).toContain('They have different GMC numbers.')
  })

  it('R22: somebody who was accepted twice is made one once the second acceptance is withdrawn', async () => {
    const id = newId()
    await db.person.create({
      data: {
        ...{ id, givenName: 'Tom', familyName: 'Beale', grade: 'trainee' },
        identifiers: {
          create: {
            id: newId(),
            kind: 'email',
            value: 'tom@new.example',
            normalised: 'tom@new.example',
            primary: true,
          },
        },
      },
    })
    const tom = await db.enrolment.findUniqueOrThrow({ where: { id: world.enrolment.tom } })
    const second = newId()
    await db.enrolment.create({ data: { ...tom, id: second, personId: id, state: 'invited' } })
    const at = new Date('2026-11-20T09:00:00Z')
    await db.admission.create({
      data: { enrolmentId: second, countsFrom: tom.startsOn, acceptedAt: at, invitedAt: at, acceptedByName: 'Sam' },
    })
    const open = await morgan.get(path(id, person.tom)).expect(200)
    expect(wordsOf(open)).toContain('The acceptance with tom@new.example was not taken up')
    expect(open.text).not.toContain('name="seen"')
    await db.enrolment.update({ where: { id: second }, data: { state: 'closed' } })
    await db.admission.update({ where: { enrolmentId: second }, data: { withdrawnAt: at, withdrawnByName: 'Sam' } })
    expect((await confirm(id, person.tom)).headers.location).toBe(`/people/${person.tom}`)
    const address = { kind_normalised: { kind: 'email' as const, normalised: 'tom@new.example' } }
    expect(await db.identifier.findUnique({ where: address })).toMatchObject({ personId: person.tom })
    expect(await db.enrolment.findUniqueOrThrow({ where: { id: world.enrolment.tom } })).toMatchObject({
      state: tom.state,
    })
  })

  it('tells the second administrator, or whoever read something else, that it changed meanwhile', async () => {
    const guest = await secondEntry('sam@private.example', 'Ms Sam Whitfield')
    const page = FormPage.from(await morgan.get(path(guest.id, person.sam)), main)
    await db.grant.create({
      data: {
        ...{ id: newId(), personId: guest.id, role: 'coordinator', scopeKind: 'programme' },
        ...{ scopeId: world.ids.programme, from: dbDate('2026-01-01') },
      },
    })
    const late = await page.fill({ reason: 'She said so.', same: 'yes' }).submit(morgan)
    expect(late.status).toBe(409)
    expect(wordsOf(late)).toContain('Something of theirs changed while you were reading.')
    expect(await db.person.findUnique({ where: { id: guest.id } })).toMatchObject({ mergedIntoId: null })
  })

  /** No column that moves still names somebody who was merged away. */
  const leftOf = async (id: string) => {
    const left: string[] = []
    for (const { table, column } of moving) {
      const [row] = await db.$queryRawUnsafe<{ count: number }[]>(
        `select count(*)::int as count from "${table}" where "${column}" = '${id}'::uuid`,
      )
      if (row!.count > 0) left.push(`${table}.${column}`)
    }
    return left
  }

  it('is done once where two confirm it at the same moment', async () => {
    const guest = await secondEntry('idris@race.example')
    const pages = await Promise.all([0, 1].map(() => morgan.get(path(guest.id, person.idris))))
    const forms = pages.map((page) => FormPage.from(page, main).fill({ reason: 'One and the same.', same: 'yes' }))
    const answers = await Promise.all(forms.map((form) => form.submit(morgan)))
    expect(answers.map(({ status }) => status).sort()).toEqual([303, expect.any(Number)])
    expect(answers.filter(({ status }) => status === 303)).toHaveLength(1)
    expect([404, 409]).toContain(answers.find(({ status }) => status !== 303)!.status)
    const events = { type: 'people.merged', subjectId: person.idris, data: { path: ['otherId'], equals: guest.id } }
    expect(await db.auditEvent.count({ where: events })).toBe(1)
    expect(await leftOf(guest.id)).toEqual([])
  })

  it('loses no signature that is given at the same moment, and leaves nothing behind', async () => {
    for (let round = 0; round < 4; round++) {
      const name = `idris@while${round}.example`
      const guest = await secondEntry(name)
      const second = await ask(world, amara, { name: 'Dr Idris Khan', email: name })
      await work(world)
      const link = await linkFor(world, second)
      const form = FormPage.from(await morgan.get(path(guest.id, person.idris)), main)
      const merging = form.fill({ reason: 'One and the same.', same: 'yes' })
      const [merged, signed] = await Promise.all([merging.submit(morgan), complete(world, link, {})])
      expect([303, 409]).toContain(merged.status)
      const record = await db.record.findUniqueOrThrow({ where: { id: second }, include: { versions: true } })
      expect([round, record.status === 'signed']).toEqual([round, signed.answer.status < 400])
      expect(record.versions.map(({ signerId }) => signerId).every((id) => [guest.id, person.idris].includes(id))).toBe(
        true,
      )
      if (merged.status === 303) {
        expect(record.assessorId).toBe(person.idris)
        expect(await leftOf(guest.id)).toEqual([])
      } else expect(await db.person.findUnique({ where: { id: guest.id } })).toMatchObject({ mergedIntoId: null })
    }
    expect(await checkChain({ db: db as never, services: world.services }, person.amara)).toEqual([])
  })

  it('sends mail to the main address, else to the one confirmed first, and to no unproved one where that matters', async () => {
    const id = newId()
    await db.person.create({ data: { id, givenName: 'Three', familyName: 'Addresses' } })
    expect(await mailAddressOf(db, id)).toBeNull()
    const add = (value: string, primary: boolean, verifiedAt: string | null) =>
      db.identifier.create({
        data: {
          id: newId(),
          personId: id,
          kind: 'email',
          value,
          normalised: value,
          primary,
          verifiedAt: verifiedAt && new Date(verifiedAt),
        },
      })
    await add('late@three.example', false, '2026-02-01')
    await add('early@three.example', false, '2026-01-01')
    expect(await mailAddressOf(db, id)).toBe('early@three.example')
    await add('main@three.example', true, null)
    expect(await mailAddressOf(db, id)).toBe('main@three.example')
    expect(await mailAddressOf(db, id, 'confirmed')).toBe('early@three.example')
  })

  it('nobody merges themselves', async () => {
    const guest = await secondEntry('morgan@private.example', 'Mr Morgan Reid')
    expect(wordsOf(await morgan.get(path(guest.id, person.morgan)))).toContain('You cannot merge your own account')
  })
})

describe('decision 1: every column that names a person', () => {
  it('has a place in the list of what moves, ends, stays or never changes hands', async () => {
    const rows = await db.$queryRaw<{ name: string }[]>`
      select c.table_name || '.' || c.column_name as name from information_schema.columns c
      where c.table_schema = 'public' and c.data_type = 'uuid' and c.column_name <> 'id'
        and not exists (select 1 from pg_constraint k join pg_attribute a on a.attrelid = k.conrelid and a.attnum = any(k.conkey)
          where k.contype = 'f' and k.confrelid <> '"Person"'::regclass and a.attname = c.column_name
            and k.conrelid = quote_ident(c.table_name)::regclass)`
    const others =
      /\.(?:enrolmentId|recordId|aboutId|portfolioId|programmeId|packVersionId|subjectId|scopeId|batchId|photoFileId|\w*[aA]ccreditationId|placementId|siteId|collegeId|networkId|statusId)$/
    const all = [...moving, ...dropped, ...ofAccount, ...ofPortfolio, ...history]
    const listed = all.map(({ table, column }) => `${table}.${column}`)
    expect(new Set(listed).size).toBe(listed.length)
    expect(listed.sort()).toEqual(
      rows
        .map(({ name }) => name)
        .filter((name) => !others.test(name))
        .sort(),
    )
  })
})

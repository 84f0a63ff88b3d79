import { checkChain, signRecord } from '../../src/evidence/index.ts'
import { canonicalBytes, sha256 } from '../../src/forms/index.ts'
import { execute } from '../../src/kit/command.ts'
import type { Ctx, WriteCtx } from '../../src/kit/context.ts'
import { createLog } from '../../src/kit/log.ts'
import { scoped } from '../../src/kit/scope.ts'
import { nobody } from '../../src/policy/index.ts'
import { testWorld, type World } from '../support/world.ts'
import { certify } from './support.ts'

const world: World = await testWorld()

function ctxOf(personId: string): Ctx {
  return {
    db: world.db,
    actor: { ...nobody, personId, name: 'Dr Signer', roleLabel: 'educational supervisor', sessionId: 'test' },
    clock: world.clock,
    now: world.clock.now(),
    today: world.clock.now().toZonedDateTimeISO('Europe/London').toPlainDate(),
    config: world.config,
    services: world.services,
    log: createLog('silent'),
    params: {},
    query: {},
    requestId: 'test',
    ip: null,
    device: null,
  }
}

const rendered = {
  form: { key: 'x', version: 1, title: 'X' },
  sections: [],
  declaration: { text: 'I do', accepted: true },
}

/** Signs in a transaction of its own, as every command does. */
function sign(recordId: string, signerId: string) {
  const ctx = ctxOf(signerId)
  const find = scoped({ visible: () => ({ id: recordId }) }, (where, { db }) => db.record.findFirst({ where }))
  return execute(
    {
      find,
      may: () => true as const,
      run: (inside: WriteCtx, record) =>
        signRecord(inside, record, {
          signerId,
          signerName: 'Dr Signer',
          role: 'educational supervisor',
          assurance: 'account',
          rendered,
        }),
      audit: () => [],
    },
    ctx,
    {},
    [],
  )
}

const versionsOf = (portfolioId: string) =>
  world.db.recordVersion.findMany({ where: { portfolioId }, orderBy: { seq: 'asc' } })

describe('signing', () => {
  it('five parallel signers do not fork the chain', async () => {
    const amara = await world.as('amara')
    const ids: string[] = []
    for (let n = 0; n < 10; n++) ids.push(await certify(amara, { 'f.number': `c${n}` }))
    await Promise.all(ids.slice(0, 5).map((id) => sign(id, world.person.helen)))
    await Promise.all(ids.slice(5).map((id) => sign(id, world.person.idris)))
    const versions = await versionsOf(world.person.amara)
    expect(versions.map(({ seq }) => seq)).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, 10])
    for (const [index, version] of versions.entries())
      expect(version.prev).toBe(index === 0 ? '0'.repeat(64) : versions[index - 1]!.hash)
    expect(await checkChain(ctxOf(world.person.helen), world.person.amara)).toEqual([])
    const head = await world.db.chainHead.findUniqueOrThrow({ where: { portfolioId: world.person.amara } })
    expect(head).toMatchObject({ seq: 10, hash: versions[9]!.hash })
  })

  it('keeps what was signed as canonical bytes', async () => {
    const id = await certify(await world.as('tom'))
    await sign(id, world.person.helen)
    const [version] = await versionsOf(world.person.tom)
    const content = JSON.parse(Buffer.from(version!.content).toString('utf8'))
    expect(Buffer.from(version!.content).equals(canonicalBytes(content))).toBe(true)
    expect(sha256(version!.content)).toBe(version!.contentHash)
    expect(content).toMatchObject({
      record: { id },
      rendered,
      signer: { role: 'educational supervisor', assurance: 'account' },
    })
    expect(world.services.signing.verify(version!.hash, version!.signature)).toBe(true)
  })

  it('the second of two signatures on one record waits, then is told that it was changed', async () => {
    const id = await certify(await world.as('priya'))
    const outcomes = await Promise.allSettled([sign(id, world.person.helen), sign(id, world.person.idris)])
    expect(outcomes.filter(({ status }) => status === 'fulfilled').length).toBeGreaterThanOrEqual(1)
    expect(await checkChain(ctxOf(world.person.helen), world.person.priya)).toEqual([])
  })

  it('a change in the database shows', async () => {
    const portfolio = world.person.amara
    const versions = await versionsOf(portfolio)
    const broken = versions[3]!
    await world.db.$executeRawUnsafe('alter table "RecordVersion" disable trigger all')
    const forged = canonicalBytes({ ...JSON.parse(Buffer.from(broken.content).toString()), values: { forged: true } })
    await world.db.recordVersion.update({ where: { id: broken.id }, data: { content: new Uint8Array(forged) } })
    expect(await checkChain(ctxOf(world.person.helen), portfolio)).toEqual([{ seq: 4, what: 'content' }])
    // Whoever recomputes the hashes still lacks the key.
    const contentHash = sha256(forged)
    await world.db.recordVersion.update({ where: { id: broken.id }, data: { contentHash } })
    expect(await checkChain(ctxOf(world.person.helen), portfolio)).toContainEqual({ seq: 4, what: 'hash' })
    await world.db.recordVersion.update({
      where: { id: broken.id },
      data: { hash: sha256(`${broken.prev}\n${contentHash}\n4\n${portfolio}`) },
    })
    expect(await checkChain(ctxOf(world.person.helen), portfolio)).toContainEqual({ seq: 4, what: 'signature' })
    await world.db.$executeRawUnsafe('alter table "RecordVersion" enable trigger all')
  })
})

import { rename, rm } from 'node:fs/promises'
import { join } from 'node:path'
import {
  type ChainFault,
  checkChain,
  checkChains,
  faultWords,
  signingKey,
  signRecord,
} from '../../src/evidence/index.ts'
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
    const portfolioId = world.person.amara
    const versions = await versionsOf(portfolioId)
    const broken = versions[3]!
    const fault = (what: ChainFault['what'], seq = 4) => {
      const { recordId } = versions[seq - 1]!
      return { portfolioId, seq, formKey: 'certificate', recordId, what }
    }
    const faults = () => checkChain(ctxOf(world.person.helen), portfolioId)
    const change = (data: Parameters<typeof world.db.recordVersion.update>[0]['data']) =>
      world.db.recordVersion.update({ where: { id: broken.id }, data })
    await pastTriggers(async () => {
      const forged = canonicalBytes({ ...JSON.parse(Buffer.from(broken.content).toString()), values: { forged: true } })
      await change({ content: new Uint8Array(forged) })
      expect(await faults()).toEqual([fault('content')])
      // Whoever recomputes the hashes still lacks the key.
      const contentHash = sha256(forged)
      await change({ contentHash })
      expect(await faults()).toEqual([fault('hash')])
      await change({ hash: sha256(`${broken.prev}\n${contentHash}\n4\n${portfolioId}`) })
      expect(await faults()).toEqual([fault('signature'), fault('prev', 5)])
      await change({ content: broken.content, contentHash: broken.contentHash, hash: broken.hash })
      expect(await faults()).toEqual([])
    })
  })

  it('so does a change of what is shown beside the signed bytes', async () => {
    const [, second] = await versionsOf(world.person.amara)
    const kinds = async () =>
      (await checkChain(ctxOf(world.person.helen), world.person.amara)).map(({ seq, what }) => `${seq} ${what}`)
    await pastTriggers(async () => {
      const change = (data: Parameters<typeof world.db.recordVersion.update>[0]['data']) =>
        world.db.recordVersion.update({ where: { id: second!.id }, data })
      await change({ rendered: { ...rendered, declaration: { text: 'I do not', accepted: true } } })
      expect(await kinds()).toEqual(['2 rendered'])
      await change({ rendered, signerName: 'Dr Somebody Else' })
      expect(await kinds()).toEqual(['2 row'])
      await change({ signerName: 'Dr Signer', signedAt: new Date('2020-01-01') })
      expect(await kinds()).toEqual(['2 row'])
      await change({ signedAt: second!.signedAt })
    })
    expect(await kinds()).toEqual([])
  })

  it('a link taken out, a tail cut off and a head set back show, each named', async () => {
    const portfolioId = world.person.amara
    const versions = await versionsOf(portfolioId)
    const told = async () => {
      const words: string[] = []
      const checked = await checkChains(world, (fault) => words.push(faultWords(fault)))
      return { ...checked, words }
    }
    const sound = await told()
    expect(sound).toMatchObject({ portfolios: 3, faults: 0, words: [] })
    expect(sound.signatures).toBe(await world.db.recordVersion.count())
    const without = async (gone: typeof versions, headSeq: number) => {
      const restored = gone.map((version) => ({ ...version, rendered }))
      await world.db.recordVersion.deleteMany({ where: { id: { in: gone.map(({ id }) => id) } } })
      const [head, was] = [versions[headSeq - 1]!, versions.at(-1)!]
      await world.db.chainHead.update({ where: { portfolioId }, data: { seq: headSeq, hash: head.hash } })
      const { words } = await told()
      await world.db.recordVersion.createMany({ data: restored })
      await world.db.chainHead.update({ where: { portfolioId }, data: { seq: was.seq, hash: was.hash } })
      return words
    }
    await pastTriggers(async () => {
      const at = (place: number, seq = place) =>
        `Portfolio ${portfolioId}, signature ${place} (certificate, record ${versions[seq - 1]!.recordId}):`
      const unsigned = (seq: number) => `${at(0, seq)} the record is marked as signed, and there is no signature.`
      expect(await without(versions.slice(2, 3), 10)).toEqual([
        `${at(4)} a signature before it is missing.`,
        `${at(4)} it does not follow the signature before it.`,
        unsigned(3),
      ])
      const tail = await without(versions.slice(8), 10)
      expect(tail[0]).toBe(
        `${at(8)} it is the last one, but the head of the chain names later ones: the tail was cut off.`,
      )
      expect(tail.slice(1).sort()).toEqual([unsigned(9), unsigned(10)].sort())
      expect(await without([], 9)).toEqual([`${at(10)} the head of the chain does not name it, the last one.`])
      // Whoever sets the head back with the tail still leaves records that nobody signed.
      expect(await without(versions.slice(9), 9)).toEqual([unsigned(10)])
    })
    expect((await told()).words).toEqual([])
  })

  it('a later key leaves what an earlier one signed as it is', async () => {
    const { dataDir } = world.config
    const keys = join(dataDir, 'keys')
    const first = world.services.signing
    await rename(join(keys, 'chain-ed25519.pem'), join(dataDir, 'laid-aside.pem'))
    const second = signingKey(dataDir)
    expect(second.id).not.toBe(first.id)
    world.services.signing = second
    const id = await certify(await world.as('amara'), { 'f.number': 'after' })
    await sign(id, world.person.helen)
    const signatures = (await versionsOf(world.person.amara)).map(({ signature }) => signature.split(':')[0])
    expect(new Set(signatures)).toEqual(new Set([first.id, second.id]))
    expect(await checkChain(ctxOf(world.person.helen), world.person.amara)).toEqual([])
    // The process that still runs with the earlier key checks the later one's signatures too.
    world.services.signing = first
    expect(await checkChain(ctxOf(world.person.helen), world.person.amara)).toEqual([])
    await rm(join(keys, `chain-ed25519-${first.id}.public.pem`))
    world.services.signing = signingKey(dataDir)
    const lost = await checkChain(ctxOf(world.person.helen), world.person.amara)
    expect(lost.map(({ what }) => what)).toEqual(Array(10).fill('key'))
  })
})

/** As somebody would who owns the database. */
async function pastTriggers(work: () => Promise<void>): Promise<void> {
  const tables = ['RecordVersion', 'ChainHead']
  for (const table of tables) await world.db.$executeRawUnsafe(`alter table "${table}" disable trigger all`)
  try {
    await work()
  } finally {
    for (const table of tables) await world.db.$executeRawUnsafe(`alter table "${table}" enable trigger all`)
  }
}

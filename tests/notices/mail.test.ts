import { type SMTPServer as Server, SMTPServer } from 'smtp-server'
import type { Ingredients } from '../../src/compose.ts'
import { servicesOver } from '../../src/compose.ts'
import { fixedClock } from '../../src/kit/clock.ts'
import { type Config, readConfig } from '../../src/kit/config.ts'
import type { WriteCtx } from '../../src/kit/context.ts'
import { runJobsOnce } from '../../src/kit/jobs.ts'
import { createLog } from '../../src/kit/log.ts'
import { letterOf, plainText, smtpTransport } from '../../src/notices/index.ts'
import { systemContext, tasksOf } from '../../src/worker.ts'
import { testDatabase } from '../support/database.ts'

const t = await testDatabase()
const clock = fixedClock('2026-11-22T09:00:00Z')
const base: Config = {
  ...readConfig({ ATTEST_DATA: '/tmp', SESSION_SECRET: 'a secret for tests only, long enough to be one' }),
  publicUrl: 'https://portfolio.example.org',
  mailFrom: 'Attest <portfolio@example.org>',
}

/** A mail server on this machine that keeps what it takes and refuses whom it is told to. */
async function mailServer(
  answer: (to: string) => Error | null = () => null,
  { port: wanted = 0, delay = 0, sender = (): Error | null => null } = {},
) {
  const taken: { to: string; raw: string }[] = []
  const server: Server = new SMTPServer({
    authOptional: true,
    disabledCommands: ['STARTTLS', 'AUTH'],
    onMailFrom: (_address, _session, done) => done(sender()),
    onRcptTo: ({ address }, _session, done) => done(answer(address)),
    onData(stream, session, done) {
      let raw = ''
      stream.on('data', (chunk) => {
        raw += String(chunk)
      })
      stream.on('end', () => {
        taken.push({ to: session.envelope.rcptTo.map(({ address }) => address).join(), raw })
        setTimeout(done, delay)
      })
    },
  })
  await new Promise<void>((ready) => server.listen(wanted, '127.0.0.1', ready))
  const { port } = server.server.address() as { port: number }
  return {
    taken,
    port,
    url: `smtp://127.0.0.1:${port}`,
    stop: () => new Promise<void>((done) => server.close(() => done())),
  }
}

function installation(smtpUrl: string | null, patience?: Parameters<typeof smtpTransport>[1]) {
  const ingredients: Ingredients = {
    db: t.db,
    pool: t.pool,
    clock,
    config: { ...base, smtpUrl },
    log: createLog('silent'),
  }
  const services = servicesOver(ingredients)
  const ctx = systemContext(ingredients, services)
  return {
    ctx,
    work: () => runJobsOnce(t.url, tasksOf(ingredients, services, smtpTransport(smtpUrl, patience))),
    write: (to = 'patel@example.org', more: object = {}) =>
      t.db.$transaction((tx) =>
        services.notices.queueMail({ ...ctx, db: tx } as WriteCtx, {
          to,
          subject: 'A request\r\nBcc: everybody@example.org',
          text: 'Dear Dr Patel,\n\nAmara Okafor asks you to complete a form.',
          link: { label: 'Open the form', base: '/a/', purpose: 'assessment', id: ctx.requestId, generation: 2 },
          purpose: 'test',
          ...more,
        }),
      ),
  }
}

const mail = (id: string) => t.db.mail.findUniqueOrThrow({ where: { id } })
const again = () => t.db.$executeRaw`update graphile_worker._private_jobs set run_at = now() - interval '1 minute'`

describe('mail', () => {
  beforeEach(() => t.reset())

  it('is handed to the mail server once, as plain words with one link', async () => {
    const server = await mailServer()
    const { write, work } = installation(server.url)
    const id = await write()
    await work()
    await work()
    await server.stop()
    expect(server.taken).toHaveLength(1)
    const { raw } = server.taken[0]!
    expect(raw).toContain(`Message-ID: <${id}@example.org>`)
    expect(raw).toContain('Content-Type: text/plain')
    expect(raw).not.toMatch(/^Bcc:/m)
    expect(raw.replace(/=\r\n/g, '').match(/https:\/\//g)).toHaveLength(1)
    expect(await mail(id)).toMatchObject({ state: 'sent', attempts: 1, sentAt: new Date('2026-11-22T09:00:00Z') })
  })

  it('keeps no usable token in the database', async () => {
    const id = await installation(null).write()
    const stored = await mail(id)
    const letter = letterOf(stored, base)
    const token = letter.link!.url.split('/').at(-1)!
    expect(token.length).toBeGreaterThan(40)
    expect(JSON.stringify(stored)).not.toContain(token)
    expect(plainText(letter)).toContain(`https://portfolio.example.org/a/${token}`)
  })

  it('is never written when the change is undone', async () => {
    const { ctx, work } = installation(null)
    const undone = t.db.$transaction(async (tx) => {
      const inside = { ...ctx, db: tx } as WriteCtx
      await ctx.services.notices.queueMail(inside, { to: 'a@example.org', subject: 's', text: 't', purpose: 'test' })
      throw new Error('undone')
    })
    await expect(undone).rejects.toThrow('undone')
    await work()
    expect(await t.db.mail.count()).toBe(0)
    expect(await t.db.$queryRaw`select count(*)::int as n from graphile_worker._private_jobs`).toEqual([{ n: 0 }])
  })

  it('is tried again after a failure that may pass, under the same Message-ID', async () => {
    let busy = true
    const server = await mailServer(() => (busy ? Object.assign(new Error('busy'), { responseCode: 451 }) : null))
    const { write, work } = installation(server.url)
    const id = await write()
    await work()
    expect(await mail(id)).toMatchObject({ state: 'queued', attempts: 1, lastError: expect.stringContaining('busy') })
    busy = false
    await again()
    await work()
    await server.stop()
    expect(server.taken).toHaveLength(1)
    expect(server.taken[0]!.raw).toContain(`<${id}@example.org>`)
    expect(await mail(id)).toMatchObject({ state: 'sent', attempts: 2, lastError: null })
  })

  it('is not lost while the mail server is down', async () => {
    const { write, work } = installation('smtp://127.0.0.1:9')
    const id = await write()
    await work()
    expect(await mail(id)).toMatchObject({ state: 'queued', attempts: 1 })
    expect(await t.db.$queryRaw`select count(*)::int as n from graphile_worker._private_jobs`).toEqual([{ n: 1 }])
  })

  it('is marked as not delivered when the address is refused for good', async () => {
    const server = await mailServer(() => Object.assign(new Error('no such user'), { responseCode: 550 }))
    const { write, work } = installation(server.url)
    const id = await write('nobody@example.org')
    await work()
    await server.stop()
    expect(await mail(id)).toMatchObject({
      state: 'bounced',
      bouncedAt: expect.any(Date),
      lastError: expect.stringContaining('no such user'),
    })
    expect(await t.db.$queryRaw`select count(*)::int as n from graphile_worker._private_jobs`).toEqual([{ n: 0 }])
  })

  it('is kept where there is no mail server', async () => {
    const { write, work } = installation(null)
    const id = await write()
    await work()
    expect((await mail(id)).state).toBe('kept')
  })

  it('is withheld when its reader can no longer see what it is about', async () => {
    const server = await mailServer()
    const { ctx, write, work } = installation(server.url)
    const id = await write('patel@example.org', { toPersonId: ctx.requestId, recordId: ctx.requestId })
    await work()
    await server.stop()
    expect(server.taken).toEqual([])
    expect((await mail(id)).state).toBe('withheld')
  })

  it('goes once as soon as a server that was down is there again', async () => {
    const first = await mailServer()
    await first.stop()
    const { write, work } = installation(first.url)
    const ids = [await write('one@example.org'), await write('two@example.org')]
    await work()
    await again()
    await work()
    expect(await Promise.all(ids.map(async (id) => (await mail(id)).state))).toEqual(['queued', 'queued'])
    const server = await mailServer(() => null, { port: first.port })
    await again()
    await work()
    await again()
    await work()
    await server.stop()
    expect(server.taken.map(({ to }) => to).sort()).toEqual(['one@example.org', 'two@example.org'])
    expect(await mail(ids[0]!)).toMatchObject({ state: 'sent', attempts: 3, lastError: null })
  })

  it('goes once to a server that is slow, and again under the same Message-ID to one that is too slow to say yes', async () => {
    const patience = { connectionTimeout: 2000, greetingTimeout: 2000, socketTimeout: 700 }
    const slow = await mailServer(() => null, { delay: 150 })
    const patient = installation(slow.url, patience)
    const id = await patient.write()
    await patient.work()
    await slow.stop()
    expect([slow.taken.length, (await mail(id)).state]).toEqual([1, 'sent'])

    const silent = await mailServer(() => null, { delay: 2000 })
    const waiting = installation(silent.url, patience)
    const second = await waiting.write()
    await waiting.work()
    await silent.stop()
    expect(await mail(second)).toMatchObject({ state: 'queued', attempts: 1 })
    const server = await mailServer()
    await again()
    await installation(server.url).work()
    await server.stop()
    const ids = [silent, server].map(({ taken }) =>
      taken.map(({ raw }) => raw.match(/^Message-ID: (.*)$/m)?.[1]?.trim()),
    )
    expect(ids).toEqual([[`<${second}@example.org>`], [`<${second}@example.org>`]])
    expect((await mail(second)).state).toBe('sent')
  })

  it('goes again, under the same Message-ID, only where we fell between the server’s yes and our note of it (decision 51)', async () => {
    const server = await mailServer()
    const { write, work } = installation(server.url)
    const id = await write()
    await t.db.$executeRawUnsafe(
      `create function fall() returns trigger language plpgsql as $$ begin raise exception 'fallen'; end $$`,
    )
    await t.db.$executeRawUnsafe('create trigger fall before update on "Mail" for each row execute function fall()')
    await work()
    expect([server.taken.length, (await mail(id)).state]).toEqual([1, 'queued'])
    await t.db.$executeRawUnsafe('drop trigger fall on "Mail"')
    await again()
    await work()
    await again()
    await work()
    await server.stop()
    expect(server.taken).toHaveLength(2)
    for (const { raw } of server.taken) expect(raw).toContain(`Message-ID: <${id}@example.org>`)
    expect((await mail(id)).state).toBe('sent')
  })

  it('is not given up for what is wrong with our own sender: nothing is said of the address', async () => {
    let wrong = true
    const refuse = () => (wrong ? Object.assign(new Error('sender refused'), { responseCode: 550 }) : null)
    const server = await mailServer(() => null, { sender: refuse })
    const { write, work } = installation(server.url)
    const id = await write()
    await work()
    expect(await mail(id)).toMatchObject({ state: 'queued', lastError: expect.stringContaining('sender refused') })
    wrong = false
    await again()
    await work()
    await server.stop()
    expect(server.taken).toHaveLength(1)
  })

  it('is given up after the last try, and counts as not delivered', async () => {
    const { write, work } = installation('smtp://127.0.0.1:9')
    const id = await write()
    await t.db.$executeRaw`update graphile_worker._private_jobs set attempts = max_attempts - 1`
    await work()
    expect(await mail(id)).toMatchObject({ state: 'bounced', lastError: expect.stringContaining('ECONNREFUSED') })
  })

  it('is taken once by two workers at once', async () => {
    const server = await mailServer()
    const { write, work } = installation(server.url)
    const ids = await Promise.all([1, 2, 3, 4].map((number) => write(`to${number}@example.org`)))
    await Promise.all([work(), work()])
    await server.stop()
    expect(server.taken.map(({ to }) => to).sort()).toEqual([1, 2, 3, 4].map((number) => `to${number}@example.org`))
    for (const id of ids) expect((await mail(id)).state).toBe('sent')
  })
})

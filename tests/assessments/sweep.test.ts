import type { SMTPServerAddress } from 'smtp-server'
import { SMTPServer } from 'smtp-server'
import { wordsOf } from '../support/forms.ts'
import { testWorld } from '../support/world.ts'
import { ask, linkFor, work } from './support.ts'

const world = await testWorld()
const morning = '2026-11-22T09:00:00Z'
const request = (recordId: string) => world.db.assessmentRequest.findUniqueOrThrow({ where: { recordId } })
const mails = (recordId: string, purpose: string) => world.db.mail.count({ where: { recordId, purpose } })
const queue = (task: string) => world.db.$executeRaw`select graphile_worker.add_job(${task})`

async function sweep(task: string): Promise<void> {
  await queue(task)
  await work(world)
}

afterEach(() => world.clock.set(morning))

describe('the sweeps', () => {
  it('remind on the days that the form names, once each, however often they run', async () => {
    const id = await ask(world, await world.as('amara'))
    await sweep('requests.remind')
    expect(await mails(id, 'assessment.reminder')).toBe(0)
    world.clock.advance({ days: 3 })
    await sweep('requests.remind')
    await sweep('requests.remind')
    expect(await mails(id, 'assessment.reminder')).toBe(1)
    expect(await request(id)).toMatchObject({ remindedDay: 3, state: 'sent' })
    expect(await linkFor(world, id, 'assessment.reminder')).toBe(await linkFor(world, id))
    world.clock.advance({ days: 11 })
    await sweep('requests.remind')
    expect(await mails(id, 'assessment.reminder')).toBe(2)
  })

  it('mark what has run out, tell its trainee once, and never touch what is signed', async () => {
    const id = await ask(world, await world.as('amara'))
    world.clock.advance({ days: 29 })
    await sweep('requests.expire')
    await sweep('requests.expire')
    expect([(await request(id)).state, (await world.db.record.findUniqueOrThrow({ where: { id } })).status]).toEqual([
      'expired',
      'expired',
    ])
    expect(await mails(id, 'assessment.expired')).toBe(1)
    expect(await world.db.auditEvent.count({ where: { recordId: id, type: 'assessment.expired' } })).toBe(1)
    await sweep('requests.remind')
    expect(await mails(id, 'assessment.reminder')).toBe(0)
  })
})

describe('mails about a request', () => {
  /** A mail server that refuses whom it does not know. */
  async function withServer(known: (address: string) => boolean, run: () => Promise<void>): Promise<string[]> {
    const taken: string[] = []
    const server = new SMTPServer({
      authOptional: true,
      disabledCommands: ['STARTTLS', 'AUTH'],
      onRcptTo: ({ address }: SMTPServerAddress, _session, done) =>
        known(address) ? done() : done(Object.assign(new Error('no such user here'), { responseCode: 550 })),
      onData(stream, session, done) {
        stream.resume()
        stream.on('end', () => {
          taken.push(...session.envelope.rcptTo.map(({ address }) => address))
          done()
        })
      },
    })
    await new Promise<void>((ready) => server.listen(0, '127.0.0.1', ready))
    world.config.smtpUrl = `smtp://127.0.0.1:${(server.server.address() as { port: number }).port}`
    try {
      await run()
    } finally {
      world.config.smtpUrl = null
      await new Promise<void>((done) => server.close(() => done()))
    }
    return taken
  }

  it('reach the assessor through a real mail server', async () => {
    const id = await ask(world, await world.as('amara'))
    const taken = await withServer(
      () => true,
      () => work(world),
    )
    expect(taken).toContain('nisha.patel@hospital.example')
    expect(await world.db.mail.findFirst({ where: { recordId: id } })).toMatchObject({ state: 'sent' })
  })

  it('D3: a refused address shows on the page of the request, and the trainee is told', async () => {
    const amara = await world.as('amara')
    const id = await ask(world, amara)
    await withServer(
      () => false,
      () => work(world),
    )
    const page = wordsOf(await amara.get(`/assessments/${id}`))
    expect(page).toContain('The mail to nisha.patel@hospital.example could not be delivered')
    expect(await world.db.notice.count({ where: { recordId: id, kind: 'assessment.undelivered' } })).toBe(1)
  })

  it('are withheld when the request is over before they go', async () => {
    const amara = await world.as('amara')
    const id = await ask(world, amara)
    await world.db.assessmentRequest.update({ where: { recordId: id }, data: { state: 'withdrawn' } })
    const taken = await withServer(
      () => true,
      () => work(world),
    )
    expect(taken).toEqual([])
    expect(await world.db.mail.findFirst({ where: { recordId: id } })).toMatchObject({ state: 'withheld' })
  })
})

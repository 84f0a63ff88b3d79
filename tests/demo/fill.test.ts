import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { compose, type Ingredients, servicesOver } from '../../src/compose.ts'
import { demoAccounts } from '../../src/demo/accounts.ts'
import { fillDemo } from '../../src/demo/fill.ts'
import { checkChain } from '../../src/evidence/index.ts'
import { fixedClock } from '../../src/kit/clock.ts'
import { readConfig } from '../../src/kit/config.ts'
import { createLog } from '../../src/kit/log.ts'
import { checkFigures } from '../../src/progress/index.ts'
import { type TestDatabase, testDatabase } from '../support/database.ts'
import { crawl } from './crawl.ts'

/** The demo of four trainees: what holds of them holds of sixty, and takes less time. */

const dataDir = await mkdtemp(join(tmpdir(), 'attest-demo-'))
afterAll(() => rm(dataDir, { recursive: true, force: true }))
const t = await testDatabase()
const again = await testDatabase()

const ingredientsOver = ({ db, pool }: TestDatabase): Ingredients => ({
  db,
  pool,
  config: readConfig({ ATTEST_DATA: dataDir, ATTEST_DEMO: 'on' }),
  clock: fixedClock('2026-11-22T09:00:00Z'),
  log: createLog('silent'),
})
const only = (accounts: string[]) => ({ only: ({ account }: { account: string }) => accounts.includes(account) })

beforeAll(() => fillDemo(ingredientsOver(t), only(['amara', 'tom', 'oscar', 'mei'])), 300_000)

async function figure(account: string, ruleId: string) {
  const row = await t.db.ruleFigure.findFirstOrThrow({
    where: {
      ruleId,
      enrolment: { person: { identifiers: { some: { normalised: `${account}@demo.attest.example` } } } },
    },
  })
  return `${row.have} of ${row.need}`
}

it('shows amara on course: 27 of 40 clinics, one ACAT of four, three of the pooled four, two reports', async () => {
  expect(await figure('amara', 'clinics')).toBe('27 of 40')
  expect(await figure('amara', 'acat')).toBe('1 of 4')
  expect(await figure('amara', 'sle-pool')).toBe('3 of 4')
  expect(await figure('amara', 'mcr')).toBe('2 of 4')
  const amara = { person: { identifiers: { some: { normalised: 'amara@demo.attest.example' } } } }
  const late = await t.db.ruleFigure.findMany({
    where: { enrolment: amara, OR: [{ status: 'overdue' }, { status: 'short', pace: { not: null } }] },
  })
  expect(late.map(({ ruleId, have, pace }) => ({ ruleId, have, pace }))).toEqual([])
})

it('leaves amara what home.html shows: a request some days old and unopened, C4 to rate, three records to link', async () => {
  const amara = await t.db.enrolment.findFirstOrThrow({ where: { person: { givenName: 'Amara' } } })
  const open = await t.db.assessmentRequest.findMany({
    where: { state: 'sent', record: { enrolmentId: amara.id } },
    include: { record: true },
  })
  expect(open.map(({ assessorName, sentAt }) => [assessorName, sentAt.toISOString().slice(0, 10)])).toEqual([
    ['Dr Wen Li', '2026-11-18'],
  ])
  expect(await t.db.link.count({ where: { enrolmentId: amara.id, itemKey: 'cip-c4' } })).toBe(2)
  expect(await t.db.judgement.count({ where: { enrolmentId: amara.id, itemKey: 'cip-c4' } })).toBe(0)
  const unlinked = await t.db.record.count({
    where: {
      enrolmentId: amara.id,
      kind: { in: ['assessment', 'reflection', 'upload'] },
      status: { in: ['submitted', 'signed'] },
      occurredOn: { gte: new Date('2026-08-25') },
      links: { none: {} },
    },
  })
  expect(unlinked).toBe(3)
})

it('has people for every account that the sign-in page offers, under the name of their programme', async () => {
  const accounts = demoAccounts({ demo: 'on' })
  expect(accounts.map(({ login }) => login.split('@')[0])).toEqual(
    ['amara', 'tom', 'priya', 'helen', 'idris', 'ruth', 'sam', 'james', 'morgan'].concat([
      'mei',
      'farah',
      'gail',
      'ivor',
      'oscar',
      'grace',
      'hugo',
      'nina',
      'victor',
      'wendy',
      'petra',
      'leila',
    ]),
  )
  const logins = accounts.map(({ login }) => login)
  expect(await t.db.identifier.count({ where: { normalised: { in: logins } } })).toBe(logins.length)
  const programmes = (await t.db.programme.findMany()).map(({ name }) => name)
  expect(programmes).toEqual(expect.arrayContaining(accounts.map(({ group }) => group)))
})

it('R115: enrols mei twice, with a record of each programme as evidence in the other', async () => {
  const enrolments = await t.db.enrolment.findMany({
    where: { person: { givenName: 'Mei' } },
    orderBy: { startsOn: 'asc' },
  })
  expect(enrolments).toHaveLength(2)
  const lent = await t.db.link.findMany({ where: { away: true }, include: { record: true } })
  expect(lent.map(({ itemKey, record }) => [itemKey, record.formKey]).sort()).toEqual([
    ['cip-c7', 'cbd'],
    ['hillo-11', 'mini-cex'],
  ])
})

it('R118: lets radiology trainees apply for their posts, and gives roles at hospitals for one programme each', async () => {
  const { id: enrolmentId } = await t.db.enrolment.findFirstOrThrow({ where: { person: { givenName: 'Oscar' } } })
  expect(await t.db.auditEvent.count({ where: { type: 'post.applied', enrolmentId } })).toBe(2)
  const wide = await t.db.grant.count({ where: { scopeKind: { in: ['site', 'network'] }, programmeId: null } })
  expect(wide).toBe(0)
})

it('R99: leaves requests with victor, with grace and with farah', async () => {
  const waiting = async (account: string) => {
    const { personId } = await t.db.identifier.findFirstOrThrow({
      where: { normalised: `${account}@demo.attest.example` },
    })
    return t.db.record.count({ where: { assessorId: personId, status: 'requested' } })
  }
  expect(await Promise.all(['victor', 'grace', 'farah'].map(waiting))).toEqual([2, 1, 3])
})

it('shows what can go wrong with a request: run out, declined, sent to a wrong address', async () => {
  const states = await t.db.assessmentRequest.findMany({
    where: { record: { person: { givenName: { in: ['Oscar', 'Mei'] } } }, state: { in: ['expired', 'declined'] } },
  })
  expect(new Set(states.map(({ state }) => state))).toEqual(new Set(['expired', 'declined']))
  const cameBack = await t.db.mail.findMany({ where: { state: 'bounced' } })
  expect(cameBack.map(({ toAddress }) => toAddress)).toEqual(['mark.suthreland@demo.attest.example'])
  expect(await t.db.notice.count({ where: { recordId: cameBack[0]!.recordId, kind: 'assessment.undelivered' } })).toBe(
    1,
  )
})

it.each(['oscar', 'mei', 'victor', 'grace', 'farah', 'hugo', 'nina', 'leila', 'gail', 'ivor', 'wendy'])(
  'leads %s by no link to a refusal or an error',
  async (account) => {
    const { app } = compose(ingredientsOver(t))
    const { pages, broken } = await crawl(app, account)
    expect(broken).toEqual([])
    expect(pages).toBeGreaterThan(15)
  },
  120_000,
)

it('has feedback under way for amara, eight of thirteen answers in, and a released round for oscar', async () => {
  const rounds = await t.db.round.findMany({ orderBy: { state: 'asc' } })
  expect(rounds.map(({ state }) => state).sort()).toEqual(['open', 'released'])
  expect(await t.db.roundRater.count({ where: { answered: true } })).toBe(8)
})

it('R114: every record has its event, every signed record its version, and the chains hold', async () => {
  const records = await t.db.record.findMany({ select: { id: true, status: true, versions: { select: { id: true } } } })
  const events = new Set((await t.db.auditEvent.findMany({ select: { recordId: true } })).map((one) => one.recordId))
  expect(records.filter(({ id }) => !events.has(id))).toEqual([])
  expect(records.filter(({ status, versions }) => status === 'signed' && versions.length === 0)).toEqual([])
  const services = servicesOver(ingredientsOver(t))
  for (const { portfolioId } of await t.db.chainHead.findMany())
    expect(await checkChain({ db: t.db as never, services }, portfolioId)).toEqual([])
})

it('keeps figures that are right', async () => {
  const { clock, log } = ingredientsOver(t)
  const services = servicesOver(ingredientsOver(t))
  const { checked, differences } = await checkFigures({ db: t.db, services, now: clock.now(), log })
  expect(checked).toBeGreaterThan(30)
  expect(differences).toEqual([])
})

it('says nothing twice in one portfolio', async () => {
  const rows = await t.db.record.findMany({ where: { kind: { in: ['assessment', 'reflection'] } } })
  const texts = rows.flatMap(({ personId, values }) =>
    Object.values(values as Record<string, unknown>)
      .filter((value): value is string => typeof value === 'string' && value.length > 60)
      .map((value) => `${personId} ${value}`),
  )
  expect(texts.filter((text, index) => texts.indexOf(text) !== index)).toEqual([])
})

it('has somebody who rotates within four weeks, and somebody at two hospitals in the same weeks', async () => {
  const [today, soon] = [new Date('2026-11-22'), new Date('2026-12-20')]
  const begins = await t.db.placement.findMany({ where: { from: { gt: today, lte: soon } } })
  expect(begins).toHaveLength(1)
  const ends = { enrolmentId: begins[0]!.enrolmentId, until: begins[0]!.from }
  expect(await t.db.placement.count({ where: ends })).toBe(1)
  const shared = await t.db.placement.findMany({ where: { share: { not: null } }, orderBy: { track: 'asc' } })
  expect(shared.map(({ track, share }) => [track, share])).toEqual([
    ['main', 60],
    ['split', 40],
  ])
})

it('R20–R24: has somebody just invited, somebody near day 60 and somebody frozen, with what the clock did', async () => {
  const rows = await t.db.enrolment.findMany({
    where: { admission: { isNot: null } },
    include: { admission: true, person: true },
    orderBy: { startsOn: 'desc' },
  })
  expect(
    rows.map(({ person, state, admission: one }) => [
      ...[person.familyName, state, one!.remindedWeek, one!.alertedAt !== null],
    ]),
  ).toEqual([
    ['Grant', 'invited', null, false],
    ['Haddad', 'invited', 8, false],
    ['Bevan', 'frozen', 12, true],
  ])
})

it('has a changeover by sheet that was applied, and days away and a Form R of last year for amara', async () => {
  const [sheet] = await t.db.changeover.findMany()
  expect(sheet).toMatchObject({ state: 'applied', rows: 2, trainees: 2, stopped: null })
  const amara = { person: { givenName: 'Amara' } }
  expect(
    await t.db.absence.count({ where: { enrolmentId: (await t.db.enrolment.findFirstOrThrow({ where: amara })).id } }),
  ).toBe(2)
  const form = await t.db.record.findFirstOrThrow({
    where: { formKey: 'form-r', ...amara },
    include: { versions: true },
  })
  expect(form.occurredOn.toISOString() < '2026-08-01').toBe(true)
  expect(form.versions).toHaveLength(1)
})

it('sends no mail for what lies in the past', async () => {
  expect(await t.db.mail.count({ where: { state: 'queued' } })).toBe(0)
  expect(await t.db.mail.count({ where: { state: 'kept' } })).toBeGreaterThan(50)
})

it('is the same from the same anchor, is done once, and begins again after a crash', async () => {
  const there = ingredientsOver(again)
  await expect(
    fillDemo(there, {
      only: () => {
        throw new Error('the power went')
      },
    }),
  ).rejects.toThrow('the power went')
  // As it is when it is built: in a further thread, where there is a processor for one.
  const built: string = '../../dist/src/demo/fill.js'
  const { fillDemo: asBuilt } = (await import(built)) as { fillDemo: typeof fillDemo }
  await asBuilt(there, { ...only(['tom']), url: again.url })
  const titles = async ({ db }: TestDatabase) =>
    (
      await db.record.findMany({
        where: { person: { givenName: 'Tom' } },
        orderBy: [{ createdAt: 'asc' }, { title: 'asc' }],
        select: { title: true, createdAt: true, status: true },
      })
    ).map((row) => ({ ...row, createdAt: row.createdAt.toISOString() }))
  const first = await titles(t)
  expect(first.length).toBeGreaterThan(20)
  expect(await titles(again)).toEqual(first)
  expect(await fillDemo(there)).toBeNull()
}, 300_000)

import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type Ingredients, servicesOver } from '../../src/compose.ts'
import { fillDemo } from '../../src/demo/fill.ts'
import { checkChain } from '../../src/evidence/index.ts'
import { fixedClock } from '../../src/kit/clock.ts'
import { readConfig } from '../../src/kit/config.ts'
import { createLog } from '../../src/kit/log.ts'
import { checkFigures } from '../../src/progress/index.ts'
import { type TestDatabase, testDatabase } from '../support/database.ts'

/** The demo of two trainees: what holds of them holds of thirty, and takes less time. */

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

beforeAll(() => fillDemo(ingredientsOver(t), only(['amara', 'tom'])), 300_000)

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
  await fillDemo(there, only(['tom']))
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

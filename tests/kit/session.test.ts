import type { SessionData } from 'express-session'
import { fixedClock } from '../../src/kit/clock.ts'
import { DatabaseSessionStore } from '../../src/kit/session.ts'
import { testDatabase } from '../support/database.ts'

const t = await testDatabase()
const clock = fixedClock('2026-11-22T09:00:00Z')
const store = new DatabaseSessionStore(t.db, clock, 60)
const fresh = { cookie: { originalMaxAge: null } } as unknown as SessionData

const get = (sid: string) =>
  new Promise<SessionData | null>((done, fail) =>
    store.get(sid, (error, data) => (error ? fail(error) : done(data ?? null))),
  )
const set = (sid: string, data: SessionData) =>
  new Promise<void>((done, fail) => store.set(sid, data, (error) => (error ? fail(error) : done())))
const destroy = (sid: string) => new Promise<void>((done) => store.destroy(sid, () => done()))
const touch = (sid: string, data: SessionData) => new Promise<void>((done) => store.touch(sid, data, () => done()))

describe('sessions', () => {
  it('R36: end an hour after the last input', async () => {
    await set('a', fresh)
    clock.advance({ minutes: 59 })
    expect(await get('a')).not.toBeNull()
    clock.advance({ minutes: 2 })
    expect(await get('a')).toBeNull()
  })

  it('are prolonged by input, at most once a minute', async () => {
    await set('b', fresh)
    clock.advance({ seconds: 30 })
    await touch('b', (await get('b'))!)
    const before = await t.db.session.findUniqueOrThrow({ where: { sid: 'b' } })
    clock.advance({ seconds: 31 })
    await touch('b', (await get('b'))!)
    const after = await t.db.session.findUniqueOrThrow({ where: { sid: 'b' } })
    expect(after.expiresAt.getTime() - before.expiresAt.getTime()).toBe(61_000)
  })

  it('R37: one that was ended is not revived by a request still under way', async () => {
    await set('c', fresh)
    const underWay = (await get('c'))!
    await destroy('c')
    await set('c', { ...underWay, flash: { kind: 'ok', text: 'late' } })
    expect(await get('c')).toBeNull()
  })
})

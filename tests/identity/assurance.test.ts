import { mkdtempSync, readdirSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { generateSync } from 'otplib'
import {
  assurances,
  assuranceWords,
  confirmations,
  confirmPin,
  confirmSecondFactor,
  deviceClass,
  linkAssurance,
  openVault,
  sessionAssurance,
} from '../../src/identity/index.ts'
import { hashPin, pinProblem } from '../../src/identity/pins.ts'
import { newRecoveryCodes, recoveryCodeIn } from '../../src/identity/recovery.ts'
import { factorOf } from '../../src/identity/service/confirm.ts'
import { newSecret } from '../../src/identity/totp.ts'
import { toJsDate } from '../../src/kit/clock.ts'
import type { Ctx } from '../../src/kit/context.ts'
import { nobody } from '../../src/policy/index.ts'
import { testWorld } from '../support/world.ts'

const world = await testWorld()
const secret = newSecret()

function ctxAt(ip: string, device = 'Firefox'): Ctx {
  const { db, config, services, clock } = world
  return { db, config, services, now: clock.now(), actor: nobody, ip, device } as unknown as Ctx
}
const code = (seconds = 0) =>
  generateSync({ secret, epoch: Math.floor(world.clock.now().epochMilliseconds / 1000) + seconds })

beforeAll(async () => {
  const { db, services, person, clock } = world
  const setAt = toJsDate(clock.now())
  await db.pin.create({
    data: { personId: person.idris, hash: await hashPin(services.vault, person.idris, '580314'), setAt },
  })
  await db.secondFactor.create({
    data: {
      personId: person.idris,
      secret: services.vault.seal(secret, factorOf(person.idris)),
      confirmedAt: setAt,
    },
  })
})
beforeEach(() => world.db.rateLimit.deleteMany())

describe('levels of assurance', () => {
  it('D9: has words for each, and still for those of earlier signatures', () => {
    for (const one of [...assurances, 'link']) expect(assuranceWords(one)).not.toBe(one)
    expect(assuranceWords('account-2fa')).toBe('signed in with a second factor')
  })

  it('D9: tells a session with a second factor from one without', () => {
    expect(sessionAssurance({ actor: { ...nobody, sessionId: 'x' } })).toBe('account')
    expect(sessionAssurance({ actor: { ...nobody, sessionId: 'x', secondFactor: true } })).toBe('account-2fa')
  })

  it.each([
    ['a@nhs.net', 'work-link'],
    ['A@Northumbria.NHS.uk ', 'work-link'],
    ['a@evilnhs.net', 'any-link'],
    ['a@nhs.net.evil.example', 'any-link'],
    ['nhs.net', 'work-link'],
    ['a@gmail.com', 'any-link'],
  ])('D9: a link to %s is a %s', (email, level) => {
    expect(linkAssurance(email, ['nhs.net', 'nhs.uk'])).toBe(level)
    expect(linkAssurance(email)).toBe('any-link')
  })

  it.each([
    ['Mozilla/5.0 (iPhone; CPU iPhone OS 19_0 like Mac OS X) Mobile/15E148 Safari/604.1', 'phone'],
    ['Mozilla/5.0 (Linux; Android 16; Pixel 9) Chrome/140.0 Mobile Safari/537.36', 'phone'],
    ['Mozilla/5.0 (Linux; Android 16; SM-X710) Chrome/140.0 Safari/537.36', 'tablet'],
    ['Mozilla/5.0 (iPad; CPU OS 12_2 like Mac OS X) Mobile/15E148', 'tablet'],
    ['Mozilla/5.0 (Windows NT 10.0; Win64; x64) Chrome/140.0', 'computer'],
    ['Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Firefox/140.0', 'computer'],
    ['curl/8', null],
    [null, null],
  ])('D9: %s is a %s', (agent, kind) => expect(deviceClass(agent)).toBe(kind))
})

describe('confirming on somebody else’s device', () => {
  it('knows what a person can confirm with', async () => {
    expect(await confirmations(world, world.person.idris)).toEqual({ pin: true, secondFactor: true })
    expect(await confirmations(world, world.person.helen)).toEqual({ pin: false, secondFactor: false })
  })

  it('takes the PIN, no other, and nobody else’s; each try is noted for its owner', async () => {
    const { idris, helen } = world.person
    expect(await confirmPin(ctxAt('10.0.0.1'), idris, '580314')).toBe(true)
    expect(await confirmPin(ctxAt('10.0.0.1'), idris, '580315')).toBe(false)
    expect(await confirmPin(ctxAt('10.0.0.1'), helen, '580314')).toBe(false)
    expect(await confirmPin(ctxAt('10.0.0.1'), idris, '')).toBe(false)
    const noted = await world.db.signIn.findMany({ where: { personId: idris }, orderBy: { id: 'asc' } })
    expect(noted.map(({ outcome }) => outcome)).toEqual(['usedPin', 'wrongPin', 'wrongPin'])
    const { hash } = await world.db.pin.findUniqueOrThrow({ where: { personId: idris } })
    expect(hash).toMatch(/^\$argon2id\$/)
  })

  it('makes a device wait after five wrong PINs, and all devices after twenty', async () => {
    const { idris } = world.person
    const right = (ip: string) => confirmPin(ctxAt(ip), idris, '580314')
    for (let turn = 0; turn < 5; turn++) expect(await confirmPin(ctxAt('10.0.0.2'), idris, '111111')).toBe(false)
    await expect(right('10.0.0.2')).rejects.toMatchObject({ status: 429 })
    for (let turn = 0; turn < 15; turn++) await confirmPin(ctxAt(`10.0.1.${turn}`), idris, '222222')
    await expect(right('10.0.0.3')).rejects.toMatchObject({ status: 429 })
    await world.db.rateLimit.updateMany({ data: { expire: new Date(Date.now() - 1000) } })
    expect(await right('10.0.0.3')).toBe(true)
  })

  it('takes the code of the app once, and of one step before or after for clocks that differ', async () => {
    const { idris } = world.person
    const confirm = (typed: string) => confirmSecondFactor(ctxAt('10.0.0.4'), idris, typed)
    expect(await confirm(code(-90))).toBe(false)
    expect(await confirm(code(90))).toBe(false)
    expect(await confirm('123')).toBe(false)
    expect(await confirm(code(-30))).toBe(true)
    expect(await confirm(code(-30))).toBe(false)
    const both = await Promise.all([confirm(code()), confirm(code())])
    expect(both.filter(Boolean)).toHaveLength(1)
    expect(await confirm(code(-30))).toBe(false)
    expect(await confirm(code(30))).toBe(true)
  })

  it('takes nothing for somebody whose account is suspended', async () => {
    const { idris } = world.person
    await world.db.account.update({ where: { personId: idris }, data: { state: 'suspended' } })
    expect(await confirmPin(ctxAt('10.0.0.5'), idris, '580314')).toBe(false)
    world.clock.advance({ minutes: 5 })
    expect(await confirmSecondFactor(ctxAt('10.0.0.5'), idris, code())).toBe(false)
    await world.db.account.update({ where: { personId: idris }, data: { state: 'active' } })
  })

  it('keeps secrets that open for their owner alone, and with the key of the installation alone', async () => {
    const { idris, helen } = world.person
    const row = await world.db.secondFactor.findUniqueOrThrow({ where: { personId: idris } })
    expect(row.secret).not.toContain(secret)
    expect(world.services.vault.open(row.secret!, factorOf(idris))).toBe(secret)
    expect(world.services.vault.open(row.secret!, factorOf(helen))).toBeNull()
    const folder = mkdtempSync(join(tmpdir(), 'vault-'))
    const other = openVault(folder)
    expect(other.open(row.secret!, factorOf(idris))).toBeNull()
    expect(other.open('short', factorOf(idris))).toBeNull()
    expect(openVault(folder).open(other.seal('x', 'y'), 'y')).toBe('x')
    expect(readdirSync(join(folder, 'keys'))).toEqual(['vault.key'])
    expect(statSync(join(folder, 'keys/vault.key')).mode & 0o077).toBe(0)
    rmSync(folder, { recursive: true })
  })
})

describe('PINs and recovery codes', () => {
  const owner = { dateOfBirth: '1987-04-23', numbers: ['0191 498 0153', 'GMC 7493026'] }
  it.each([
    '000000',
    '123456',
    '654321',
    '890123',
    '121212',
    '123123',
    '112233',
    '147258',
    '198700',
    '001984',
    '23041987',
    '230487',
    '042387',
    '870423',
    '7493026',
    '980153',
    '12345',
    '1234567890123',
    '12a456',
    '',
  ])('refuses %j with a sentence', (pin) => expect(pinProblem(pin, owner)).toMatch(/\.$/))

  it.each(['580314', '730916', '90417352', '481516234'])('takes %s', (pin) => expect(pinProblem(pin, owner)).toBeNull())

  it('makes ten codes that differ, and reads them however they are typed', () => {
    const codes = newRecoveryCodes()
    expect(new Set(codes).size).toBe(10)
    for (const one of codes)
      expect(recoveryCodeIn(` ${one.toUpperCase().replace('-', ' ')} `)).toBe(one.replace('-', ''))
    for (const bad of ['', 'abc', 'iiiii-ooooo', '12345-6789']) expect(recoveryCodeIn(bad)).toBeNull()
  })
})

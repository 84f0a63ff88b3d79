import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { ConfigError, readConfig } from '../../src/kit/config.ts'

const data = mkdtempSync(join(tmpdir(), 'attest-config-'))
afterAll(() => rmSync(data, { recursive: true }))

const SECRET = 'x'.repeat(40)
const read = (env: Record<string, string> = {}) => readConfig({ ATTEST_DATA: data, ...env })

describe('the configuration', () => {
  it('A1: plain `npm start` is a demo on this machine alone', () => {
    expect(read()).toMatchObject({
      port: 3000,
      host: '127.0.0.1',
      demo: 'on',
      databaseUrl: null,
      publicUrl: 'http://localhost:3000',
      smtpUrl: null,
      trustProxy: false,
      production: false,
      idleMinutes: 60,
    })
  })

  it('takes an empty value for an absent one', () => {
    expect(read({ PORT: '', DATABASE_URL: ' ' })).toMatchObject({ port: 3000, databaseUrl: null })
  })

  it.each([
    ['production', { NODE_ENV: 'production' }, 'off', '0.0.0.0'],
    ['a database of one’s own', { DATABASE_URL: 'postgresql://a@b/c' }, 'off', '127.0.0.1'],
    ['a public demo', { ATTEST_DEMO: 'public', PUBLIC_URL: 'https://demo.example.org' }, 'public', '0.0.0.0'],
    ['a demo asked for in production', { ATTEST_DEMO: 'on', NODE_ENV: 'production' }, 'on', '127.0.0.1'],
  ])('%s: demo and address', (_what, env, demo, host) => {
    expect(read(env as Record<string, string>)).toMatchObject({ demo, host })
  })

  it.each([
    ['PORT', 'abc'],
    ['PORT', '70000'],
    ['ATTEST_HOST', 'two words'],
    ['DATABASE_URL', 'mysql://a@b/c'],
    ['DATABASE_URL', 'nonsense'],
    ['ATTEST_DEMO', 'yes'],
    ['SESSION_SECRET', 'short'],
    ['PUBLIC_URL', 'portfolio.example.org'],
    ['PUBLIC_URL', 'https://example.org/portfolio'],
    ['SMTP_URL', 'https://mail.example.org'],
    ['MAIL_FROM', 'nobody'],
    ['TRUST_PROXY', 'true'],
    ['TRUST_PROXY', '10.0.0.0/8/8'],
    ['IDLE_MINUTES', '0'],
  ])('A3: a wrong %s (%s) stops the start with one sentence that names it', (name, value) => {
    const problem = problemOf({ [name]: value })
    expect(problem).toMatch(new RegExp(`^${name} must .*\\.$`))
    expect(problem).not.toContain('\n')
  })

  it.each([
    ['off', false],
    ['0', false],
    ['1', 1],
    ['loopback, 10.0.0.0/8', 'loopback, 10.0.0.0/8'],
  ])('reads TRUST_PROXY %s', (text, value) => {
    expect(read({ TRUST_PROXY: text }).trustProxy).toBe(value)
  })

  it('A3: a demo refuses other machines and a public address unless it is meant to be public', () => {
    expect(problemOf({ ATTEST_HOST: '0.0.0.0' })).toMatch(/^ATTEST_HOST .*ATTEST_DEMO is public/)
    expect(problemOf({ PUBLIC_URL: 'https://demo.example.org' })).toMatch(/^PUBLIC_URL .*ATTEST_DEMO is public/)
    expect(read({ PUBLIC_URL: 'http://localhost:8080/' }).publicUrl).toBe('http://localhost:8080')
  })

  it('makes a session secret once and keeps it to itself', () => {
    const secret = read().sessionSecret
    expect(secret).toMatch(/^[0-9a-f]{64}$/)
    expect(read().sessionSecret).toBe(secret)
    const file = join(data, 'session-secret')
    expect(readFileSync(file, 'utf8')).toBe(secret)
    expect(statSync(file).mode & 0o077).toBe(0)
    expect(read({ SESSION_SECRET: SECRET }).sessionSecret).toBe(SECRET)
  })

  it('A3: demands a session secret in production on a database of one’s own', () => {
    const env = { NODE_ENV: 'production', DATABASE_URL: 'postgresql://a@b/c' }
    expect(problemOf(env)).toMatch(/^SESSION_SECRET must be set/)
    expect(read({ ...env, SESSION_SECRET: SECRET })).toMatchObject({ production: true, demo: 'off' })
  })

  it('A3: names the data folder when it cannot be written', () => {
    const file = join(data, 'a-file')
    writeFileSync(file, '')
    expect(problemOf({ ATTEST_DATA: join(file, 'below') })).toMatch(/^ATTEST_DATA must be a folder/)
  })
})

function problemOf(env: Record<string, string>): string {
  try {
    read(env)
  } catch (error) {
    if (error instanceof ConfigError) return error.message
    throw error
  }
  throw new Error('Nothing was wrong.')
}

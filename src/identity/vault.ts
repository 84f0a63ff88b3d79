import { createCipheriv, createDecipheriv, createHmac, hkdfSync, randomBytes } from 'node:crypto'
import { existsSync, linkSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

declare module '../kit/context.ts' {
  interface Services {
    vault: Vault
  }
}

/** Keeps secrets of people so that the database alone is of no use to whoever steals it. */
export interface Vault {
  /** Encrypts a text (AES-256-GCM) for one purpose and person: elsewhere it does not open. */
  seal(text: string, about: string): string
  /** The text, or null where it was sealed with another key or for something else. */
  open(sealed: string, about: string): string | null
  /** A keyed hash, for what is compared and never read again. */
  fingerprint(text: string, about: string): string
}

/** The installation's vault; its key lies in `<dataDir>/keys`, outside the database, and is made at the first start. */
export function openVault(dataDir: string): Vault {
  const master = masterKey(join(dataDir, 'keys'))
  const keyFor = (what: string) => Buffer.from(hkdfSync('sha256', master, '', `attest ${what}`, 32))
  const [sealing, hashing] = [keyFor('seal'), keyFor('fingerprint')]
  return {
    seal(text, about) {
      const iv = randomBytes(12)
      const cipher = createCipheriv('aes-256-gcm', sealing, iv).setAAD(Buffer.from(about))
      const body = Buffer.concat([cipher.update(text, 'utf8'), cipher.final()])
      return Buffer.concat([iv, cipher.getAuthTag(), body]).toString('base64url')
    },
    open(sealed, about) {
      const bytes = Buffer.from(sealed, 'base64url')
      if (bytes.length < 28) return null
      const decipher = createDecipheriv('aes-256-gcm', sealing, bytes.subarray(0, 12), { authTagLength: 16 })
      decipher.setAAD(Buffer.from(about)).setAuthTag(bytes.subarray(12, 28))
      try {
        return Buffer.concat([decipher.update(bytes.subarray(28)), decipher.final()]).toString('utf8')
      } catch {
        return null
      }
    },
    fingerprint: (text, about) =>
      createHmac('sha256', hashing)
        .update(JSON.stringify([about, text]))
        .digest('base64url'),
  }
}

/** Whole or not at all, and the first one stays: several processes agree on it. */
function masterKey(folder: string): Buffer {
  const file = join(folder, 'vault.key')
  if (!existsSync(file)) {
    mkdirSync(folder, { recursive: true, mode: 0o700 })
    const draft = `${file}.${process.pid}`
    writeFileSync(draft, randomBytes(32).toString('base64'), { mode: 0o600 })
    try {
      linkSync(draft, file)
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error
    } finally {
      rmSync(draft, { force: true })
    }
  }
  const key = Buffer.from(readFileSync(file, 'utf8').trim(), 'base64')
  if (key.length !== 32) throw new Error(`${file} does not hold a key of 32 bytes`)
  return key
}

import {
  createHash,
  createPrivateKey,
  createPublicKey,
  generateKeyPairSync,
  type KeyObject,
  sign,
  verify,
} from 'node:crypto'
import { existsSync, linkSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

declare module '../../kit/context.ts' {
  interface Services {
    signing: SigningKey
  }
}

/** The installation's key under every link of every chain. It lies outside the database, on purpose. */
export interface SigningKey {
  /** Short name of the public key, so that a later key does not invalidate earlier signatures. */
  id: string
  /** `<key id>:<base64>`. */
  sign(text: string): string
  /** By this key or by an earlier one whose public half is kept. */
  verify(text: string, signature: string): boolean
  /** Whether the public key that a signature names is kept here. */
  knows(signature: string): boolean
}

/**
 * Reads the key from `<dataDir>/keys`, making it at the first start; several processes agree on the first one written.
 * Its public half is kept beside it under its id: take the private file away, and the next start signs with a new key
 * while everything that was signed before can still be checked.
 */
export function signingKey(dataDir: string): SigningKey {
  const folder = join(dataDir, 'keys')
  mkdirSync(folder, { recursive: true, mode: 0o700 })
  const file = join(folder, 'chain-ed25519.pem')
  if (!existsSync(file)) publish(file, newKey())
  const key = createPrivateKey(readFileSync(file, 'utf8'))
  const pem = createPublicKey(key).export({ type: 'spki', format: 'pem' }) as string
  const id = idOf(pem)
  if (!existsSync(publicFile(folder, id))) publish(publicFile(folder, id), pem)
  const keyOf = publicKeys(folder)
  return {
    id,
    sign: (text) => `${id}:${sign(null, Buffer.from(text), key).toString('base64')}`,
    knows: (signature) => keyOf(signature) !== null,
    verify: (text, signature) => {
      const publicKey = keyOf(signature)
      const bytes = Buffer.from(signature.slice(signature.indexOf(':') + 1), 'base64')
      return publicKey !== null && verify(null, Buffer.from(text), publicKey, bytes)
    },
  }
}

const publicFile = (folder: string, id: string) => join(folder, `chain-ed25519-${id}.public.pem`)

const idOf = (publicPem: string) => createHash('sha256').update(publicPem).digest('hex').slice(0, 12)

/** Public keys by the ids that signatures name, read as they are met; a file that is not what its name says is none. */
function publicKeys(folder: string): (signature: string) => KeyObject | null {
  const read = new Map<string, KeyObject>()
  return (signature) => {
    const id = /^([0-9a-f]{12}):/.exec(signature)?.[1]
    if (!id) return null
    const known = read.get(id)
    if (known) return known
    if (!existsSync(publicFile(folder, id))) return null
    const pem = readFileSync(publicFile(folder, id), 'utf8')
    if (idOf(pem) !== id) return null
    const key = createPublicKey(pem)
    read.set(id, key)
    return key
  }
}

function newKey(): string {
  return generateKeyPairSync('ed25519').privateKey.export({ type: 'pkcs8', format: 'pem' }) as string
}

/** Whole or not at all, and the first one stays. */
function publish(file: string, pem: string): void {
  const draft = `${file}.${process.pid}`
  writeFileSync(draft, pem, { mode: 0o600 })
  try {
    linkSync(draft, file)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error
  } finally {
    rmSync(draft, { force: true })
  }
}

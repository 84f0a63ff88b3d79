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
  publicPem: string
  /** `<key id>:<base64>`. */
  sign(text: string): string
  verify(text: string, signature: string): boolean
}

/** Reads the key from `<dataDir>/keys`, making it at the first start; several processes agree on the first one written. */
export function signingKey(dataDir: string): SigningKey {
  const folder = join(dataDir, 'keys')
  mkdirSync(folder, { recursive: true, mode: 0o700 })
  const file = join(folder, 'chain-ed25519.pem')
  if (!existsSync(file)) publish(file, newKey())
  return keyFrom(createPrivateKey(readFileSync(file, 'utf8')))
}

/** A key that lives as long as the process (tests). */
export function passingKey(): SigningKey {
  return keyFrom(createPrivateKey(newKey()))
}

function newKey(): string {
  return generateKeyPairSync('ed25519').privateKey.export({ type: 'pkcs8', format: 'pem' }) as string
}

function keyFrom(key: KeyObject): SigningKey {
  const publicKey = createPublicKey(key)
  const publicPem = publicKey.export({ type: 'spki', format: 'pem' }) as string
  const id = createHash('sha256').update(publicPem).digest('hex').slice(0, 12)
  return {
    id,
    publicPem,
    sign: (text) => `${id}:${sign(null, Buffer.from(text), key).toString('base64')}`,
    verify: (text, signature) =>
      signature.startsWith(`${id}:`) &&
      verify(null, Buffer.from(text), publicKey, Buffer.from(signature.slice(id.length + 1), 'base64')),
  }
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

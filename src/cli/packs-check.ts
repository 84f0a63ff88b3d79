/** npm run packs:check: reads every pack, prints what it holds, and fails on anything that is wrong with it. */
import { writeFile } from 'node:fs/promises'
import { join, relative } from 'node:path'
import { root } from '../kit/root.ts'
import { countPack } from '../programmes/counts.ts'
import { type Finding, lintPack } from '../programmes/lint.ts'
import { packFolders, readPackFolder } from '../programmes/load.ts'
import type { Pack } from '../programmes/pack.ts'
import { packSchemas } from '../programmes/schemas.ts'

const PACKS = join(root, 'prisma', 'packs')

/** @returns how many things are wrong */
async function check(): Promise<number> {
  const last = new Map<string, Pack>()
  let wrong = 0
  for (const folder of await packFolders(PACKS)) {
    const { pack, findings } = await readPackFolder(folder)
    const all = pack ? [...findings, ...lintPack(pack, last.get(pack.pack.key))] : findings
    if (pack) last.set(pack.pack.key, pack)
    report(relative(root, folder), pack, all)
    wrong += all.length
  }
  return wrong
}

function report(folder: string, pack: Pack | null, findings: readonly Finding[]): void {
  console.log(`${folder}${pack ? ` (${pack.pack.title}, ${pack.pack.status})` : ''}`)
  for (const [name, count] of pack ? countPack(pack) : []) console.log(`  ${name.padEnd(24)}${count}`)
  for (const { file, path, message } of findings) console.error(`  ${file} ${path}: ${message}`)
}

if (process.argv.includes('--schemas')) {
  for (const [name, text] of Object.entries(packSchemas())) await writeFile(join(PACKS, name), text)
}
const wrong = await check()
console.log(wrong === 0 ? 'All packs are in order.' : `${wrong} to mend.`)
process.exitCode = wrong === 0 ? 0 : 1

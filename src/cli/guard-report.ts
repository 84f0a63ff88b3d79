// npm run guard:report: how well the identifier guard does on the corpus. Figures only: the frozen sentences stay unread.
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { measure, readCorpus } from '../guard/measure.ts'
import { root } from '../kit/root.ts'

const percent = (share: number) => `${(share * 100).toFixed(1)} %`

for (const name of ['frozen', 'tuning']) {
  const sentences = readCorpus(readFileSync(join(root, `tests/guard/corpus/${name}.jsonl`), 'utf8'))
  const { kinds, numbers, names, falseAlarms } = measure(sentences)
  const clean = sentences.filter((one) => one.clean).length
  console.log(`${name}: ${sentences.length} sentences, ${clean} of them clean`)
  for (const { kind, there, found } of kinds) console.log(`  ${kind.padEnd(10)} ${found} of ${there}`)
  console.log(`  numbers and addresses found ${percent(numbers)}, names found ${percent(names)}`)
  console.log(`  clean sentences with a false alarm ${percent(falseAlarms)}\n`)
}

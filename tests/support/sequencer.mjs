import { createRequire } from 'node:module'

// The sequencer that comes with jest; not a dependency of its own.
const require = createRequire(import.meta.url)
const ofJest = createRequire(require.resolve('jest/package.json'))
const Sequencer = createRequire(ofJest.resolve('@jest/core'))('@jest/test-sequencer').default

/** Files that take minutes, the longest first: begun last, one of them would run alone at the end. */
const long = ['browser/accessible', 'browser/looks', 'every-page', 'demo/fill', 'packs/forms', 'browser/journeys']

const rank = ({ path }) => {
  const at = long.findIndex((name) => path.endsWith(`/tests/${name}.test.ts`))
  return at < 0 ? long.length : at
}

/** The order of jest's own, but that the longest files go first. */
export default class LongestFirst extends Sequencer {
  sort(tests) {
    return [...super.sort(tests)].sort((a, b) => rank(a) - rank(b))
  }
}

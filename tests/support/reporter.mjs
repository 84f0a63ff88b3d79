import { writeFileSync } from 'node:fs'

/** Ends the run with the counts alone on a line, and leaves them in a file for `npm test`. */
export default class Counts {
  onRunComplete(_contexts, results) {
    // A file that could not even be loaded counts as one failure.
    const failed = results.numFailedTests + results.numRuntimeErrorTestSuites
    const skipped = results.numPendingTests + results.numTodoTests
    const totals = { passed: results.numPassedTests, failed, skipped }
    const file = process.env.ATTEST_TEST_TOTALS
    if (file) writeFileSync(file, JSON.stringify(totals))
    else process.stdout.write(`\n${totals.passed} passed, ${failed} failed, ${skipped} skipped\n`)
  }
}

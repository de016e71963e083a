/** How many tests passed and failed, from the reports that the test programs write. */
import { readFileSync } from 'node:fs'

/**
 * @typedef {{ passed: number, failed: number, skipped: number }} Counts
 * @param {string} path of Vitest's JSON report
 * @returns {Counts | undefined}
 */
export function vitestCounts(path) {
  const report = readReport(path)
  if (report === undefined) return undefined
  // A file that cannot even be loaded has no tests that could fail.
  const broken = report.testResults.filter(
    ({ status, assertionResults }) => status === 'failed' && assertionResults.length === 0,
  )
  return {
    passed: report.numPassedTests,
    failed: report.numFailedTests + broken.length,
    skipped: report.numPendingTests + report.numTodoTests,
  }
}

/**
 * @param {string} path of Playwright's JSON report
 * @returns {Counts | undefined}
 */
export function playwrightCounts(path) {
  const report = readReport(path)
  if (report === undefined) return undefined
  const { expected, unexpected, flaky, skipped } = report.stats
  return { passed: expected, failed: unexpected + flaky + report.errors.length, skipped }
}

/**
 * A step that went wrong has failed, whatever its report says.
 * @param {boolean} wentWell
 * @param {Counts | undefined} counts
 * @returns {Counts}
 */
export function stepCounts(wentWell, counts) {
  const { passed = wentWell ? 1 : 0, failed = 0, skipped = 0 } = counts ?? {}
  return { passed, failed: wentWell ? failed : Math.max(1, failed), skipped }
}

function readReport(path) {
  try {
    return JSON.parse(readFileSync(path, 'utf8'))
  } catch {
    return undefined
  }
}

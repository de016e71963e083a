/** `npm test`: format and lint, types, build, unit tests, end-to-end tests. The last line says how many passed and failed. */
import { mkdirSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import process from 'node:process'
import { build } from './build.mjs'
import { findOrInstallChromium } from './chromium.mjs'
import { playwrightCounts, stepCounts, vitestCounts } from './counts.mjs'
import { install } from './install.mjs'
import { checkNode } from './node.mjs'
import { cache, root } from './places.mjs'
import { runNode, runNpm } from './programs.mjs'

const unitReport = join(cache, 'unit.json')
const sceneReport = join(cache, 'e2e.json')

/** @type {{ name: string, run: () => Promise<boolean>, counts?: () => ReturnType<typeof vitestCounts> }[]} */
const steps = [
  { name: 'format and lint', run: () => runNode(tool('@biomejs/biome/bin/biome'), ['check', '.']) },
  { name: 'types', run: () => runNpm(['run', '-s', 'types']) },
  {
    name: 'unit tests',
    run: () =>
      runNode(tool('vitest/vitest.mjs'), [
        'run',
        '--reporter=dot',
        '--reporter=json',
        `--outputFile.json=${unitReport}`,
      ]),
    counts: () => vitestCounts(unitReport),
  },
  { name: 'build', run: () => build().then(() => true) },
  { name: 'end-to-end tests', run: runScenes, counts: () => playwrightCounts(sceneReport) },
]

async function runScenes() {
  const chromium = await findOrInstallChromium()
  if (chromium === undefined) {
    console.error(
      'No Chromium was found or could be installed. Name one: PLAYWRIGHT_CHROMIUM=/path/to/chromium npm test',
    )
    return false
  }
  return runNode(tool('@playwright/test/cli.js'), ['test', '--reporter=list,json'], {
    env: { PLAYWRIGHT_CHROMIUM: chromium, PLAYWRIGHT_JSON_OUTPUT_NAME: sceneReport },
  })
}

function tool(path) {
  return join(root, 'node_modules', ...path.split('/'))
}

async function tried(run) {
  try {
    return await run()
  } catch (error) {
    console.error(error.message)
    return false
  }
}

checkNode()
// Colours are for a terminal, not for a file.
if (!process.stdout.isTTY) process.env.NO_COLOR = '1'
mkdirSync(cache, { recursive: true })
for (const report of [unitReport, sceneReport]) rmSync(report, { force: true })
const total = { passed: 0, failed: 0, skipped: 0 }
if (!(await tried(() => install().then(() => true)))) process.exit(1)
for (const { name, run, counts } of steps) {
  console.log(`\n▸ ${name}`)
  const wentWell = await tried(run)
  const { passed, failed, skipped } = stepCounts(wentWell, counts?.())
  total.passed += passed
  total.failed += failed
  total.skipped += skipped
  console.log(`  ${name}: ${wentWell ? 'passed' : 'failed'}`)
}
if (total.skipped > 0) console.log(`\n${total.skipped} skipped, each with its reason above`)
console.log(`\n${total.passed} passed, ${total.failed} failed`)
process.exitCode = total.failed > 0 ? 1 : 0

/**
 * `npm run templates`: trains every template, or those that are named (`npm run -s templates -- transformer`), and writes them. The same
 * source gives the same weights. Fails where a template misses its goals; what it reached is then not written.
 */
import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import process from 'node:process'
import { need } from '#shared/base/assert'
import { atomicWrite } from '../files/atomicWrite'
import { encodeHeedFile } from '../files/heedFile'
import { learn } from './learn'
import { measure } from './measure'
import { papers, type Template, templates } from './template'

const folder = join('resources', 'templates')

/** Sentences, one for each goal that is missed. */
function missed({ goals }: Template, measures: Readonly<Record<string, number>>): string[] {
  return Object.entries(goals).flatMap(([name, { atLeast, atMost }]) => {
    const found = measures[name]
    const wanted = [
      ...(atLeast === undefined ? [] : [`at least ${atLeast}`]),
      ...(atMost === undefined ? [] : [`at most ${atMost}`]),
    ].join(' and ')
    const met = found !== undefined && found >= (atLeast ?? -Infinity) && found <= (atMost ?? Infinity)
    return met ? [] : [`${name}: expected ${wanted}, found ${found ?? 'no such measure'}`]
  })
}

/** Whether the template reached its goals and is written. */
async function write(id: string, template: Template): Promise<boolean> {
  const document = template.build()
  const { weights, steps, seconds } = await learn(document)
  const { measures, examples, byLength } = await measure(document, weights)
  const numbers = Object.entries(measures).map(([name, value]) => `${name} ${value}`)
  console.log(`${id}: ${steps} steps, ${(seconds / 60).toFixed(2)} minutes`)
  console.log(`  ${numbers.join(', ')} on ${examples} held-out examples`)
  if (byLength.length > 1)
    console.log(
      `  accuracy by length: ${byLength.map((one) => `${one.length} ${one.accuracy.toFixed(3)}`).join(', ')}`,
    )
  const failures = missed(template, measures)
  for (const failure of failures) console.error(`  GOAL MISSED: ${failure}`)
  if (failures.length > 0) return false
  const bytes = encodeHeedFile({
    document: { ...document, measured: { ...measures, examples, steps, byLength } },
    weights,
  })
  const path = join(folder, `${id}.heed`)
  await atomicWrite(path, bytes)
  console.log(`  ${path} ${bytes.length} bytes`)
  return true
}

const all = new Map([...templates, ...papers])
const named = process.argv.slice(2)
const unknown = named.filter((id) => !all.has(id))
if (unknown.length > 0) {
  console.error(`There is no template ${unknown.join(', ')}. There are ${[...all.keys()].join(', ')}.`)
  process.exitCode = 2
} else {
  await mkdir(folder, { recursive: true })
  const failed: string[] = []
  for (const id of named.length > 0 ? named : all.keys())
    if (!(await write(id, need(all.get(id), id)))) failed.push(id)
  if (failed.length > 0) {
    console.error(`Not written, as goals were missed: ${failed.join(', ')}.`)
    process.exitCode = 1
  }
}

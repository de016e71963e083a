/**
 * `npm run templates`: trains every template, or those that are named (`npm run -s templates -- transformer`), and writes them. The same
 * source gives the same weights. With `--notes` nothing is trained: notes, titles and places are written anew beside the weights that
 * are there, and measured again. Fails where a template misses its goals; what it reached is then not written.
 */
import { mkdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import process from 'node:process'
import { need } from '#shared/base/assert'
import { evaluate } from '../engine/train/evaluate'
import { atomicWrite } from '../files/atomicWrite'
import { decodeHeedFile, encodeHeedFile } from '../files/heedFile'
import { learn } from './learn'
import { EXAMPLES, measure, rounded } from './measure'
import { differences } from './sameNetwork'
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
  return writeMeasured(id, template, {
    document: { ...document, measured: { ...measures, examples, steps, byLength } },
    weights,
  })
}

/** The same with the weights that the template was shipped with; refuses where its network or its training is another than then. */
async function rewrite(id: string, template: Template): Promise<boolean> {
  const document = template.build()
  const shipped = decodeHeedFile(await readFile(pathOf(id)))
  const changed = differences(document, shipped.document)
  if (changed.length > 0) {
    console.error(
      `${id}: not only words have changed (${changed.join(', ')}). Train it again, without --notes.`,
    )
    return false
  }
  const { weights } = shipped
  const { metrics, byLength, examples } = await evaluate(document, weights, EXAMPLES)
  const now = rounded(metrics)
  console.log(
    `${id}: ${Object.entries(now)
      .map(([name, value]) => `${name} ${value}`)
      .join(', ')} on ${examples} held-out examples`,
  )
  const measured = { ...(shipped.document.measured as object), ...now, examples, byLength }
  return writeMeasured(id, template, { document: { ...document, measured }, weights })
}

/** Whether the goals are reached and the file is written. */
async function writeMeasured(
  id: string,
  template: Template,
  file: Parameters<typeof encodeHeedFile>[0],
): Promise<boolean> {
  const failures = missed(template, file.document.measured as Readonly<Record<string, number>>)
  for (const failure of failures) console.error(`  GOAL MISSED: ${failure}`)
  if (failures.length > 0) return false
  const bytes = encodeHeedFile(file)
  await atomicWrite(pathOf(id), bytes)
  console.log(`  ${pathOf(id)} ${bytes.length} bytes`)
  return true
}

const pathOf = (id: string) => join(folder, `${id}.heed`)

const all = new Map([...templates, ...papers])
const given = process.argv.slice(2)
const make = given.includes('--notes') ? rewrite : write
const named = given.filter((each) => each !== '--notes')
const unknown = named.filter((id) => !all.has(id))
if (unknown.length > 0) {
  console.error(`There is no template ${unknown.join(', ')}. There are ${[...all.keys()].join(', ')}.`)
  process.exitCode = 2
} else {
  await mkdir(folder, { recursive: true })
  const failed: string[] = []
  for (const id of named.length > 0 ? named : all.keys())
    if (!(await make(id, need(all.get(id), id)))) failed.push(id)
  if (failed.length > 0) {
    console.error(`Not written: ${failed.join(', ')}.`)
    process.exitCode = 1
  }
}

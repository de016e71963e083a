/**
 * Models that were changed at random: each opens and can be walked through, or is refused with a sentence. The seed is fixed; by hand, for as
 * long as one likes: `FUZZ_SECONDS=3600 FUZZ_SEED=7 npx vitest run src-main/engine/fuzz.test.ts`.
 */
import { readFileSync } from 'node:fs'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { FaultError } from '#shared/base/fault'
import { type Random, random } from '#shared/base/random'
import { manifest } from '../inspect/manifest'
import { openModel } from './openModel'

/** Mutants of each model where nobody says for how long. */
const COUNT = 25
/** Models that are larger are as easy to damage, and slower to open. */
const LARGEST = 60_000
const seconds = Number(process.env.FUZZ_SECONDS ?? 0)
const seed = process.env.FUZZ_SEED ?? '1'

let folder = ''
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'heed-fuzz-'))
})
afterAll(() => rm(folder, { recursive: true, force: true }))

const models = manifest.flatMap(({ file }) => {
  const bytes = new Uint8Array(readFileSync(new URL(`../inspect/fixtures/${file}`, import.meta.url)))
  return bytes.length <= LARGEST ? [{ file, bytes }] : []
})

const INTERESTING = [0, 1, 2, 0x7f, 0x80, 0xff, 0x12, 0x3a, 0x2a, 0x0a]

/** A few bytes changed, a part taken out, put in twice, or exchanged for another model's. */
function mutant(bytes: Uint8Array, other: Uint8Array, next: Random): Uint8Array {
  const at = next.integer(bytes.length)
  const length = 1 + next.integer(Math.min(bytes.length - at, next.choice([4, 64, 4096])))
  const [head, part, tail] = [bytes.slice(0, at), bytes.slice(at, at + length), bytes.slice(at + length)]
  switch (next.integer(5)) {
    case 0:
      return joined(head, tail)
    case 1:
      return joined(head, part, part, tail)
    case 2: {
      const from = next.integer(other.length)
      return joined(head, other.slice(from, from + length), tail)
    }
    case 3:
      return head
    default: {
      const changed = bytes.slice()
      for (let i = 0; i <= next.integer(6); i++)
        changed[next.integer(bytes.length)] =
          next.integer(2) === 0 ? next.choice(INTERESTING) : next.integer(256)
      return changed
    }
  }
}

function joined(...parts: readonly Uint8Array[]): Uint8Array {
  return new Uint8Array(Buffer.concat(parts))
}

/** Opens the model and walks into its levels; gives the sentence of a refusal. */
async function tried(path: string): Promise<string | undefined> {
  try {
    const { hierarchy, assertRunnable } = await openModel('mutant.onnx', { path })
    const levels = [hierarchy().scope('')]
    for (let rank = 0; rank < levels.length && rank < 20; rank++)
      for (const { enter } of levels[rank]!.nodes)
        for (const { scope } of enter) levels.push(hierarchy().scope(scope))
    for (const { node } of hierarchy().find('a', 20).matches) hierarchy().node(node)
    await assertRunnable()
    return undefined
  } catch (error) {
    // Anything that is no fault is a bug of ours.
    if (!(error instanceof FaultError) || error.fault.code === 'bug') throw error
    return error.fault.message
  }
}

async function fuzz(rounds: number, prefix: string): Promise<{ opened: number; refused: number }> {
  const path = join(folder, 'mutant.onnx')
  const found = { opened: 0, refused: 0 }
  for (const { file, bytes } of models) {
    const next = random(`${prefix}/${file}`)
    for (let round = 0; round < rounds; round++) {
      const changed = mutant(bytes, next.choice(models).bytes, next)
      await writeFile(path, changed)
      try {
        const refusal = await tried(path)
        if (refusal === undefined) found.opened++
        else {
          found.refused++
          expect(refusal).toMatch(/^[\s\S]{10,}[.!]$/)
        }
      } catch (error) {
        const kept = join(tmpdir(), `heed-fuzz-${Date.now()}.onnx`)
        await writeFile(kept, changed)
        throw new Error(`${file}, seed ${prefix}, round ${round}: the model is kept as ${kept}`, {
          cause: error,
        })
      }
    }
  }
  return found
}

it('a model that was damaged is opened or refused with a sentence', async () => {
  const found = await fuzz(COUNT, seed)
  expect(found.opened).toBeGreaterThan(0)
  expect(found.refused).toBeGreaterThan(0)
}, 60_000)

it.runIf(seconds > 0)(
  'for as long as was asked for',
  async () => {
    const end = performance.now() + seconds * 1000
    for (let round = 0; performance.now() < end; round++) await fuzz(COUNT, `${seed}-${round}`)
  },
  seconds * 1000 + 120_000,
)

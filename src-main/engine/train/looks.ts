/** What an attention site's weights are on examples. */
import { need } from '#shared/base/assert'
import type { HeedDocument } from '#shared/document/document'
import { sizeOf } from '#shared/ir/graph'
import type { Lowered, LoweredSite } from '../../compile/lowered'
import type { Weights } from '../../compile/weights'
import { encodeModel } from '../../onnx/encode'
import { makeBatch } from '../../tasks/batch/batch'
import type { Example, Field } from '../../tasks/task'
import { createSession } from '../session'
import { toNumbers } from '../tensors'

const BATCH = 100

/** What is looked over: a document, all its weights, and examples of these fields. */
export interface Looked {
  readonly document: HeedDocument
  readonly weights: Weights
  readonly fields: Readonly<Record<string, Field>>
  readonly examples: readonly Example[]
}

/** The place of the greatest weight of each row; rows are `dims`, as the site's output has them without batch and keys. */
export interface Look {
  readonly example: Example
  readonly dims: readonly number[]
  readonly tops: readonly number[]
}

/** `lowered` has weights, and takes the target's words where it is forced to say them. */
export async function* looksOf(
  { document, fields, examples }: Looked,
  lowered: Lowered,
  site: LoweredSite,
): AsyncGenerator<Look> {
  const output = `attention.${site.id}`
  const session = await createSession(encodeModel(lowered.graph), { threads: 1 })
  try {
    for (let at = 0; at < examples.length; at += BATCH) {
      const some = examples.slice(at, at + BATCH)
      const { feeds } = makeBatch(document, fields, some)
      const given = Object.fromEntries(session.inputs.map((name) => [name, need(feeds[name], name)]))
      const found = need((await session.run(given, [output]))[output], output)
      const width = need(found.dims.at(-1), 'keys')
      const dims = found.dims.slice(1, -1)
      const rows = sizeOf(dims)
      const numbers = toNumbers(found)
      for (const [i, example] of some.entries()) {
        const tops = Array.from({ length: rows }, (_, row) => topOf(numbers, (i * rows + row) * width, width))
        yield { example, dims, tops }
      }
      // Messages come in between batches.
      await new Promise((resolve) => setImmediate(resolve))
    }
  } finally {
    await session.release()
  }
}

function topOf(numbers: ArrayLike<number>, start: number, width: number): number {
  let top = 0
  for (let place = 1; place < width; place++)
    if ((numbers[start + place] ?? 0) > (numbers[start + top] ?? 0)) top = place
  return top
}

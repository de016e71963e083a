/** What an attention site's weights are on examples of the document's task. */
import { need } from '#shared/base/assert'
import type { HeedDocument } from '#shared/document/document'
import { sizeOf } from '#shared/ir/graph'
import type { Lowered, LoweredSite } from '../../compile/lowered'
import { createSession } from '../../engine/session'
import { toNumbers } from '../../engine/tensors'
import { encodeModel } from '../../onnx/encode'
import { makeBatch } from '../../tasks/batch/batch'
import type { Example } from '../../tasks/task'
import { sourceOf } from '../learn'

const BATCH = 100

/** The place of the greatest weight of each row; rows are `dims` without the last axis: steps, heads, as the site has them. */
export interface Look {
  readonly example: Example
  readonly dims: readonly number[]
  readonly tops: readonly number[]
}

/** `lowered` has weights, and takes the target's words where it is forced to say them. */
export async function* looksOf(
  document: HeedDocument,
  lowered: Lowered,
  site: LoweredSite,
  examples: readonly Example[],
): AsyncGenerator<Look> {
  const output = `attention.${site.id}`
  const session = await createSession(encodeModel(lowered.graph), { threads: 1 })
  const { fields } = sourceOf(document)
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
      const tops = Array.from({ length: rows }, (_, row) => {
        const own = numbers.slice((i * rows + row) * width, (i * rows + row + 1) * width)
        return own.indexOf(Math.max(...own))
      })
      yield { example, dims, tops }
    }
  }
  await session.release()
}

/** How often attention is strongest where the task's own truth says that the answer comes from. */
import { need } from '#shared/base/assert'
import type { HeedDocument } from '#shared/document/document'
import { sizeOf } from '#shared/ir/graph'
import { compileModel } from '../../compile/compile'
import type { Weights } from '../../compile/weights'
import { createSession } from '../../engine/session'
import { toNumbers } from '../../engine/tensors'
import { encodeModel } from '../../onnx/encode'
import { makeBatch } from '../../tasks/batch/batch'
import { sourceOf } from '../learn'
import { heldOutOf } from './heldOut'

const BATCH = 100

/**
 * Shares of examples: `support` of the best row (hop) whose greatest weight lies on a supporting element, `support 1`, `support 2` … of each
 * row where there are several, and `support all` where every supporting element is the greatest of some row. Nothing where the task
 * knows no support, or nothing looks at its field.
 */
export async function shareOnSupport(
  document: HeedDocument,
  weights: Weights,
  count: number,
): Promise<Record<string, number>> {
  const examples = heldOutOf(document, count)
  const field = Object.keys(examples[0]?.support ?? {})[0]
  if (field === undefined) return {}
  const lowered = compileModel(document, { weights })
  const site = lowered.sites.find(({ keyAxis }) => keyAxis.origin?.startsWith(`${field}.`))
  if (!site) return {}
  const output = `attention.${site.id}`
  const session = await createSession(encodeModel(lowered.graph), { threads: 1 })
  const right: number[] = []
  let all = 0
  for (let at = 0; at < examples.length; at += BATCH) {
    const some = examples.slice(at, at + BATCH)
    const { feeds } = makeBatch(document, sourceOf(document).fields, some)
    const given = Object.fromEntries(session.inputs.map((name) => [name, need(feeds[name], name)]))
    const found = need((await session.run(given, [output]))[output], output)
    const width = need(found.dims.at(-1), 'keys')
    const rows = sizeOf(found.dims.slice(1, -1))
    const numbers = toNumbers(found)
    some.forEach((example, i) => {
      const support = need(example.support?.[field], 'support')
      const tops = Array.from({ length: rows }, (_, row) => {
        const own = numbers.slice((i * rows + row) * width, (i * rows + row + 1) * width)
        return own.indexOf(Math.max(...own))
      })
      tops.forEach((top, row) => {
        right[row] = (right[row] ?? 0) + (support.includes(top) ? 1 : 0)
      })
      if (support.every((place) => tops.includes(place))) all++
    })
  }
  await session.release()
  const shares = right.map((number) => number / examples.length)
  return {
    support: Math.max(...shares),
    ...(shares.length > 1 && {
      ...Object.fromEntries(shares.map((share, row) => [`support ${row + 1}`, share])),
      'support all': all / examples.length,
    }),
  }
}

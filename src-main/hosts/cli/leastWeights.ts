/** How many weights of attention a run will show at the least: known from the text alone, before anything is computed. */
import type { HeedDocument } from '#shared/document/document'
import { infer } from '#shared/document/infer'
import { portKey } from '#shared/document/structure'
import { kinds } from '#shared/kinds/registry'

/** What nobody knows before the run (steps of a loop, words that will be said) counts as one. */
export function leastWeights(document: HeedDocument, inputs: Readonly<Record<string, string>>): number {
  const types = infer(document).outputs
  return Object.values(document.nodes).reduce((sum, { id, kind }) => {
    const output = kinds.get(kind)?.attention?.output
    const type = output === undefined ? undefined : types.get(portKey({ node: id, port: output }))
    if (type === undefined) return sum
    return sum + type.axes.reduce((product, { size, origin }) => product * (size ?? wordsOf(origin)), 1)
  }, 0)

  /** Words of a field, at the least: no reading of a text has fewer than what stands between its spaces. */
  function wordsOf(origin: string | undefined): number {
    const field = /^(.+)\.words$/.exec(origin ?? '')?.[1]
    const text = field === undefined ? undefined : (inputs[field] ?? document.example[field])
    return Math.max(1, text?.split(/\s+/).filter((word) => word !== '').length ?? 1)
  }
}

/**
 * Makes the weights of chosen sites outputs of their model. What the model computed before, it computes still.
 */
import type { Model } from '#main/onnx/decode'
import { appendOutputs } from '#main/onnx/encode'
import { editNodes } from '#main/onnx/rewrite'
import { need } from '#shared/base/assert'
import { AFTER_SOFTMAX } from './fused'
import type { DetectedSite, Fetch } from './site'

export interface Instrumented {
  readonly bytes: Uint8Array
  /** Which output of the new model holds the weights of which site. */
  readonly outputs: readonly { readonly site: string; readonly name: string }[]
}

/** Only `chosen` sites, which must be shown ones, are computed when the new model runs and their outputs are asked for. */
export function instrument(model: Model, chosen: readonly DetectedSite[]): Instrumented {
  const fetches = chosen.map((site) => ({
    site: site.id,
    fetch: need(site.fetch, `a way to fetch ${site.id}`),
  }))
  const outputs = fetches.map(({ site, fetch }) => ({ site, name: nameOf(fetch) }))
  const edits = fetches.flatMap(({ fetch }) => {
    if (fetch.how !== 'attention') return []
    return [{ index: fetch.node, outputs: fetch.outputs, ints: { qk_matmul_output_mode: AFTER_SOFTMAX } }]
  })
  const bytes = edits.length === 0 ? model.bytes : editNodes(model, edits)
  const known = new Set(model.graph.outputs.map(({ name }) => name))
  const added = [...new Set(outputs.map(({ name }) => name))].filter((name) => !known.has(name))
  // The runtime infers the types.
  return {
    bytes: appendOutputs(
      bytes,
      added.map((name) => ({ name, dtype: 'undefined' })),
    ),
    outputs,
  }
}

function nameOf(fetch: Fetch): string {
  return fetch.how === 'value' ? fetch.value : need(fetch.outputs.at(-1), 'a name for the weights')
}

/**
 * Makes the weights of chosen sites outputs of their model. What the model computed before, it computes still.
 */
import type { Model } from '#main/onnx/decode'
import { appendOutputs } from '#main/onnx/encode'
import { ModelDraft } from '#main/onnx/rewrite'
import { need } from '#shared/base/assert'
import { makeWeights } from './makeWeights'
import type { DetectedSite, Fetch } from './site'
import { threadOut } from './threadOut'

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
  const known = new Set(model.graph.outputs.map(({ name }) => name))
  if (fetches.every(({ fetch }) => lies(fetch))) {
    const outputs = fetches.map(({ site, fetch }) => ({ site, name: nameOf(fetch) }))
    const added = [...new Set(outputs.map(({ name }) => name))].filter((name) => !known.has(name))
    // The runtime infers the types.
    const extra = added.map((name) => ({ name, dtype: 'undefined' as const }))
    return { bytes: appendOutputs(model.bytes, extra), outputs }
  }
  const draft = new ModelDraft(model)
  const made = new Map<string, string>()
  const outputs = fetches.map(({ site, fetch }) => {
    const place = JSON.stringify([fetch.path, fetch.from])
    const before = made.get(place)
    const value = before ?? threadOut(draft, fetch, site, makeWeights(draft, model, fetch))
    made.set(place, value)
    if (!known.has(value)) draft.main.addOutput(value)
    known.add(value)
    return { site, name: value }
  })
  return { bytes: draft.bytes(), outputs }
}

/** Some more bytes at the model's end are enough for what is a value of the main graph. */
function lies({ path, from }: Fetch): boolean {
  return path.length === 0 && from.how === 'value'
}

function nameOf({ from }: Fetch): string {
  return from.how === 'value' ? from.value : ''
}

/** A document as one self-contained ONNX model, and a run of exactly that model. */
import type { HeedDocument } from '#shared/document/document'
import type { Tensor } from '#shared/ir/graph'
import { compileModel } from '../compile/compile'
import type { Weights } from '../compile/weights'
import { encodeModel } from '../onnx/encode'
import { fillFields } from './fields'
import { createSession } from './session'

/** Where a model that Heed exported keeps its document. */
export const DOCUMENT_KEY = 'heed.document'

export function exportOnnx(document: HeedDocument, weights: Weights): Uint8Array {
  const { graph } = compileModel(document, { weights })
  return encodeModel(graph, { metadata: { [DOCUMENT_KEY]: JSON.stringify(document) } })
}

/** Inputs and outputs, by name, of one run of the exported model. */
export async function recordRun(
  document: HeedDocument,
  weights: Weights,
  inputs: Readonly<Record<string, string>>,
): Promise<{ inputs: Readonly<Record<string, Tensor>>; outputs: Readonly<Record<string, Tensor>> }> {
  const lowered = compileModel(document, { weights })
  const { feeds } = fillFields(document, lowered, inputs, undefined)
  const session = await createSession(encodeModel(lowered.graph))
  try {
    const given = Object.fromEntries(lowered.graph.inputs.map(({ name }) => [name, feeds[name]!]))
    return { inputs: given, outputs: await session.run(given, session.outputs) }
  } finally {
    await session.release()
  }
}

/** A document as one self-contained ONNX model, and a run of exactly that model. */
import { FaultError, fault } from '#shared/base/fault'
import { fileBase, fileName } from '#shared/base/fileName'
import type { HeedDocument } from '#shared/document/document'
import { infer } from '#shared/document/infer'
import { parseDocument } from '#shared/document/migrate'
import type { Tensor } from '#shared/ir/graph'
import { compileLoops, compileModel } from '../compile/compile'
import { lower } from '../compile/lower'
import type { Weights } from '../compile/weights'
import { pytorchModule } from '../export/pytorch/pytorch'
import { encodeSafetensors } from '../files/safetensors'
import type { Model } from '../onnx/decode'
import { DOCUMENT_KEY } from '../onnx/documentKey'
import { encodeModel } from '../onnx/encode'
import { fillFields } from './fields'
import { createSession } from './session'

export { DOCUMENT_KEY }

export interface ExportedFile {
  readonly name: string
  readonly bytes: Uint8Array
}

/** A document for use elsewhere, as one file or several that belong together. */
export function exportFiles(
  document: HeedDocument,
  weights: Weights,
  to: 'onnx' | 'pytorch',
): readonly ExportedFile[] {
  const { title } = document
  if (to === 'onnx') return [{ name: fileName(title, 'onnx'), bytes: exportOnnx(document, weights) }]
  return exportPytorch(document, weights, moduleName(title))
}

/** Python imports no name with a dash, or a digit in front. */
function moduleName(title: string): string {
  const plain = fileBase(title).replace(/[^a-z0-9]+/g, '_')
  return /^[a-z]/.test(plain) ? plain : `network_${plain}`
}

function exportPytorch(document: HeedDocument, weights: Weights, name: string): readonly ExportedFile[] {
  const { lowered, outputs } = compileLoops(document, { weights })
  const { source, state } = pytorchModule(document, lowered, outputs, name)
  return [
    { name: `${name}.py`, bytes: new TextEncoder().encode(source) },
    { name: `${name}.safetensors`, bytes: encodeSafetensors(state) },
  ]
}

export function exportOnnx(document: HeedDocument, weights: Weights): Uint8Array {
  const { graph } = compileModel(document, { weights })
  return encodeModel(graph, { metadata: { [DOCUMENT_KEY]: JSON.stringify(document) } })
}

/** The document that a model was made of, with the weights that lie in the model. */
export function importDocument(model: Model): { readonly document: HeedDocument; readonly weights: Weights } {
  const text = model.metadata[DOCUMENT_KEY]
  if (text === undefined)
    throw fault('unsupported', 'This model was not exported by Heed: it holds no canvas.')
  let json: unknown
  try {
    json = JSON.parse(text)
  } catch (error) {
    throw fault(
      'bad-file',
      'The canvas in this model cannot be read. The model can still be opened as a model.',
      error,
    )
  }
  const parsed = parseDocument(json)
  if (!parsed.ok) throw new FaultError(parsed.error)
  const constants = new Map(
    [...model.graph.constants].map(([value, tensor]) => [value.name, tensor] as const),
  )
  const weights: Record<string, Tensor> = {}
  // A canvas that cannot be compiled any more has the weights that it would begin with.
  const compiles = infer(parsed.value).problems.every(({ severity }) => severity !== 'error')
  for (const { name, value } of compiles ? lower(parsed.value).parameters.values() : []) {
    const tensor = constants.get(value.name)
    if (tensor) weights[name] = tensor
  }
  return { document: parsed.value, weights }
}

/**
 * Inputs and outputs, by name, of one run of the exported model. With `forceWords` of the same model made to say these words: it takes them as
 * inputs under the name of their field.
 */
export async function recordRun(
  document: HeedDocument,
  weights: Weights,
  inputs: Readonly<Record<string, string>>,
  forceWords?: string,
): Promise<{ inputs: Readonly<Record<string, Tensor>>; outputs: Readonly<Record<string, Tensor>> }> {
  const lowered = compileModel(document, { weights, forced: forceWords !== undefined })
  const { feeds } = fillFields(document, lowered, inputs, forceWords)
  const session = await createSession(encodeModel(lowered.graph))
  try {
    const given = Object.fromEntries(lowered.graph.inputs.map(({ name }) => [name, feeds[name]!]))
    return { inputs: given, outputs: await session.run(given, session.outputs) }
  } finally {
    await session.release()
  }
}

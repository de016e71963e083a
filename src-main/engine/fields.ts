/** What a person typed → tensors for the graph's inputs, and names for its axes. */
import { fault } from '#shared/base/fault'
import { detokenize, END, encodeWords, tokenize } from '#shared/base/words'
import type { HeedDocument } from '#shared/document/document'
import { titleOf } from '#shared/document/structure'
import type { Tensor } from '#shared/ir/graph'
import { indexTensor } from '#shared/kinds/inputText'
import { kindOf, withDefaults } from '#shared/kinds/registry'
import type { Lowered } from '../compile/lowered'

export interface Filled {
  /** By the graph input's name. */
  readonly feeds: Readonly<Record<string, Tensor>>
  /** By axis origin. */
  readonly labels: Map<string, readonly string[]>
  readonly unknown: readonly string[]
}

export function fillFields(
  document: HeedDocument,
  lowered: Lowered,
  inputs: Readonly<Record<string, string>>,
  forceWords: string | undefined,
): Filled {
  const feeds: Record<string, Tensor> = {}
  const labels = new Map<string, readonly string[]>()
  const unknown: string[] = []
  const known = new Set(lowered.fields.map(({ field }) => field))
  for (const field of Object.keys(inputs))
    if (!known.has(field))
      throw fault('bad-input', `There is no field “${field}”: expected one of ${[...known].join(', ')}.`)

  for (const node of new Set(lowered.fields.map((field) => field.node))) {
    const { kind: id, params: given } = document.nodes[node]!
    const kind = kindOf(id)
    const params = withDefaults(kind, given)
    const field = String(params.field)
    if (kind.input) {
      const text = inputs[field] ?? document.example[field] ?? ''
      const vocabulary = document.vocabularies[String(params.vocabulary ?? '')]
      const parsed = kind.input.parse(text, params, vocabulary)
      if (!parsed.ok)
        throw fault('bad-input', `${titleOf(document.nodes[node]!)} ▸ ${field}: ${parsed.error}`)
      for (const [suffix, tensor] of Object.entries(parsed.value.tensors)) feeds[`${field}${suffix}`] = tensor
      for (const [origin, names] of Object.entries(parsed.value.labels)) labels.set(origin, names)
      unknown.push(...parsed.value.unknown)
    } else {
      const vocabulary = document.vocabularies[String(params.vocabulary ?? '')] ?? []
      const words = tokenize(forceWords ?? '')
      const encoded = encodeWords(words, vocabulary)
      if (encoded.unknown.length > 0)
        throw fault(
          'bad-input',
          `Forced words: expected words of the vocabulary “${String(params.vocabulary)}”, found “${detokenize(encoded.unknown)}”.`,
        )
      const indices = [...encoded.indices, END]
      if (indices.length > Number(params.maximum))
        throw fault(
          'bad-input',
          `Forced words: expected at most ${params.maximum} with the end word, as many as ${titleOf(document.nodes[node]!)} says, found ${indices.length}.`,
        )
      feeds[field] = indexTensor([1, indices.length], indices)
      feeds[`${field}.length`] = indexTensor([1], [indices.length])
      labels.set(`${field}.words`, [...words, '<end>'])
    }
  }
  return { feeds, labels, unknown: [...new Set(unknown)] }
}

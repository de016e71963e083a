/** What a batch of a document's task is made of: each graph input with where its numbers come from. */
import { fault } from '#shared/base/fault'
import { END, tokenize } from '#shared/base/words'
import type { DocumentNode, HeedDocument } from '#shared/document/document'
import { titleOf } from '#shared/document/structure'
import { MAX_TOKENS, parseNumbers } from '#shared/kinds/inputText'
import type { Bindings, Kind, Params } from '#shared/kinds/kind'
import { kinds, withDefaults } from '#shared/kinds/registry'
import type { Field } from '../task'
import type { Block, Slot } from './blocks'
import { encoderOf } from './encoders'
import { wordIndex } from './wordIndex'

export type Fields = Readonly<Record<string, Field>>

/** The graph inputs that one field fills. `encode` gives a block for each slot; it throws the fault `bad-input`. */
export interface Part {
  readonly field: string
  readonly slots: readonly Slot[]
  encode(text: string): readonly Block[]
}

const UNBOUND: Bindings = { letters: {}, star: [], inputs: {}, vocabularies: {} }

/**
 * Inputs in the order of their nodes, then targets in the order of the fields.
 * @throws FaultError `invalid-document` where the document and the fields do not fit each other
 */
export function planOf(document: HeedDocument, fields: Fields): Part[] {
  const parts: Part[] = []
  const spoken = new Map<string, Params>()
  for (const node of Object.values(document.nodes)) {
    const kind = kinds.get(node.kind)
    if (!kind) continue
    const params = withDefaults(kind, node.params)
    if (kind.input) parts.push(inputPart(document, fields, node, kind, params))
    else if (kind.loop === 'until') {
      const name = String(params.field)
      const sort = fields[name]?.role === 'target' ? fields[name].sort : undefined
      if (sort !== 'words' && sort !== 'symbols') throw missing(node, name, fields, 'target', 'words')
      spoken.set(name, params)
    }
  }
  for (const [name, field] of Object.entries(fields))
    if (field.role === 'target') parts.push(targetPart(document, name, field, spoken.get(name)))
  return parts
}

function missing(node: DocumentNode, name: string, fields: Fields, role: Field['role'], of: string) {
  const there = Object.entries(fields).flatMap(([known, field]) =>
    field.role === role ? [`“${known}” (${field.sort})`] : [],
  )
  return fault(
    'invalid-document',
    `${titleOf(node)} ▸ Field: expected the name of ${role === 'input' ? 'an input' : 'a target'} of ${of}, found “${name}”. The task’s ${role}s: ${there.join(', ') || 'none'}.`,
  )
}

function inputPart(
  document: HeedDocument,
  fields: Fields,
  node: DocumentNode,
  kind: Kind,
  params: Params,
): Part {
  const name = String(params.field)
  if (fields[name]?.role !== 'input')
    throw missing(node, name, fields, 'input', `the sort ${kind.title.toLowerCase()}`)
  const letters = kind.axes?.(params, UNBOUND)
  if (!letters?.ok)
    throw fault('invalid-document', `${titleOf(node)}: ${letters?.error.message ?? 'it has no axes.'}`)
  const slots = (kind.input?.tensors(params) ?? []).map(({ suffix, dtype, axes }) => ({
    name: `${name}${suffix}`,
    dtype,
    axes: axes.map((letter) => {
      const axis = letters.value[letter]
      return axis?.size === undefined ? { origin: axis?.origin } : { size: axis.size }
    }),
  }))
  const vocabulary = 'vocabulary' in params ? vocabularyOf(document, String(params.vocabulary), name) : []
  const encode = encoderOf(kind, params, vocabulary)
  return {
    field: name,
    slots,
    encode(text) {
      const encoded = encode(text)
      if (!encoded.ok) throw unfit(name, text, encoded.error)
      return encoded.value
    },
  }
}

function vocabularyOf(document: HeedDocument, vocabulary: string, field: string): readonly string[] {
  const words = document.vocabularies[vocabulary]
  if (words) return words
  const there = Object.keys(document.vocabularies).map((name) => `“${name}”`)
  throw fault(
    'invalid-document',
    `Field “${field}”: expected the vocabulary “${vocabulary}” in the document, found ${there.join(', ') || 'none'}. Take over the vocabularies of the task or the data.`,
  )
}

/** Texts are shown up to this many characters. */
const SHOWN = 60

function unfit(field: string, text: string, why: string) {
  const shown = text.length > SHOWN ? `${text.slice(0, SHOWN)}…` : text
  return fault('bad-input', `Field “${field}” of the example “${shown}”: ${why}`)
}

function targetPart(document: HeedDocument, name: string, field: Field, loop: Params | undefined): Part {
  switch (field.sort) {
    case 'words':
    case 'symbols': {
      const vocabulary = String(loop?.vocabulary ?? field.vocabulary)
      return wordsTarget(name, vocabulary, vocabularyOf(document, vocabulary, name))
    }
    case 'class':
      return classTarget(name, field.vocabulary, vocabularyOf(document, field.vocabulary, name))
    case 'number':
      return numbersTarget(name, field.count)
    case 'series':
      return numbersTarget(name, field.length * (field.channels ?? 1))
    case 'table':
      return numbersTarget(name, field.columns.length)
    default:
      throw fault('unsupported', `Field “${name}”: Heed learns to tell words, classes and numbers.`)
  }
}

function wordsTarget(name: string, vocabulary: string, entries: readonly string[]): Part {
  const index = wordIndex(entries)
  return {
    field: name,
    slots: [
      { name, dtype: 'int64', axes: [{ origin: `${name}.words` }] },
      { name: `${name}.length`, dtype: 'int64', axes: [] },
    ],
    encode(text) {
      const data: number[] = []
      for (const token of tokenize(text)) {
        const at = index.get(token)
        if (at === undefined)
          throw unfit(name, text, `expected words of the vocabulary “${vocabulary}”, found “${token}”.`)
        data.push(at)
      }
      if (data.length > MAX_TOKENS)
        throw unfit(name, text, `expected at most ${MAX_TOKENS} words, found ${data.length}.`)
      data.push(END)
      return [
        { dims: [data.length], data },
        { dims: [], data: [data.length] },
      ]
    },
  }
}

function classTarget(name: string, vocabulary: string, entries: readonly string[]): Part {
  const index = wordIndex(entries)
  return {
    field: name,
    slots: [{ name, dtype: 'int64', axes: [] }],
    encode(text) {
      const at = index.get(text)
      if (at === undefined)
        throw unfit(name, text, `expected an entry of the vocabulary “${vocabulary}”, found “${text}”.`)
      return [{ dims: [], data: [at] }]
    },
  }
}

function numbersTarget(name: string, count: number): Part {
  return {
    field: name,
    slots: [{ name, dtype: 'float32', axes: [{ size: count }] }],
    encode(text) {
      const { numbers, wrong } = parseNumbers(text)
      if (wrong !== undefined) throw unfit(name, text, `expected numbers, found “${wrong}”.`)
      if (numbers.length !== count)
        throw unfit(name, text, `expected ${count} numbers, found ${numbers.length}.`)
      return [{ dims: [count], data: numbers }]
    },
  }
}

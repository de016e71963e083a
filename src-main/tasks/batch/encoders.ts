/**
 * Text of an input → blocks. The kind's own `parse` says what is right; the encoders of this file do the same for the kinds whose text
 * is long or many, without making labels and tensors of a batch of one.
 */
import { err, ok, type Result } from '#shared/base/result'
import { PAD } from '#shared/base/words'
import { sizeOf, type TensorData } from '#shared/ir/graph'
import { MAX_TOKENS, sentencesOf, wordsOf } from '#shared/kinds/inputText'
import type { Kind, Params } from '#shared/kinds/kind'
import type { Block } from './blocks'
import { plainNumbers } from './plainNumbers'
import { wordIndices } from './wordIndex'

/** One block for each of the kind's tensors, in order. */
export type Encode = (text: string) => Result<readonly Block[], string>

export function encoderOf(kind: Kind, params: Params, vocabulary: readonly string[] | undefined): Encode {
  const slow = byParse(kind, params, vocabulary)
  switch (kind.id) {
    case 'words':
      return words(params, vocabulary ?? [], slow)
    case 'sentences':
      return sentences(params, vocabulary ?? [], slow)
    case 'picture':
      return numbersInOrder(params, slow)
    default:
      return slow
  }
}

function byParse(kind: Kind, params: Params, vocabulary: readonly string[] | undefined): Encode {
  return (text) => {
    const parsed = kind.input?.parse(text, params, vocabulary)
    if (!parsed?.ok) return err(parsed?.error ?? `${kind.title} takes no text.`)
    const tensors = parsed.value.tensors
    const suffixes = kind.input?.tensors(params).map(({ suffix }) => suffix) ?? []
    return ok(
      suffixes.flatMap((suffix) => {
        const tensor = tensors[suffix]
        return tensor ? [{ dims: tensor.dims.slice(1), data: numbersOf(tensor.data) }] : []
      }),
    )
  }
}

function numbersOf(data: TensorData): ArrayLike<number> {
  return data instanceof Float32Array ? data : Array.from(data as ArrayLike<bigint>, Number)
}

/** What the encoder cannot take goes to `slow`, which says why. */
function words(params: Params, vocabulary: readonly string[], slow: Encode): Encode {
  const indices = wordIndices(vocabulary)
  return (text) => {
    const data = indices(wordsOf(text, params))
    if (data.length === 0 || data.length > MAX_TOKENS) return slow(text)
    return ok([{ dims: [data.length], data }, count(data.length)])
  }
}

/** How many different lines are remembered: those of a generator are few and come again and again. */
const LINES = 20_000

function sentences(params: Params, vocabulary: readonly string[], slow: Encode): Encode {
  const indices = wordIndices(vocabulary)
  const known = new Map<string, readonly number[]>()
  const lineIndices = (line: string) => {
    let found = known.get(line)
    if (!found) {
      found = indices(wordsOf(line, params))
      if (known.size >= LINES) known.clear()
      known.set(line, found)
    }
    return found
  }
  return (text) => {
    const rows = sentencesOf(text, params, lineIndices).map(({ words }) => words)
    const longest = rows.reduce((most, row) => Math.max(most, row.length), 1)
    if (rows.every(({ length }) => length === 0) || rows.length * longest > MAX_TOKENS) return slow(text)
    const data = new Int32Array(rows.length * longest).fill(PAD)
    rows.forEach((row, at) => {
      data.set(row, at * longest)
    })
    const lengths = rows.map((row) => row.length)
    return ok([
      { dims: [rows.length, longest], data },
      count(rows.length),
      { dims: [rows.length], data: lengths },
    ])
  }
}

function count(length: number): Block {
  return { dims: [], data: [length] }
}

/** Numbers from 0 to 1 that the kind only puts in another order: the order is asked of the kind itself, once. */
function numbersInOrder(params: Params, slow: Encode): Encode {
  const size =
    sizeOf([Number(params.rows), Number(params.columns), Number(params.channels)]) * Number(params.patch) ** 2
  let order: { readonly dims: readonly number[]; readonly from: Int32Array } | undefined
  const learn = () => {
    const probe = slow(Array.from({ length: size }, (_, i) => i / size).join(' '))
    const block = probe.ok ? probe.value[0] : undefined
    return (
      block && {
        dims: block.dims,
        from: Int32Array.from(block.data, (value) => Math.round(value * size)),
      }
    )
  }
  return (text) => {
    const numbers = plainNumbers(text, size)
    if (!numbers) return slow(text)
    order ??= learn()
    if (!order) return slow(text)
    const { dims, from } = order
    const data = new Float32Array(size)
    for (let i = 0; i < size; i++) {
      const number = numbers[from[i]!]!
      if (number < 0 || number > 1) return slow(text)
      data[i] = number
    }
    return ok([{ dims, data }])
  }
}

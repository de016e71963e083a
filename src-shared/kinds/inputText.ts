/** What input kinds share: tensors of a batch of one from typed text. */
import type { Tensor } from '../ir/graph'

export function indexTensor(dims: readonly number[], values: readonly number[]): Tensor {
  return { dtype: 'int64', dims, data: BigInt64Array.from(values, (value) => BigInt(value)) }
}

export function numberTensor(dims: readonly number[], values: ArrayLike<number>): Tensor {
  return { dtype: 'float32', dims, data: Float32Array.from(values) }
}

/** Numbers separated by spaces, commas or line ends; the first word that is none is the error. */
export function parseNumbers(text: string): { readonly numbers: number[]; readonly wrong?: string } {
  const words = text.split(/[\s,;]+/).filter((word) => word !== '')
  const numbers: number[] = []
  for (const word of words) {
    const number = Number(word)
    // What overflows float32 is no number for a network.
    if (!Number.isFinite(Math.fround(number))) return { numbers, wrong: word }
    numbers.push(number)
  }
  return { numbers }
}

/** The longest input that is taken, in tokens: attention over more cannot be read and would fill the memory. */
export const MAX_TOKENS = 4096

export const FIELD_PARAM = (name: string) =>
  ({
    type: 'text',
    label: 'Field',
    help: 'Name of the field in the input form, and of the model’s input.',
    default: name,
    onCard: true,
  }) as const

/** Tensors that nobody gave, filled by rule. */

import { fault } from '#shared/base/fault'
import { random } from '#shared/base/random'
import type { FillRule } from '#shared/contract/model'
import { type DType, sizeOf, type Tensor, type TensorData, type Value } from '#shared/ir/graph'
import { toHalf } from '../half'
import type { Role } from '../roles'

/** Numbers of the largest tensor that is filled: 256 MB of float32. */
const MOST = 2 ** 26

export function isText(role: Role): boolean {
  return role === 'ids' || role === 'decoder ids'
}

/** What an input begins with: numbers that choose rows are drawn from all of them, other whole numbers are ones. */
export function usualRule({ dtype }: Pick<Value, 'dtype'>, below: number | undefined): FillRule {
  if (dtype === 'bool') return 'ones'
  return isFloat(dtype) || below !== undefined ? 'random' : 'ones'
}

function isFloat(dtype: DType): boolean {
  return dtype === 'float32' || dtype === 'float64' || dtype === 'float16' || dtype === 'bfloat16'
}

/**
 * `range` counts from 0; `random` is normal for floats (mean 0, deviation 1) and even below `below` for whole numbers. The same name gives
 * the same numbers.
 * @throws FaultError `too-large` or `unsupported`
 */
export function fillTensor(
  { name, dtype }: Pick<Value, 'name' | 'dtype'>,
  dims: readonly number[],
  rule: FillRule,
  below: number | undefined,
): Tensor {
  const count = sizeOf(dims)
  if (!(count <= MOST))
    throw fault(
      'too-large',
      `"${name}" of the shape [${dims.join(', ')}] would have ${count} numbers; Heed fills ${MOST}.`,
    )
  if (dtype === 'string') return { dtype, dims, data: Array.from({ length: count }, () => '') }
  return { dtype, dims, data: dataOf(dtype, count, numberOf(name, dtype, rule, below)) }
}

function numberOf(
  name: string,
  dtype: DType,
  rule: FillRule,
  below: number | undefined,
): (i: number) => number {
  const bound = dtype === 'bool' ? 2 : (below ?? BOUNDS[dtype] ?? 2 ** 31)
  if (rule === 'zeros') return () => 0
  if (rule === 'ones') return () => (bound > 1 ? 1 : 0)
  if (rule === 'range') return (i) => (isFloat(dtype) ? i : i % bound)
  const { normal, integer } = random(`fill/${name}`)
  // Without a table to choose from, small numbers are the safer guess.
  return isFloat(dtype) ? normal : () => integer(below === undefined ? Math.min(2, bound) : bound)
}

const BOUNDS: Readonly<Partial<Record<DType, number>>> = {
  int8: 128,
  uint8: 256,
  int16: 2 ** 15,
  uint16: 2 ** 16,
}

export function dataOf(dtype: DType, count: number, at: (i: number) => number): TensorData {
  const fill = <T extends { [i: number]: number }>(data: T): T => {
    for (let i = 0; i < count; i++) data[i] = at(i)
    return data
  }
  switch (dtype) {
    case 'float64':
      return fill(new Float64Array(count))
    case 'float16':
      return Uint16Array.from({ length: count }, (_, i) => toHalf(at(i)))
    case 'int64':
      return BigInt64Array.from({ length: count }, (_, i) => BigInt(Math.trunc(at(i))))
    case 'uint64':
      return BigUint64Array.from({ length: count }, (_, i) => BigInt(Math.trunc(at(i))))
    case 'int32':
      return fill(new Int32Array(count))
    case 'uint32':
      return fill(new Uint32Array(count))
    case 'int16':
      return fill(new Int16Array(count))
    case 'uint16':
      return fill(new Uint16Array(count))
    case 'int8':
      return fill(new Int8Array(count))
    case 'uint8':
    case 'bool':
      return fill(new Uint8Array(count))
    case 'float32':
      return fill(new Float32Array(count))
    default:
      throw fault('unsupported', `Heed cannot fill a tensor of the type ${dtype}.`)
  }
}

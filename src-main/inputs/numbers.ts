/** Numbers of any element type as float32. */
import { fault } from '#shared/base/fault'
import type { Tensor } from '#shared/ir/graph'
import { fromHalf } from './half'

/** @throws FaultError `unsupported` for text */
export function numbersOf({ dtype, data }: Tensor): Float32Array {
  if (data instanceof Float32Array) return data
  if (Array.isArray(data)) throw fault('unsupported', 'Text has no numbers to show.')
  if (dtype === 'float16') return Float32Array.from(data as Uint16Array, fromHalf)
  if (dtype === 'bfloat16')
    return new Float32Array(Uint32Array.from(data as Uint16Array, (bits) => bits << 16).buffer)
  return Float32Array.from(data as ArrayLike<number | bigint>, Number)
}

/**
 * ONNX element types: their number in a file, Heed's name, and how many bits one element takes.
 */
import type { DType } from '#shared/ir/graph'

/** By `TensorProto.DataType`. Types without a name of Heed's are read as `undefined` and keep their bytes. */
const ELEMENTS: readonly (readonly [code: number, dtype: DType, bits: number])[] = [
  [1, 'float32', 32],
  [2, 'uint8', 8],
  [3, 'int8', 8],
  [4, 'uint16', 16],
  [5, 'int16', 16],
  [6, 'int32', 32],
  [7, 'int64', 64],
  [8, 'string', 0],
  [9, 'bool', 8],
  [10, 'float16', 16],
  [11, 'float64', 64],
  [12, 'uint32', 32],
  [13, 'uint64', 64],
  [14, 'undefined', 64],
  [15, 'undefined', 128],
  [16, 'bfloat16', 16],
  [17, 'undefined', 8],
  [18, 'undefined', 8],
  [19, 'undefined', 8],
  [20, 'undefined', 8],
  [21, 'undefined', 4],
  [22, 'undefined', 4],
  [23, 'undefined', 4],
  [24, 'undefined', 8],
  [25, 'undefined', 2],
  [26, 'undefined', 2],
]

const byCode = new Map(ELEMENTS.map(([code, dtype, bits]) => [code, { dtype, bits }] as const))
const byDType = new Map(
  ELEMENTS.filter(([, dtype]) => dtype !== 'undefined').map(([code, dtype]) => [dtype, code] as const),
)

export function dtypeOf(code: number): DType {
  return byCode.get(code)?.dtype ?? 'undefined'
}

/** 0 for `undefined`, ONNX's own number for "no type". */
export function codeOf(dtype: DType): number {
  return byDType.get(dtype) ?? 0
}

/** Bits of one element; undefined where the type is unknown, 0 for strings. */
export function bitsOf(code: number): number | undefined {
  return byCode.get(code)?.bits
}

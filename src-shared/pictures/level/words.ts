/** Tensors and sizes as people read them. */
import type { TensorInfo } from '../../contract/model'
import type { Dim } from '../../ir/graph'

/** `batch × 12 × 64`; a tensor without axes is a scalar. */
export function shapeText(shape: readonly Dim[] | undefined): string {
  if (shape === undefined) return 'shape unknown'
  return shape.length === 0 ? 'scalar' : shape.map(sizeName).join(' × ')
}

/** Letters that the name of a size has at the most. */
const NAME = 16

/** Exporters make up long names for sizes that they do not know; their end tells them apart. */
function sizeName(size: Dim): string {
  const name = String(size)
  return name.length <= NAME ? name : `…${name.slice(1 - NAME / 2)}`
}

export function tensorText(tensor: TensorInfo): string {
  return `${tensor.name}: ${typeText(tensor)}`
}

/** `float32 batch × 64`; some files say neither type nor shape of what lies between operators. */
export function typeText({ dtype, shape }: Pick<TensorInfo, 'dtype' | 'shape'>): string {
  if (dtype === 'undefined') return 'known when it is looked at'
  return shape === undefined ? `${dtype}, shape unknown` : `${dtype} ${shapeText(shape)}`
}

/** What stands on a wire: the shape of its one tensor, or how many tensors it carries. */
export function wireText(tensors: readonly TensorInfo[]): string {
  if (tensors.length === 0) return ''
  if (tensors.length > 1) return `${tensors.length} tensors`
  return tensors[0]!.shape === undefined ? '' : shapeText(tensors[0]!.shape)
}

/** Room that a wire's text takes, in px. */
export function labelWidth(text: string): number {
  return Math.round(text.length * 6.4) + 8
}

/** Bytes of a tensor of known size; undefined where a size is open. */
export function tensorBytes({ dtype, shape }: TensorInfo): number | undefined {
  const bytes = BYTES[dtype]
  if (bytes === undefined || shape === undefined) return undefined
  let count = 1
  for (const size of shape) {
    if (typeof size !== 'number') return undefined
    count *= size
  }
  return count * bytes
}

const BYTES: Readonly<Record<string, number>> = {
  float32: 4,
  float64: 8,
  float16: 2,
  bfloat16: 2,
  int8: 1,
  uint8: 1,
  bool: 1,
  int16: 2,
  uint16: 2,
  int32: 4,
  uint32: 4,
  int64: 8,
  uint64: 8,
}

/** `412 bytes`, `3.1 MB`. */
export function sizeText(bytes: number): string {
  if (bytes < 1000) return `${bytes} bytes`
  const unit = bytes < 1e6 ? 'kB' : bytes < 1e9 ? 'MB' : 'GB'
  const value = bytes / { kB: 1e3, MB: 1e6, GB: 1e9 }[unit]
  return `${value < 10 ? value.toFixed(1) : Math.round(value)} ${unit}`
}

/** The numbers of single examples, and how they are padded and stacked into one tensor of the batch. */
import { assert, need } from '#shared/base/assert'
import { sizeOf, type Tensor } from '#shared/ir/graph'

/** Of one example, for one graph input: no batch axis. Row-major. */
export interface Block {
  readonly dims: readonly number[]
  readonly data: ArrayLike<number>
}

/** Lengths by axis origin: `source.words`. */
export type Sizes = Readonly<Record<string, number>>

/** An axis is as long as `size` says, or as the longest of the batch, by its origin. */
export interface SlotAxis {
  readonly size?: number | undefined
  readonly origin?: string | undefined
}

/** A graph input that a batch fills. */
export interface Slot {
  readonly name: string
  readonly dtype: 'float32' | 'int64'
  /** Behind the batch. */
  readonly axes: readonly SlotAxis[]
}

export function roomOf(slot: Slot, sizes: Sizes): number[] {
  return slot.axes.map(({ size, origin }) => size ?? need(sizes[origin ?? ''], `size of ${origin}`))
}

/** Blocks → `[batch, …room]`; what a block does not fill is 0, which is also the index of padding. */
export function stack(slot: Slot, blocks: readonly Block[], sizes: Sizes): Tensor {
  const room = roomOf(slot, sizes)
  const each = sizeOf(room)
  const dims = [blocks.length, ...room]
  if (slot.dtype === 'float32') {
    const data = new Float32Array(blocks.length * each)
    blocks.forEach((block, at) => {
      place(block, room, data, 1, at * each, slot.name)
    })
    return { dtype: 'float32', dims, data }
  }
  const data = new BigInt64Array(blocks.length * each)
  // Indices are small and not negative: their low words, at every second place, are the whole number, without a BigInt for each.
  const low = new Int32Array(data.buffer)
  blocks.forEach((block, at) => {
    place(block, room, low, 2, at * each, slot.name)
  })
  return { dtype: 'int64', dims, data }
}

type Numbers = Float32Array | Int32Array

function place(block: Block, room: readonly number[], out: Numbers, step: number, at: number, name: string) {
  const { dims, data } = block
  const fits = dims.length === room.length && dims.every((size, i) => size <= room[i]!)
  assert(fits, `an example of ${name} fits the batch`, { dims, room })
  if (step === 1 && dims.every((size, i) => size === room[i])) out.set(data, at)
  else copy(block, room, out, step, 0, 0, at)
}

/** From `axis` on: elements of the block from `from` go to `to`. */
function copy(
  { dims, data }: Block,
  room: readonly number[],
  out: Numbers,
  step: number,
  axis: number,
  from: number,
  to: number,
): void {
  if (axis >= dims.length - 1) {
    const run = dims[axis] ?? 1
    for (let i = 0; i < run; i++) out[(to + i) * step] = data[from + i]!
    return
  }
  const own = sizeOf(dims.slice(axis + 1))
  const wide = sizeOf(room.slice(axis + 1))
  for (let i = 0; i < dims[axis]!; i++)
    copy({ dims, data }, room, out, step, axis + 1, from + i * own, to + i * wide)
}

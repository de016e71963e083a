import type { HeedDocument } from '#shared/document/document'
import type { Tensor } from '#shared/ir/graph'
import { indexTensor } from '#shared/kinds/inputText'
import type { Axis } from '#shared/kinds/kind'
import { kindOf, withDefaults } from '#shared/kinds/registry'
import type { Lowered } from '../../compile/lowered'
import { toNumbers } from '../tensors'

export type Feeds = Readonly<Record<string, Tensor>>

/** True words are never more than the loop that is to say them says at the most, as `fillFields` sees to. */
export function sizesFor(
  document: HeedDocument,
  lowered: Lowered,
  integer: (n: number) => number,
): Record<string, number> {
  const sizes: Record<string, number> = { batch: 2 }
  for (const { shape } of lowered.graph.inputs)
    for (const dim of shape ?? []) if (typeof dim === 'string') sizes[dim] ??= 1 + integer(4)
  for (const { field, node } of lowered.fields) {
    const kind = kindOf(document.nodes[node]!.kind)
    if (kind.loop !== 'until') continue
    const { maximum } = withDefaults(kind, document.nodes[node]!.params)
    sizes[`${field}.words`] = Math.min(sizes[`${field}.words`]!, Number(maximum))
  }
  return sizes
}

export function feedsFor(
  document: HeedDocument,
  lowered: Lowered,
  sizes: Readonly<Record<string, number>>,
  integer: (n: number) => number,
  uniform: () => number,
): Feeds {
  const feeds: Record<string, Tensor> = {}
  for (const { field, node, suffix, value } of lowered.fields) {
    const dims = (value.shape ?? []).map((dim) => (typeof dim === 'number' ? dim : sizes[dim]!))
    const params = withDefaults(kindOf(document.nodes[node]!.kind), document.nodes[node]!.params)
    const size = dims.reduce((a, b) => a * b, 1)
    const name = `${field}${suffix}`
    if (value.dtype === 'float32')
      feeds[name] = {
        dtype: 'float32',
        dims,
        data: Float32Array.from({ length: size }, () => uniform() * 2 - 1),
      }
    else if (suffix === '') {
      const count = Number(params.count ?? document.vocabularies[String(params.vocabulary)]?.length)
      feeds[name] = indexTensor(
        dims,
        Array.from({ length: size }, () => integer(count)),
      )
    } else {
      const axis = lowered.fields.find((one) => one.field === field && one.suffix === '')!.value.shape!
      const most = sizes[String(axis[dims.length])]!
      // The first item is as long as the batch.
      feeds[name] = indexTensor(
        dims,
        Array.from({ length: size }, (_, i) => (i === 0 ? most : 1 + integer(most))),
      )
    }
  }
  for (const name of Object.keys(feeds)) {
    const outer = feeds[name.replace(/s$/, '')]
    if (!name.endsWith('.lengths') || !outer) continue
    const { dims, data } = feeds[name]!
    // A sentence that is not there has no words.
    feeds[name] = indexTensor(
      dims,
      toNumbers({ dtype: 'int64', dims, data }).map((length, i) =>
        i % dims[1]! < Number(outer.data[Math.floor(i / dims[1]!)]) ? length : 0,
      ),
    )
  }
  return feeds
}

/** Which positions of a value count. */
export class Lengths {
  readonly #feeds: Feeds

  constructor(feeds: Feeds) {
    this.#feeds = feeds
  }

  #of(origin: string, item: number, outer: number | undefined): number | undefined {
    const field = origin.slice(0, origin.lastIndexOf('.'))
    const nested = this.#feeds[`${field}.lengths`]
    if (nested && origin.endsWith('.words'))
      return outer === undefined ? undefined : Number(nested.data[item * nested.dims[1]! + outer])
    const length = this.#feeds[`${field}.length`]
    return length && Number(length.data[item])
  }

  count(index: readonly number[], axes: readonly Axis[]): boolean {
    const [item = 0, ...rest] = index
    return rest.every((i, axis) => {
      const { origin, within } = axes[axis]!
      if (origin === undefined) return true
      const outer = axes.findIndex((other) => other.origin && within?.includes(other.origin))
      const length = this.#of(origin, item, outer < 0 ? undefined : rest[outer])
      return length === undefined || i < length
    })
  }

  /** The feeds of one item, cut to what it has. */
  alone(feeds: Feeds, item: number, lowered: Lowered): Feeds {
    return Object.fromEntries(
      Object.entries(feeds).map(([name, tensor]) => {
        const { shape } = lowered.fields.find(({ field, suffix }) => field + suffix === name)!.value
        const dims = tensor.dims.map((size, axis) => {
          const origin = String(shape![axis])
          if (axis === 0) return 1
          if (typeof shape![axis] === 'number') return size
          const nested = feeds[name.replace(/(\.lengths)?$/, '.lengths')]
          if (nested && origin.endsWith('.words'))
            return Math.max(
              ...Array.from({ length: nested.dims[1]! }, (_, i) =>
                Number(nested.data[item * nested.dims[1]! + i]),
              ),
            )
          return this.#of(origin, item, undefined) ?? size
        })
        const numbers = everyIndex(dims).map(([, ...rest]) => at(tensor, [item, ...rest]))
        const cut: Tensor =
          tensor.dtype === 'int64'
            ? indexTensor(dims, numbers)
            : { dtype: 'float32', dims, data: Float32Array.from(numbers) }
        return [name, cut]
      }),
    )
  }
}

export function everyIndex(dims: readonly number[]): number[][] {
  let all: number[][] = [[]]
  for (const size of dims) all = all.flatMap((index) => Array.from({ length: size }, (_, i) => [...index, i]))
  return all
}

export function at({ dims, data }: Tensor, index: readonly number[]): number {
  let place = 0
  index.forEach((i, axis) => {
    place = place * dims[axis]! + i
  })
  return Number(data[place])
}

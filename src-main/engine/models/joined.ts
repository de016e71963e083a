/** Attention of many layers and heads as one. */
import type { Joined } from '#shared/contract/model'
import type { Weights } from '../../inspect/normalise'
import { product } from './product'

/** What is kept of one layer: rows × columns each, of the first example. */
export interface LayerSummary {
  readonly size: number
  readonly heads: number
  readonly mean: Float32Array
  readonly strongest: Float32Array
}

/** Undefined where queries are not keys one by one. */
export function summaryOf({ dims, data }: Weights): LayerSummary | undefined {
  const [batch, heads, queries, keys] = dims
  if (queries !== keys || batch === 0 || heads === 0 || queries < 2) return undefined
  const count = queries * keys
  const mean = new Float32Array(count)
  const strongest = new Float32Array(count)
  for (let head = 0; head < heads; head++) {
    const from = head * count
    for (let i = 0; i < count; i++) {
      const weight = data[from + i]!
      mean[i]! += weight / heads
      if (weight > strongest[i]!) strongest[i] = weight
    }
  }
  return { size: queries, heads, mean, strongest }
}

/** Layers of the size that most of them have; the lowest first. */
export function alike(layers: readonly LayerSummary[]): LayerSummary[] {
  const counts = new Map<number, number>()
  for (const { size } of layers) counts.set(size, (counts.get(size) ?? 0) + 1)
  const [most] = [...counts].sort(([, a], [, b]) => b - a)
  return layers.filter(({ size }) => size === most?.[0])
}

/** One matrix for all layers, size × size. They must be of one size, and at least one. */
export async function join(how: Joined, layers: readonly LayerSummary[]): Promise<Float32Array> {
  if (how === 'rollout') return rollout(layers)
  const [first] = layers
  const joined = new Float32Array(first?.mean.length ?? 0)
  const all = layers.reduce((sum, { heads }) => sum + heads, 0)
  for (const { heads, mean, strongest } of layers)
    for (let i = 0; i < joined.length; i++)
      joined[i] = how === 'mean' ? joined[i]! + (mean[i]! * heads) / all : Math.max(joined[i]!, strongest[i]!)
  return joined
}

/**
 * Heads averaged, half of what each layer gives is what came in, the layers multiplied: (0.5 A + 0.5 I) of the highest times … times that of
 * the lowest (Abnar & Zuidema, "Quantifying Attention Flow in Transformers", arXiv 2005.00928).
 */
async function rollout(layers: readonly LayerSummary[]): Promise<Float32Array> {
  let flow: Float32Array | undefined
  for (const { size, mean } of layers) {
    const through = mean.map((weight, i) => 0.5 * weight + (i % (size + 1) === 0 ? 0.5 : 0))
    flow = flow === undefined ? through : await product(through, flow, size)
  }
  return flow ?? new Float32Array()
}

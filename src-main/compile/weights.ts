/** Initial weights from the document's seed: the same document has the same weights on every machine. */
import { assert } from '#shared/base/assert'
import { random } from '#shared/base/random'
import { sizeOf, type Tensor } from '#shared/ir/graph'
import type { Initializer } from '#shared/kinds/kind'
import type { Lowered } from './lowered'

export type Weights = Readonly<Record<string, Tensor>>

/** Every parameter's tensor: the given one where there is one of its shape, else seeded initial values. */
export function weightsOf(lowered: Lowered, seed: number, given: Weights = {}): Record<string, Tensor> {
  const weights: Record<string, Tensor> = {}
  for (const { name, shape, init } of lowered.parameters.values()) {
    const known = given[name]
    const fits =
      known?.dtype === 'float32' &&
      known.dims.length === shape.length &&
      known.dims.every((dim, i) => dim === shape[i])
    weights[name] = fits ? known : initial(`${seed}/${name}`, shape, init)
  }
  return weights
}

/** Puts the weights into the graph as constants. */
export function attachWeights(lowered: Lowered, weights: Weights): void {
  for (const { name, value } of lowered.parameters.values()) {
    const tensor = weights[name]
    assert(tensor, `no weight ${name}`)
    lowered.graph.constants.set(value, tensor)
  }
}

/** Drawn as papers do: glorot uniform, orthogonal blocks, normal. */
export function initial(seed: string, shape: readonly number[], init: Initializer): Tensor {
  const data = new Float32Array(sizeOf(shape))
  const source = random(seed)
  if (typeof init === 'object') {
    if ('constant' in init) data.fill(init.constant)
    else for (let i = 0; i < data.length; i++) data[i] = init.normal * source.normal()
  } else if (init === 'ones') data.fill(1)
  else if (init === 'glorot') {
    const [from, to] = [shape.at(-2) ?? 1, shape.at(-1) ?? 1]
    const bound = Math.sqrt(6 / (from + to))
    for (let i = 0; i < data.length; i++) data[i] = (2 * source.uniform() - 1) * bound
  } else if (init === 'orthogonal') {
    const columns = shape.at(-1) ?? 1
    for (let at = 0; at < data.length; at += columns * columns)
      orthogonal(data.subarray(at, Math.min(at + columns * columns, data.length)), columns, () =>
        source.normal(),
      )
  }
  return { dtype: 'float32', dims: [...shape], data }
}

/** Rows of random numbers made orthonormal (Gram–Schmidt, modified). */
function orthogonal(rows: Float32Array, columns: number, normal: () => number): void {
  const count = rows.length / columns
  for (let i = 0; i < count; i++) {
    const row = rows.subarray(i * columns, (i + 1) * columns)
    for (let k = 0; k < columns; k++) row[k] = normal()
    for (let j = 0; j < i; j++) {
      const other = rows.subarray(j * columns, (j + 1) * columns)
      let dot = 0
      for (let k = 0; k < columns; k++) dot += row[k]! * other[k]!
      for (let k = 0; k < columns; k++) row[k]! -= dot * other[k]!
    }
    let norm = 0
    for (let k = 0; k < columns; k++) norm += row[k]! * row[k]!
    const scale = 1 / Math.max(Math.sqrt(norm), 1e-12)
    for (let k = 0; k < columns; k++) row[k]! *= scale
  }
}

import { describe, expect, it } from 'vitest'
import { FaultError } from '#shared/base/fault'
import type { Tensor } from '#shared/ir/graph'
import { normalise } from './normalise'
import type { DetectedSite, Layout } from './site'

function site(layout: Partial<Layout> = {}): DetectedSite {
  const whole = { keyAxis: -1, folded: 1, oneQuery: false, steps: 0, ...layout }
  const fetch = {
    path: [],
    from: { how: 'value', value: 'w' },
    dtype: 'float32',
    rank: undefined,
    layout: whole,
  } as const
  return {
    id: 'attention.0',
    name: 'layer/Softmax',
    operator: 'Softmax',
    kind: 'self',
    causal: false,
    heads: 1,
    shape: [],
    shown: true,
    fetch,
    place: { path: [], node: 0 },
  }
}

function counted(dims: readonly number[]): Tensor {
  const size = dims.reduce((product, dim) => product * dim, 1)
  return { dtype: 'float32', dims, data: Float32Array.from({ length: size }, (_, i) => i) }
}

describe('the axes of weights', () => {
  it.each([
    [[2, 3, 4, 5], {}, [2, 3, 4, 5]],
    [[6, 4, 5], { folded: 3 }, [2, 3, 4, 5]],
    [[2, 4, 5], {}, [2, 1, 4, 5]],
    [[5, 4, 5], { folded: 3 }, [5, 1, 4, 5]],
    [[4, 5], {}, [1, 1, 4, 5]],
    [[2, 5], { oneQuery: true }, [2, 1, 1, 5]],
    [[5], {}, [1, 1, 1, 5]],
    [[2, 7, 3, 4, 5], {}, [14, 3, 4, 5]],
  ])('%j with %j are %j', (dims, layout, expected) => {
    const found = normalise(site(layout), counted(dims))
    expect(found.dims).toEqual(expected)
    expect(found.data).toEqual(counted(dims).data)
  })

  it('have the keys last, wherever the Softmax had them', () => {
    const found = normalise(site({ keyAxis: 1 }), counted([2, 3, 2]))
    expect(found.dims).toEqual([2, 1, 2, 3])
    expect([...found.data]).toEqual([0, 2, 4, 1, 3, 5, 6, 8, 10, 7, 9, 11])
  })

  it('are refused when there is no such axis', () => {
    expect(() => normalise(site({ keyAxis: 2 }), counted([2, 3]))).toThrow(FaultError)
    expect(() => normalise(site(), counted([]))).toThrow('which is not attention’s'.replace('’', "'"))
  })
})

describe('the numbers of weights', () => {
  it.each([
    [{ dtype: 'float64', dims: [2], data: new Float64Array([0.25, 0.75]) }, [0.25, 0.75]],
    [
      { dtype: 'float16', dims: [4], data: new Uint16Array([0x3800, 0x0001, 0x8000, 0x3555]) },
      [0.5, 2 ** -24, -0, 0.333251953125],
    ],
    [{ dtype: 'bfloat16', dims: [2], data: new Uint16Array([0x3f00, 0x3e80]) }, [0.5, 0.25]],
  ] satisfies [Tensor, number[]][])('are float32, from %o', (tensor, expected) => {
    expect([...normalise(site(), tensor).data]).toEqual(expected)
  })

  it('are no integers', () => {
    expect(() => normalise(site(), { dtype: 'int8', dims: [1], data: new Int8Array(1) })).toThrow(
      'of the type int8',
    )
  })
})

import { describe, expect, it } from 'vitest'
import { describeModel } from './describe'
import { detect } from './detect'
import { readFixture } from './manifest'

function described(file: string) {
  const model = readFixture(file)
  return describeModel(model, detect(model))
}

describe('a model that was opened', () => {
  it('says what it takes and gives', () => {
    const { inputs, outputs, refused } = described('eager-14.onnx')
    expect(inputs).toEqual([{ name: 'in0', dtype: 'float32', shape: ['batch', 'length_in0', 8] }])
    expect(outputs).toHaveLength(1)
    const { producer, opsets, parameters } = described('eager-14.onnx')
    expect(producer).toMatch(/^pytorch \d/)
    expect(opsets).toEqual({ '': 14 })
    expect(parameters).toBeGreaterThan(100)
    expect(refused).toEqual([{ name: '/Softmax', reason: expect.stringContaining('classifier head') }])
  })

  it('counts its operators, those of bodies too', () => {
    const { nodes, operators } = described('loop-17.onnx')
    expect(operators).toEqual({ Identity: 1, Loop: 1, MatMul: 2, Softmax: 1, Transpose: 1 })
    expect(nodes).toBe(6)
    expect(described('microsoft-multihead.onnx').operators).toEqual({ 'com.microsoft.MultiHeadAttention': 1 })
  })

  it('names its sites by where they lie', () => {
    const { sites } = described('bert-17.onnx')
    expect(sites[1]).toEqual({
      id: 'attention.1',
      node: '/model/encoder/layer.1/attention/self/Softmax',
      title: 'model ▸ encoder ▸ layer.1 ▸ attention ▸ self',
      operator: 'Softmax',
      kind: 'self',
      causal: false,
      heads: 2,
      shape: [2, 2, 5, 5],
      shown: true,
      rowAxis: 'queries',
      columnAxis: 'keys',
    })
  })
})

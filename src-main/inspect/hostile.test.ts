import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { decodeModel } from '#main/onnx/decode'
import { encodeModel } from '#main/onnx/encode'
import { FaultError } from '#shared/base/fault'
import { emptyGraph, type Graph, type Node, type Value } from '#shared/ir/graph'
import { detect } from './detect'
import { readFixture } from './manifest'

function value(name: string): Value {
  return { name, dtype: 'float32', shape: undefined }
}

function node(op: string, inputs: Value[], outputs: Value[]): Node {
  return { op, domain: '', inputs, outputs, attributes: {}, source: undefined }
}

/** Softmax(x·x) · x, where x comes out of `nodes`. */
function attentionOver(input: Value, x: Value, nodes: Node[]): Graph {
  const [score, weights, out] = [value('score'), value('weights'), value('out')]
  nodes.push(
    node('MatMul', [x, x], [score]),
    node('Softmax', [score], [weights]),
    node('MatMul', [weights, x], [out]),
  )
  return { ...emptyGraph('g'), inputs: [input], outputs: [out], nodes }
}

describe('a hostile model', () => {
  it.each(['Add', 'Where', 'Concat'])(
    'whose branches meet again and again (%s) is looked through once',
    (op) => {
      const input = value('x0')
      let last = input
      const nodes: Node[] = []
      for (let i = 1; i < 5_000; i++) {
        const next = value(`x${i}`)
        nodes.push(node(op, [last, last, last], [next]))
        last = next
      }
      const model = decodeModel(encodeModel(attentionOver(input, last, nodes)))
      expect(detect(model).sites.map(({ kind }) => kind)).toEqual(['self'])
    },
  )

  it('that goes round in circles is looked through', () => {
    const [input, a, b] = [value('x'), value('a'), value('b')]
    const circle = [node('Add', [b, input], [a]), node('Identity', [a], [b])]
    const aside = [node('Identity', [value('c')], [value('d')])]
    aside.push(node('Identity', [aside[0]!.outputs[0]!], [aside[0]!.inputs[0]!]))
    const shape = value('shaped')
    const nodes = [...circle, ...aside, node('Reshape', [a, aside[0]!.outputs[0]!], [shape])]
    const model = decodeModel(encodeModel(attentionOver(input, shape, nodes)))
    expect(detect(model).sites).toHaveLength(1)
  })

  it('with any bytes gives sites or a fault', () => {
    const { bytes } = readFixture('multihead-averaged-14.onnx')
    const edit = fc.tuple(fc.nat(bytes.length - 1), fc.nat(255))
    fc.assert(
      fc.property(fc.array(edit, { minLength: 1, maxLength: 5 }), (edits) => {
        const mutated = bytes.slice()
        for (const [at, byte] of edits) mutated[at] = byte
        try {
          return detect(decodeModel(mutated)).sites.length >= 0
        } catch (error) {
          if (error instanceof FaultError) return true
          throw error
        }
      }),
      { numRuns: 1000 },
    )
  })
})

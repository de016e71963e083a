import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { writeModel } from '#main/onnx/bytes'
import { decodeModel } from '#main/onnx/decode'
import { encodeModel } from '#main/onnx/encode'
import { makeNode } from '#main/onnx/rewrite'
import { need } from '#shared/base/assert'
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

  it('whose nodes stand in any order has its layers in the order in which they run', () => {
    const input = value('x')
    const nodes: Node[] = []
    let last = input
    for (let layer = 0; layer < 3; layer++) {
      const [score, weights, out] = ['score', 'weights', 'out'].map((name) => value(`${name}${layer}`))
      nodes.unshift(
        { ...node('Softmax', [score!], [weights!]), source: `layer ${layer}` },
        node('MatMul', [weights!, last], [out!]),
        node('MatMul', [last, last], [score!]),
      )
      last = out!
    }
    const model = decodeModel(encodeModel({ ...emptyGraph('g'), inputs: [input], outputs: [last], nodes }))
    expect(detect(model).sites.map(({ name }) => name)).toEqual(['layer 0', 'layer 1', 'layer 2'])
  })

  it('whose names nest ten thousand deep, and whose chain is long, is looked through', () => {
    const input = value('x')
    let last = input
    const nodes: Node[] = []
    for (let i = 0; i < 20_000; i++) {
      const next = value(`x${i}`)
      nodes.push({ ...node('Identity', [last], [next]), source: i === 0 ? 'a/'.repeat(10_000) : `n${i}` })
      last = next
    }
    const model = decodeModel(encodeModel(attentionOver(input, last, nodes)))
    expect(detect(model).sites).toHaveLength(1)
  })

  it('whose functions call themselves and each other is looked through once for each way in', () => {
    const call = (name: string, from: string, to: string) =>
      makeNode({ op: name, domain: 'local', inputs: [from], outputs: [to] })
    const softmax = makeNode({ op: 'Softmax', inputs: ['a'], outputs: ['s'] })
    const product = makeNode({ op: 'MatMul', inputs: ['s', 'a'], outputs: ['b'] })
    const plain = readFixture('function-17.onnx')
    const like = { ...need(plain.proto.functions[0], 'a function'), input: ['a'], output: ['c'] }
    // Each of forty functions calls the next one twice: 2⁴⁰ ways lead to the last, which calls itself.
    const functions = Array.from({ length: 40 }, (_, i) => ({
      ...like,
      name: `f${i}`,
      node: [softmax, product, call(`f${i + 1}`, 'b', 'd'), call(`f${i + 1}`, 'd', 'c')],
    }))
    const itself = { ...like, name: 'f40', node: [call('f40', 'a', 'c')] }
    const graph = { ...need(plain.proto.graph, 'a graph'), node: [call('f0', 'x', 'y')] }
    const model = decodeModel(writeModel({ ...plain.proto, graph, functions: [...functions, itself] }))
    const { sites, refused } = detect(model)
    expect(sites.length + refused.length).toBeGreaterThan(0)
    expect(sites.length + refused.length).toBeLessThan(10_000)
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

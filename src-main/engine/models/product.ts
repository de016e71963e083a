/** Products of square matrices, by the runtime: a rollout over 512 words needs a billion multiplications. */
import { need } from '#shared/base/assert'
import type { Graph, Node, Value } from '#shared/ir/graph'
import { encodeModel } from '../../onnx/encode'
import { createSession, type Session } from '../session'

let session: Promise<Session> | undefined

/** a · b, both size × size. */
export async function product(a: Float32Array, b: Float32Array, size: number): Promise<Float32Array> {
  session ??= createSession(encodeModel(graph()))
  const dims = [size, size]
  const feeds = { a: { dtype: 'float32', dims, data: a }, b: { dtype: 'float32', dims, data: b } } as const
  const { c } = await (await session).run(feeds, ['c'])
  return need(c, 'a product').data as Float32Array
}

function graph(): Graph {
  const matrix = (name: string): Value => ({ name, dtype: 'float32', shape: ['n', 'n'] })
  const [a, b, c] = [matrix('a'), matrix('b'), matrix('c')]
  const node: Node = {
    op: 'MatMul',
    domain: '',
    inputs: [a, b],
    outputs: [c],
    attributes: {},
    source: undefined,
  }
  return { name: 'product', inputs: [a, b], outputs: [c], constants: new Map(), nodes: [node] }
}

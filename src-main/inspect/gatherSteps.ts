/**
 * Weights of a Loop's steps where each step looks at more keys than the one before, or does not look at all: a Loop collects only what is
 * of one size, so they are carried from step to step, the shorter ones filled up with zeros.
 */
import { type GraphDraft, makeNode } from '#main/onnx/rewrite'
import type { DType, Tensor } from '#shared/ir/graph'

export function emptyTensor(dtype: DType, axes: number): Tensor {
  const dims = new Array<number>(axes).fill(0)
  if (dtype === 'float64') return { dtype, dims, data: new Float64Array() }
  if (dtype === 'float16' || dtype === 'bfloat16') return { dtype, dims, data: new Uint16Array() }
  return { dtype: 'float32', dims, data: new Float32Array() }
}

interface Collected {
  /** In the body; of `axes` axes. */
  readonly value: string
  readonly dtype: DType
  readonly axes: number
  /** New names begin with it. */
  readonly name: string
}

/** @returns the name of [steps, …] in the graph around the Loop; operators of version 13 and later */
export function gather(
  outer: GraphDraft,
  body: GraphDraft,
  loop: number,
  { value, dtype, axes, name }: Collected,
): string {
  const named = (what: string) => `${name}.${what}`
  const [start, carried, result] = [named('none'), named('before'), named('after')]
  outer.addBefore(
    loop,
    makeNode({
      op: 'Constant',
      inputs: [],
      outputs: [start],
      tensors: { value: emptyTensor(dtype, axes + 1) },
    }),
  )
  body.addInput(carried, dtype)
  for (const node of joined(value, carried, result, axes, named)) body.add(makeNode(node))
  const states = outer.node(loop).input.length - 2
  outer.node(loop).input.push(start)
  // A Loop gives what it carries before what it collects; its body says before both whether it goes on.
  body.addOutput(result, 1 + states)
  const outputs = outer.node(loop).output
  while (outputs.length < states) outputs.push(named(`unused${outputs.length}`))
  outputs.splice(states, 0, name)
  return name
}

type Piece = Parameters<typeof makeNode>[0]

/** Both made as large as the larger one along each axis, and put behind each other. */
function joined(
  value: string,
  carried: string,
  result: string,
  axes: number,
  named: (what: string) => string,
): Piece[] {
  const integers = (what: string, numbers: readonly number[]): Piece => ({
    op: 'Constant',
    inputs: [],
    outputs: [named(what)],
    tensors: { value: { dtype: 'int64', dims: [numbers.length], data: BigInt64Array.from(numbers, BigInt) } },
  })
  const filled = (what: string, from: string): Piece[] => [
    { op: 'Sub', inputs: [named('largest'), named(`${what}.size`)], outputs: [named(`${what}.lacks`)] },
    {
      op: 'Concat',
      inputs: [named('fronts'), named(`${what}.lacks`)],
      outputs: [named(`${what}.pads`)],
      ints: { axis: 0 },
    },
    { op: 'Pad', inputs: [from, named(`${what}.pads`)], outputs: [named(`${what}.filled`)] },
  ]
  const size = (what: string, from: string): Piece[] => [
    { op: 'Shape', inputs: [from], outputs: [named(`${what}.shape`)] },
    {
      op: 'Slice',
      inputs: [named(`${what}.shape`), named('one'), named('end'), named('zero')],
      outputs: [named(`${what}.size`)],
    },
  ]
  return [
    integers('zero', [0]),
    integers('one', [1]),
    integers('end', [axes + 1]),
    // Nothing goes in front of any axis, nor behind the axis of steps.
    integers('fronts', new Array<number>(axes + 2).fill(0)),
    { op: 'Unsqueeze', inputs: [value, named('zero')], outputs: [named('step')] },
    ...size('carried', carried),
    ...size('step', named('step')),
    { op: 'Max', inputs: [named('carried.size'), named('step.size')], outputs: [named('largest')] },
    ...filled('carried', carried),
    ...filled('step', named('step')),
    {
      op: 'Concat',
      inputs: [named('carried.filled'), named('step.filled')],
      outputs: [result],
      ints: { axis: 0 },
    },
  ]
}

/** The gradient of Einsum: the equation with one input and the output changing places. https://onnx.ai/onnx/operators/onnx__Einsum.html */
import { assert } from '#shared/base/assert'
import type { Value } from '#shared/ir/graph'
import { shapeOf } from '#shared/ops/shapes'
import type { Flow } from './backward'

export function einsum(flow: Flow): void {
  const { op, gradient, inputs, node } = flow
  const equation = node.attributes.equation
  assert(equation?.type === 'string', 'Einsum has an equation')
  const text = equation.value.replace(/\s/g, '')
  const [left = '', right] = text.split('->')
  const terms = left.split(',')
  const known =
    right !== undefined && !text.includes('.') && terms.every((term) => new Set(term).size === term.length)
  assert(
    known,
    `the gradient of Einsum is known for explicit outputs without repeated letters or dots, found ${text}`,
  )
  const size = new Map<string, number>()
  terms.forEach((term, i) => {
    for (const [axis, letter] of [...term].entries()) size.set(letter, Number(shapeOf(inputs[i]!)[axis]))
  })
  terms.forEach((term, i) => {
    if (!flow.needs(i)) return
    const others = terms.filter((_, k) => k !== i)
    const reachable = new Set([...right, ...others.join('')])
    // A letter of this input alone was summed away: each of its elements gets the same.
    const kept = [...term].filter((letter) => reachable.has(letter)).join('')
    const shape = [...kept].map((letter) => size.get(letter)!)
    const given: Value[] = [gradient, ...inputs.filter((_, k) => k !== i)]
    const back = op.Raw(
      'Einsum',
      given,
      { equation: { type: 'string', value: `${[right, ...others].join(',')}->${kept}` } },
      {
        dtype: gradient.dtype,
        shape,
      },
    )
    if (kept === term) flow.give(i, back)
    else {
      const missing = [...term].flatMap((letter, axis) => (reachable.has(letter) ? [] : [axis]))
      flow.give(
        i,
        op.Expand(
          op.Unsqueeze(back, missing),
          [...term].map((letter) => size.get(letter)!),
        ),
      )
    }
  })
}

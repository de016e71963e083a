/**
 * Reverse-mode differentiation, graph to graph: one walk back over the operators, each row of `gradients.ts` saying what flows back into its
 * inputs. Broadcasting is undone here and nowhere else; "no gradient" is absent, not zero.
 */
import { assert, Bug } from '#shared/base/assert'
import type { Builder } from '#shared/ir/builder'
import type { Graph, Node, Value } from '#shared/ir/graph'
import { type Operators, operators } from '#shared/ops/operators'
import { shapeOf } from '#shared/ops/shapes'
import { Contributions } from './contributions'
import { gradients } from './gradients'

/** One operator on the way back. */
export interface Flow {
  readonly op: Operators
  readonly node: Node
  /** The gradient of the output of this number; absent where nothing flows into it. */
  of(output: number): Value | undefined
  /** The gradient of the first output. */
  readonly gradient: Value
  readonly inputs: readonly Value[]
  readonly output: Value
  /** Whether anything that is asked for depends on this input. */
  needs(input: number): boolean
  /** Gives an input its gradient; one that was broadcast is summed. */
  give(input: number, gradient: Value): void
  /** Gives an input the negative of this gradient. */
  take(input: number, gradient: Value): void
  /** Gives the gradient of a part of an input along one axis. */
  givePiece(input: number, axis: number, start: number, gradient: Value): void
  /** Gives `leftᵀ · right` to a matrix; products of many operators become one. */
  giveProduct(input: number, left: Value, right: Value): void
  /** The last two axes swapped; made once for each value. */
  turned(value: Value): Value
  /** What a constant int64 input holds. */
  ints(input: number): readonly number[]
}

/**
 * Appends the gradient of `loss` (one number) to a graph of plain operators of known sizes. Gives the gradients of `wanted` that the
 * loss depends on.
 */
export function backward(
  builder: Builder,
  graph: Graph,
  loss: Value,
  wanted: readonly Value[],
): Map<Value, Value> {
  assert(shapeOf(loss).length === 0, 'a loss is one number', loss)
  const op = operators(builder)
  const dependent = dependents(graph, wanted)
  const contributions = new Map<Value, Contributions>()
  const known = new Map<Value, Value>()
  const turnedValues = new Map<Value, Value>()

  const into = (value: Value): Contributions => {
    let all = contributions.get(value)
    if (!all) {
      all = new Contributions(value)
      contributions.set(value, all)
    }
    return all
  }
  const gradientOf = (value: Value): Value | undefined => {
    const done = known.get(value)
    if (done || !contributions.has(value)) return done
    const sum = into(value).sum(op)
    known.set(value, sum)
    return sum
  }

  builder.source = 'gradient'
  into(loss).whole(op.One(loss))
  for (const node of [...graph.nodes].reverse()) {
    const reached = node.outputs.some(
      (output) => output && contributions.has(output) && dependent.has(output),
    )
    if (!reached) continue
    const row = gradients[node.op]
    if (row === undefined)
      throw new Bug(`no gradient for ${node.op}${node.source ? ` of ${node.source}` : ''}`)
    if (row === 'stop') continue
    const input = (i: number): Value => {
      const value = node.inputs[i]
      assert(value, `input ${i} of ${node.op}`)
      return value
    }
    const first = node.outputs[0]!
    const flow: Flow = {
      op,
      node,
      inputs: node.inputs as readonly Value[],
      output: first,
      get gradient() {
        const gradient = gradientOf(first)
        assert(gradient, `a gradient of the first output of ${node.op}`)
        return gradient
      },
      of: (i) => {
        const output = node.outputs[i]
        return output && gradientOf(output)
      },
      needs: (i) => node.inputs[i] !== undefined && dependent.has(node.inputs[i]),
      give: (i, gradient) => {
        const value = input(i)
        if (!dependent.has(value)) return
        if (isRepeated(gradient, value)) into(value).rows(gradient)
        else into(value).whole(unbroadcast(op, gradient, value))
      },
      take: (i, gradient) => {
        const value = input(i)
        if (dependent.has(value)) into(value).negative(unbroadcast(op, gradient, value))
      },
      givePiece: (i, axis, start, gradient) => {
        if (dependent.has(input(i))) into(input(i)).piece(axis, start, gradient)
      },
      giveProduct: (i, left, right) => {
        if (dependent.has(input(i))) into(input(i)).product(left, right)
      },
      turned: (value) => {
        let turned = turnedValues.get(value)
        if (!turned) {
          const rank = shapeOf(value).length
          turned = op.Transpose(value, [...Array.from({ length: rank - 2 }, (_, i) => i), rank - 1, rank - 2])
          turnedValues.set(value, turned)
        }
        return turned
      },
      ints: (i) => {
        const tensor = graph.constants.get(input(i)) ?? builder.root.constants.get(input(i))
        assert(tensor?.dtype === 'int64', `a constant input ${i} of ${node.op}`)
        return Array.from(tensor.data as BigInt64Array, Number)
      },
    }
    row(flow)
  }
  const found = new Map<Value, Value>()
  for (const value of wanted) {
    const gradient = gradientOf(value)
    if (gradient) found.set(value, gradient)
  }
  return found
}

/** Everything that is computed from these values, themselves included. */
function dependents(graph: Graph, from: readonly Value[]): Set<Value> {
  const dependent = new Set<Value>(from)
  for (const node of graph.nodes) {
    if (!node.inputs.some((input) => input && dependent.has(input))) continue
    for (const output of node.outputs) if (output) dependent.add(output)
  }
  return dependent
}

/** Whether leading axes alone were broadcast. */
function isRepeated(gradient: Value, value: Value): boolean {
  const [from, to] = [shapeOf(gradient), shapeOf(value)]
  const extra = from.length - to.length
  return extra > 0 && to.every((dim, i) => dim === from[i + extra])
}

/** Sums over the axes that were broadcast. */
function unbroadcast(op: Operators, gradient: Value, value: Value): Value {
  const [from, to] = [shapeOf(gradient), shapeOf(value)]
  const extra = from.length - to.length
  const axes = from.flatMap((dim, i) => (i < extra || (to[i - extra] === 1 && dim !== 1) ? [i] : []))
  if (axes.length === 0) return gradient
  const sum = op.ReduceSum(gradient, axes)
  return shapeOf(sum).length === to.length ? sum : op.Reshape(sum, to.map(Number))
}

/**
 * Who makes and who reads each value of a graph, and which values depend on what the model is fed.
 */
import type { Attribute, Graph, Node, Tensor, Value } from '#shared/ir/graph'
import { freeValues } from './bodies'
import type { BodyStep } from './site'

export interface Use {
  readonly node: Node
  /** Which of the node's inputs the value is. */
  readonly index: number
}

export interface Links {
  readonly graph: Graph
  /** Version of ai.onnx's operators. */
  readonly opset: number
  maker(value: Value): Node | undefined
  uses(value: Value): readonly Use[]
  /** Which node of the graph it is. */
  numberOf(node: Node): number
  /** Whether a value changes with the numbers that the model is fed; sizes alone do not count. */
  derived(value: Value | undefined): boolean
  constant(value: Value | undefined): Tensor | undefined
  /** A constant's numbers; nothing for text, for what lies in another file, and for more than `limit` of them. */
  numbers(value: Value | undefined, limit?: number): readonly number[] | undefined
  /** Whether a constant's numbers lie in another file, and are not at hand. */
  elsewhere(tensor: Tensor): boolean
  isOutput(value: Value): boolean
  /** In a body: what a value of the graphs around it, or an input that the body is given, is there. */
  outside(value: Value): { readonly links: Links; readonly value: Value } | undefined
}

/** What comes out of these depends on sizes only. */
const SIZES = new Set([
  ...['Shape', 'Size', 'ConstantOfShape', 'EyeLike'],
  ...['RandomNormalLike', 'RandomUniformLike'],
])
/** What these do to a constant leaves it one, with the same numbers. */
const SAME = new Set(['Identity', 'Cast'])
const MAX_STEPS = 100
const NONE: readonly never[] = []

/** `outer` is the graph around a body: a body may read its values. `elsewhere` lists the tensors that lie in other files. */
export function linksOf(
  graph: Graph,
  opset: number,
  elsewhere: ReadonlyMap<Tensor, unknown>,
  around?: Around,
): Links {
  const outer = around?.links
  const makers = new Map<Value, Node>()
  const uses = new Map<Value, Use[]>()
  /** Nodes by what their bodies read of this graph. */
  const readers = new Map<Value, Node[]>()
  for (const node of graph.nodes) {
    for (const output of node.outputs) if (output !== undefined) makers.set(output, node)
    for (const value of freeValues(node)) readers.set(value, [...(readers.get(value) ?? []), node])
    for (let index = 0; index < node.inputs.length; index++) {
      const input = node.inputs[index]
      if (input === undefined) continue
      const known = uses.get(input)
      if (known === undefined) uses.set(input, [{ node, index }])
      else known.push({ node, index })
    }
  }
  const read = outer === undefined ? [] : [...uses.keys(), ...readers.keys()]
  const captured = read.filter((value) => !makers.has(value) && outer?.derived(value))
  const called = around?.step.function === undefined ? undefined : around.node.inputs
  const fed = graph.inputs.filter((_, at) => isFed(graph, at, around))
  const derived = reachable([...fed, ...captured], uses, readers)
  const outputs = new Set(graph.outputs)

  function constant(value: Value | undefined): Tensor | undefined {
    for (let at = value, steps = 0; at !== undefined && steps < MAX_STEPS; steps++) {
      const held = graph.constants.get(at)
      if (held !== undefined) return held
      const maker = makers.get(at)
      if (maker === undefined) {
        const given = called?.[graph.inputs.indexOf(at)]
        return outer?.constant(given ?? at)
      }
      if (maker.op === 'Constant') return tensorOf(maker.attributes)
      if (!SAME.has(maker.op)) return undefined
      at = maker.inputs[0]
    }
    return undefined
  }

  let numbers: Map<Node, number> | undefined
  return {
    graph,
    opset,
    maker: (value) => makers.get(value),
    uses: (value) => uses.get(value) ?? NONE,
    numberOf(node) {
      numbers ??= new Map(graph.nodes.map((each, index) => [each, index]))
      return numbers.get(node) ?? -1
    },
    derived: (value) => value !== undefined && (derived.has(value) || (outer?.derived(value) ?? false)),
    constant,
    numbers(value, limit = 65_536) {
      const tensor = constant(value)
      return tensor === undefined || elsewhere.has(tensor) ? undefined : numbersOf(tensor, limit)
    },
    elsewhere: (tensor) => elsewhere.has(tensor),
    isOutput: (value) => outputs.has(value),
    outside(value) {
      if (around === undefined) return undefined
      const at = graph.inputs.indexOf(value)
      if (at < 0) return around.step.function === undefined ? { links: around.links, value } : undefined
      // What a Loop carries has the shape that it begins with; its first inputs are the step's number and a condition.
      const same = around.step.function !== undefined || (around.node.op === 'Loop' && at >= 2)
      const initial = same ? around.node.inputs[at] : undefined
      return initial === undefined ? undefined : { links: around.links, value: initial }
    },
  }
}

interface Around {
  readonly links: Links
  readonly node: Node
  readonly step: BodyStep
}

/** Whether a graph's input changes with what the model is fed. */
function isFed({ inputs }: Graph, at: number, around: Around | undefined): boolean {
  if (around === undefined) return true
  const { links, node, step } = around
  // A function is given weights as it is given activations.
  if (step.function !== undefined) return links.derived(node.inputs[at])
  // Which step it is, and that there is one: layers that are repeated choose their weights by it.
  if (node.op === 'Loop') return at >= 2
  if (node.op !== 'Scan') return true
  const sequences = intAttribute(node, 'num_scan_inputs') ?? 0
  return at < inputs.length - sequences || links.derived(node.inputs[at])
}

function reachable(
  seeds: readonly Value[],
  uses: ReadonlyMap<Value, readonly Use[]>,
  readers: ReadonlyMap<Value, readonly Node[]>,
): Set<Value> {
  const found = new Set(seeds)
  const open = [...seeds]
  const reach = (node: Node) => {
    if (SIZES.has(node.op)) return
    for (const output of node.outputs) {
      if (output === undefined || found.has(output)) continue
      found.add(output)
      open.push(output)
    }
  }
  for (let value = open.pop(); value !== undefined; value = open.pop()) {
    for (const { node } of uses.get(value) ?? NONE) reach(node)
    for (const node of readers.get(value) ?? NONE) reach(node)
  }
  return found
}

/** The forms that a Constant node's number may take. */
function tensorOf(attributes: Readonly<Record<string, Attribute>>): Tensor | undefined {
  const { value, value_int, value_ints, value_float, value_floats } = attributes
  if (value?.type === 'tensor') return value.value
  const ints =
    value_int?.type === 'int' ? [value_int.value] : value_ints?.type === 'ints' ? value_ints.value : undefined
  if (ints !== undefined)
    return { dtype: 'int64', dims: value_int ? [] : [ints.length], data: BigInt64Array.from(ints) }
  const floats =
    value_float?.type === 'float'
      ? [value_float.value]
      : value_floats?.type === 'floats'
        ? value_floats.value
        : undefined
  if (floats === undefined) return undefined
  return { dtype: 'float32', dims: value_float ? [] : [floats.length], data: Float32Array.from(floats) }
}

function numbersOf(tensor: Tensor, limit: number): readonly number[] | undefined {
  if (tensor.dtype === 'string' || tensor.dtype === 'undefined') return undefined
  if (tensor.dims.reduce((size, dim) => size * dim, 1) > limit) return undefined
  return Array.from(tensor.data as ArrayLike<number | bigint>, Number)
}

/** An integer attribute of a node. */
export function intAttribute(node: Node, name: string): number | undefined {
  const attribute = node.attributes[name]
  return attribute?.type === 'int' ? Number(attribute.value) : undefined
}

export function intsAttribute(node: Node, name: string): readonly number[] | undefined {
  const attribute = node.attributes[name]
  return attribute?.type === 'ints' ? attribute.value.map(Number) : undefined
}

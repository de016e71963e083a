/**
 * Loops that never end, as far as the file itself says so: no number of steps that can be lived through, and a condition that is always
 * true. Nothing can stop a run from inside, so it is not begun.
 */
import { fault } from '#shared/base/fault'
import type { Graph, Node, Tensor, Value } from '#shared/ir/graph'

/** Steps that take hours whatever they do. */
const MOST_STEPS = 1e10
/** Steps that are soon done unless each of them is long. */
const FEW_STEPS = 1e6
const MAX_LINKS = 100

interface Scope {
  readonly graph: Graph
  readonly makers: ReadonlyMap<Value, Node>
  readonly outer: Scope | undefined
}

/** @throws FaultError `bad-model` with the first loop that never ends */
export function refuseEndless(graph: Graph): void {
  const name = endlessIn(graph, undefined, isEndless)
  if (name !== undefined)
    throw fault(
      'bad-model',
      `The Loop “${name}” never ends: it has no number of steps, and its condition is always true. The model can be looked at, but not run.`,
    )
}

/** The first Loop whose number of steps the file does not tell, or tells to be enormous: whether it ends only a run can say. */
export function mayNotEnd(graph: Graph): string | undefined {
  return endlessIn(graph, undefined, isOpen)
}

function endlessIn(
  graph: Graph,
  outer: Scope | undefined,
  is: (loop: Node, scope: Scope) => boolean,
): string | undefined {
  const makers = new Map<Value, Node>()
  for (const node of graph.nodes)
    for (const output of node.outputs) if (output !== undefined) makers.set(output, node)
  const scope = { graph, makers, outer }
  for (const node of graph.nodes) {
    for (const attribute of Object.values(node.attributes)) {
      const inside = attribute.type === 'graph' ? endlessIn(attribute.value, scope, is) : undefined
      if (inside !== undefined) return inside
    }
    if (node.op === 'Loop' && node.domain === '' && is(node, scope))
      return node.source ?? node.outputs[0]?.name ?? 'Loop'
  }
  return undefined
}

function isOpen({ inputs: [steps] }: Node, scope: Scope): boolean {
  return steps === undefined || (numberOf(steps, scope) ?? Number.POSITIVE_INFINITY) > FEW_STEPS
}

function isEndless(loop: Node, scope: Scope): boolean {
  const [steps, first] = loop.inputs
  if (steps !== undefined && (numberOf(steps, scope) ?? 0) < MOST_STEPS) return false
  if (first !== undefined && numberOf(first, scope) !== 1) return false
  const body = loop.attributes.body
  if (body?.type !== 'graph') return false
  const makers = new Map<Value, Node>()
  for (const node of body.value.nodes)
    for (const output of node.outputs) if (output !== undefined) makers.set(output, node)
  const inside = { graph: body.value, makers, outer: scope }
  const [next] = body.value.outputs
  const { value, number } = followed(next, inside)
  return number === 1 || (value !== undefined && value === body.value.inputs[1])
}

function numberOf(value: Value, scope: Scope): number | undefined {
  return followed(value, scope).number
}

/** Where a value comes from through what changes nothing, and the number that it is. */
function followed(
  start: Value | undefined,
  scope: Scope,
): { readonly value: Value | undefined; readonly number: number | undefined } {
  let value = start
  for (let links = 0; value !== undefined && links < MAX_LINKS; links++) {
    const { held, maker } = found(value, scope)
    if (held !== undefined) return { value, number: single(held) }
    if (maker?.op === 'Constant') {
      const { value: tensor, value_int } = maker.attributes
      if (tensor?.type === 'tensor') return { value, number: single(tensor.value) }
      return { value, number: value_int?.type === 'int' ? Number(value_int.value) : undefined }
    }
    if (maker === undefined || !['Identity', 'Cast', 'Squeeze', 'Unsqueeze', 'Reshape'].includes(maker.op))
      return { value, number: undefined }
    value = maker.inputs[0]
  }
  return { value, number: undefined }
}

function found(value: Value, scope: Scope): { held?: Tensor | undefined; maker?: Node | undefined } {
  for (let at: Scope | undefined = scope; at !== undefined; at = at.outer) {
    const held = at.graph.constants.get(value)
    const maker = at.makers.get(value)
    if (held !== undefined || maker !== undefined) return { held, maker }
  }
  return {}
}

function single(tensor: Tensor): number | undefined {
  if (tensor.dtype === 'string' || tensor.dims.some((dim) => dim !== 1)) return undefined
  const number = (tensor.data as ArrayLike<number | bigint>)[0]
  return number === undefined ? undefined : Number(number)
}

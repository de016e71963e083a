/**
 * Document → one graph that tells what each input did for one number of an answer: forward, the score, and its gradient with respect to the
 * inputs, times the inputs (Shrikumar et al. 1605.01713). Inputs that are indices have no gradient: the rows that stand for them have.
 */
import { Bug } from '#shared/base/assert'
import { fault } from '#shared/base/fault'
import type { HeedDocument } from '#shared/document/document'
import { titleOf } from '#shared/document/structure'
import type { Graph, Node, Value } from '#shared/ir/graph'
import { verify } from '#shared/ir/verify'
import { everyNode } from '#shared/ir/walk'
import { operators } from '#shared/ops/operators'
import { shapeOf } from '#shared/ops/shapes'
import { backward } from '../autodiff/backward'
import { decomposeRecurrent } from '../autodiff/decompose'
import { checked } from './compile'
import { hoist } from './hoist'
import { lower } from './lower'
import type { FieldInput, Lowered, LoweredDecision } from './lowered'
import { followPlaces } from './places'
import { prune } from './prune'
import { unroll } from './unroll'
import { attachWeights, type Weights, weightsOf } from './weights'

export interface AttributionChoices {
  /** Sizes of every open axis; the batch is one. */
  readonly sizes: Readonly<Record<string, number>>
  readonly decision: string
  readonly weights: Weights
}

export interface AttributionGraph {
  readonly graph: Graph
  readonly decision: LoweredDecision
  /** Float fields: the output of the input's own shape that holds gradient × input. */
  readonly numbers: readonly { readonly field: FieldInput; readonly output: string }[]
  /**
   * Index fields: outputs with one number for each row that was looked up, and with the place in the field (from 1, row-major; 0 for none) that it
   * was looked up for. {@link placesName} takes the numbers from 1 in the field's shape.
   */
  readonly rows: readonly { readonly field: FieldInput; readonly output: string; readonly places: string }[]
}

/** What is explained: 1 at the score, 0 elsewhere, in the scores' shape. */
export const CHOSEN = 'heed.chosen'
/** The decision's scores before the softmax, or its numbers. */
export const SCORES = 'heed.scores'
export const placesName = (field: string): string => `heed.places.${field}`

/**
 * @throws FaultError `not-found` where there is no such decision, `unsupported` where the way back is not known
 */
export function compileAttribution(document: HeedDocument, choices: AttributionChoices): AttributionGraph {
  checked(document)
  const lowered = lower(document, { sizes: { ...choices.sizes, batch: 1 }, forced: true })
  attachWeights(lowered, weightsOf(lowered, document.seed, choices.weights))
  const { builder, graph } = lowered
  const op = operators(builder)
  const decision = lowered.decisions.find(({ id }) => id === choices.decision)
  if (!decision)
    throw fault(
      'not-found',
      `There is no decision “${choices.decision}”: expected one of ${lowered.decisions.map(({ id }) => id).join(', ')}.`,
    )
  const scores = decision.collectedScores ?? decision.collected
  flatten(document, lowered, scores)

  const indices = lowered.fields.filter(({ suffix, value }) => suffix === '' && value.dtype !== 'float32')
  const floats = lowered.fields.filter(({ suffix, value }) => suffix === '' && value.dtype === 'float32')
  const found = indices.flatMap((field) =>
    lookUps(graph, field.value).map((node) => ({ field, node, row: node.outputs[0]! })),
  )
  const places = new Map<FieldInput, (value: Value) => Value>()
  const chosen = builder.input(CHOSEN, 'float32', shapeOf(scores))
  const picked = op.Mul(scores, chosen)
  const score = op.Reshape(
    op.ReduceSum(
      picked,
      shapeOf(picked).map((_, i) => i),
    ),
    [],
  )
  const wanted = [...floats.map(({ value }) => value), ...found.map(({ row }) => row)]
  const gradients = differentiate(document, () => backward(builder, graph, score, wanted))

  const numbers: { field: FieldInput; output: string }[] = []
  const rows: { field: FieldInput; output: string; places: string }[] = []
  const outputs: [string, Value][] = [[SCORES, scores]]
  for (const field of floats) {
    const gradient = gradients.get(field.value)
    if (!gradient) continue
    const output = `heed.part.${field.field}`
    outputs.push([output, op.Mul(gradient, field.value)])
    numbers.push({ field, output })
  }
  found.forEach(({ field, node, row }, i) => {
    const gradient = gradients.get(row)
    if (!gradient) return
    const output = `heed.part.${field.field}.${i}`
    const place = `heed.place.${field.field}.${i}`
    let follow = places.get(field)
    if (!follow) {
      const numbered = builder.input(placesName(field.field), 'int64', shapeOf(field.value))
      follow = followPlaces(builder, graph, field.value, numbered, (at) =>
        refused(document, at, 'way of words'),
      )
      places.set(field, follow)
    }
    outputs.push([output, op.ReduceSum(op.Mul(gradient, row), [-1])])
    outputs.push([place, follow(node.inputs[1]!)])
    rows.push({ field, output, places: place })
  })
  for (const [name, value] of outputs) {
    const named = builder.rename(name, value)
    graph.nodes.push({ op: 'Identity', domain: '', inputs: [value], outputs: [named], attributes: {} })
    graph.outputs.push(named)
  }
  prune(graph, [])
  const read = new Set(graph.nodes.flatMap((node) => node.inputs))
  graph.inputs.splice(0, Number.POSITIVE_INFINITY, ...graph.inputs.filter((input) => read.has(input)))
  verify(graph)
  return { graph, decision, numbers, rows }
}

const RECURRENT: ReadonlySet<string> = new Set(['RNN', 'GRU', 'LSTM'])

/** Plain operators of known sizes, all steps written out; what makes noise in training passes its input on. */
function flatten(document: HeedDocument, { builder, graph }: Lowered, scores: Value): void {
  for (const { loop } of everyNode(graph)) if (loop) loop.continue = undefined
  for (const node of everyNode(graph))
    if (RECURRENT.has(node.op) && typeof shapeOf(node.inputs[0])[0] !== 'number')
      throw refused(document, node, `${node.op} over a History`)
  decomposeRecurrent(builder, graph)
  hoist(graph)
  prune(graph, [scores])
  builder.forgetSizes()
  unroll(builder, graph)
  prune(graph, [scores])
  const nodes = graph.nodes.splice(0)
  for (const node of nodes)
    graph.nodes.push(
      node.op === 'Dropout'
        ? {
            ...node,
            op: 'Identity',
            inputs: [node.inputs[0]],
            outputs: [node.outputs[0]],
            attributes: {},
          }
        : node,
    )
}

/** Operators that take rows of a table by indices that come from this input. */
function lookUps(graph: Graph, input: Value): Node[] {
  const from = new Set<Value>([input])
  const found: Node[] = []
  for (const node of graph.nodes) {
    const [first, second] = node.inputs
    if (node.op === 'Gather' && first?.dtype === 'float32' && second && from.has(second)) {
      found.push(node)
      continue
    }
    if (!node.inputs.some((value) => value && from.has(value))) continue
    for (const output of node.outputs) if (output?.dtype === 'int64') from.add(output)
  }
  return found
}

function differentiate<T>(document: HeedDocument, work: () => T): T {
  try {
    return work()
  } catch (error) {
    const parts = error instanceof Bug ? /^no gradient for (\S+)(?: of (\S+))?$/.exec(error.message) : null
    if (!parts) throw error
    throw refused(document, { source: parts[2] }, parts[1]!)
  }
}

function refused(document: HeedDocument, { source }: Pick<Node, 'source'>, what: string): Error {
  const node = source === undefined ? undefined : document.nodes[source]
  return fault(
    'unsupported',
    `What the inputs did cannot be told: there is no gradient for ${what}${node ? ` at ${titleOf(node)}` : ''}.`,
  )
}

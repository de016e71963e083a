/** Document → graph with structured loops. Each kind lowers itself; only loops, Previous, History and inputs are known here. */
import { need } from '#shared/base/assert'
import { fault } from '#shared/base/fault'
import type { DocumentNode, HeedDocument } from '#shared/document/document'
import { type Inference, infer } from '#shared/document/infer'
import { portKey, TOP, titleOf } from '#shared/document/structure'
import { Builder, type DimLike, dimOf } from '#shared/ir/builder'
import type { Value } from '#shared/ir/graph'
import type { Axis, Initializer, Kind, LowerContext, Params } from '#shared/kinds/kind'
import { parsePattern } from '#shared/kinds/pattern'
import { kindOf, outputPorts, withDefaults } from '#shared/kinds/registry'
import { type Operators, operators } from '#shared/ops/operators'
import type {
  FieldInput,
  LoopPlace,
  Lowered,
  LoweredDecision,
  LoweredSite,
  LowerOptions,
  Parameter,
  Speaker,
} from './lowered'
import { lowerLoop } from './lowerLoop'

/** A value that leaves the loop it lies in without a wire: a site's weights, a decision. */
export interface Exit {
  readonly value: Value
  readonly set: (collected: Value) => void
}

export interface Lowering {
  readonly document: HeedDocument
  readonly inference: Inference
  readonly options: LowerOptions
  readonly builder: Builder
  readonly op: Operators
  readonly fields: FieldInput[]
  readonly parameters: Map<string, Parameter>
  readonly sites: LoweredSite[]
  readonly decisions: LoweredDecision[]
  readonly speakers: Speaker[]
  readonly values: Map<string, Value>
  /** Truth of positions and true lengths, by axis origin; made when first asked for. */
  masks: Map<string, () => Value>
  lengths: Map<string, () => Value>
  /** Of the level that is being lowered. */
  exits: Exit[]
  loops: LoopPlace[]
  /** Loops around the level whose repetitions have weights of their own. */
  repeats: { readonly count: number; readonly index: Value }[]
}

/** The document must have no problems of severity `error`. */
export function lower(document: HeedDocument, options: LowerOptions = {}): Lowered {
  const builder = new Builder('heed')
  const lowering: Lowering = {
    document,
    inference: infer(document),
    options,
    builder,
    op: operators(builder),
    fields: [],
    parameters: new Map(),
    sites: [],
    decisions: [],
    speakers: [],
    values: new Map(),
    masks: new Map(),
    lengths: new Map(),
    exits: [],
    loops: [],
    repeats: [],
  }
  builder.defineSize('batch', () => lowering.op.SizeOf(need(builder.root.inputs[0], 'an input'), 0))
  lowerLevel(lowering, TOP)
  for (const exit of lowering.exits) exit.set(exit.value)
  const lengths = lowering.lengths
  return {
    builder,
    graph: builder.root,
    fields: lowering.fields,
    parameters: lowering.parameters,
    sites: lowering.sites,
    decisions: lowering.decisions,
    speakers: lowering.speakers,
    values: lowering.values,
    lengthOf: (origin) => lengths.get(origin)?.(),
  }
}

export function lowerLevel(lowering: Lowering, level: string): void {
  for (const id of lowering.inference.structure.levels.get(level) ?? []) {
    const node = lowering.document.nodes[id]!
    const kind = kindOf(node.kind)
    const params = withDefaults(kind, node.params)
    lowering.builder.source = id
    if (kind.structural === 'input') lowerInput(lowering, id, kind, params)
    else if (kind.structural === 'loop') lowerLoop(lowering, node, kind, params)
    else if (kind.structural === undefined) lowerNode(lowering, id, kind, params)
    // Previous and History are set up by their loop, see lowerLoop.
  }
}

/** The size of an axis: a number, or a symbol that the builder can compute. */
export function sizeOfAxis(lowering: Lowering, axis: Axis): DimLike {
  if (axis.size !== undefined) return axis.size
  const origin = need(axis.origin, 'origin of an open axis')
  return lowering.options.sizes?.[origin] ?? { symbol: origin }
}

export function batchOf(lowering: Lowering): DimLike {
  return lowering.options.sizes?.batch ?? { symbol: 'batch' }
}

/** Values wired into a port, in order. */
export function wired(lowering: Lowering, node: string, port: string): Value[] {
  const wires = lowering.inference.structure.into.get(portKey({ node, port })) ?? []
  return wires.map((wire) => need(lowering.values.get(portKey(wire.from)), `value of ${portKey(wire.from)}`))
}

/** Runs `make` when first asked, in the graph that is being written now, whatever is written to by then. */
export function lazily(lowering: Lowering, make: () => Value): () => Value {
  const graph = lowering.builder.graph
  let value: Value | undefined
  return () => {
    value ??= lowering.builder.within(graph, make)
    return value
  }
}

function lowerInput(lowering: Lowering, id: string, kind: Kind, params: Params): void {
  const { builder, op, inference } = lowering
  const spec = need(kind.input, `input of ${kind.id}`)
  const field = String(params.field)
  const [port] = Object.keys(outputPorts(kind, params))
  const type = need(inference.outputs.get(portKey({ node: id, port: port! })), `type of ${id}`)
  const letters = parsePattern(outputPorts(kind, params)[port!]!.shape).map(({ letter }) => letter)
  const axis = (letter: string) => need(type.axes[letters.indexOf(letter)], `axis ${letter} of ${id}`)

  const bySuffix = new Map<string, Value>()
  for (const { suffix, dtype, axes } of spec.tensors(params)) {
    const shape = [batchOf(lowering), ...axes.map((letter) => sizeOfAxis(lowering, axis(letter)))].map(dimOf)
    const value = builder.input(`${field}${suffix}`, dtype, shape)
    bySuffix.set(suffix, value)
    lowering.fields.push({ field, node: id, suffix, value })
    axes.forEach((letter, i) => {
      const { size, origin } = axis(letter)
      if (size === undefined && origin !== undefined)
        builder.defineSize(origin, () => op.SizeOf(value, i + 1))
    })
  }
  lowering.values.set(portKey({ node: id, port: port! }), bySuffix.get('')!)
  for (const [letter, suffix] of Object.entries(spec.lengths)) {
    const { origin } = axis(letter)
    const length = need(bySuffix.get(suffix), `${field}${suffix}`)
    lowering.lengths.set(origin!, () => length)
    lowering.masks.set(
      origin!,
      lazily(lowering, () =>
        op.Less(op.Range(sizeOfAxis(lowering, axis(letter))), op.Unsqueeze(length, [-1])),
      ),
    )
  }
}

function lowerNode(lowering: Lowering, id: string, kind: Kind, params: Params): void {
  const { builder, op } = lowering
  const bindings = need(lowering.inference.bindings.get(id), `bindings of ${id}`)
  const ports = Object.keys(bindings.inputs)
  const dims: Record<string, DimLike> = { B: batchOf(lowering) }
  for (const [letter, axis] of Object.entries(bindings.letters)) dims[letter] = sizeOfAxis(lowering, axis)
  const originOf = (letter: string) => bindings.letters[letter]?.origin ?? ''
  const many = Object.fromEntries(ports.map((port) => [port, wired(lowering, id, port)]))
  const context: LowerContext = {
    op,
    params,
    inputs: Object.fromEntries(
      Object.entries(many).flatMap(([port, [value]]) => (value ? [[port, value]] : [])),
    ),
    many,
    dims,
    bindings,
    weight: (name, shape, init) => weight(lowering, id, name, shape, init),
    maskOf: (letter) => lowering.masks.get(originOf(letter))?.(),
    lengthOf: (letter) => lowering.lengths.get(originOf(letter))?.(),
  }
  const outputs = need(kind.lower, `lower of ${kind.id}`)(context)
  for (const [port, value] of Object.entries(outputs)) lowering.values.set(portKey({ node: id, port }), value)
  builder.source = id
  if (kind.attention) addSite(lowering, id, kind, params, outputs)
  if (kind.decision) addDecision(lowering, id, kind, params, outputs)
}

function addSite(
  lowering: Lowering,
  id: string,
  kind: Kind,
  params: Params,
  outputs: Readonly<Record<string, Value>>,
): void {
  const spec = kind.attention!
  const { letters } = lowering.inference.bindings.get(id)!
  const value = need(outputs[spec.output], `weights of ${id}`)
  const pattern = parsePattern(outputPorts(kind, params)[spec.output]!.shape).map(({ letter }) => letter)
  const head = spec.head !== undefined && pattern.includes(spec.head) ? letters[spec.head] : undefined
  const site: LoweredSite = {
    id,
    node: id,
    title: titleOf(lowering.document.nodes[id]!),
    heads: head?.size ?? 1,
    headAxis: head !== undefined,
    queryAxis: spec.query === undefined ? undefined : letters[spec.query],
    keyAxis: need(letters[spec.key], `key axis of ${id}`),
    loops: [...lowering.loops],
    value,
    collected: value,
  }
  lowering.sites.push(site)
  lowering.exits.push({
    value,
    set: (collected) => {
      site.collected = collected
    },
  })
}

function addDecision(
  lowering: Lowering,
  id: string,
  kind: Kind,
  params: Params,
  outputs: Readonly<Record<string, Value>>,
): void {
  const spec = kind.decision!
  const node = lowering.document.nodes[id]!
  const vocabulary = spec.choice === undefined ? undefined : String(params.vocabulary ?? '')
  const value = need(outputs[spec.output], `decision of ${id}`)
  const choice = spec.choice === undefined ? undefined : need(outputs[spec.choice], `choice of ${id}`)
  const scores = spec.scores === undefined ? undefined : need(outputs[spec.scores], `scores of ${id}`)
  const type = need(lowering.inference.outputs.get(portKey({ node: id, port: spec.output })), `type of ${id}`)
  const decision: LoweredDecision = {
    id,
    node: id,
    title: titleOf(node),
    labels:
      spec.labels?.(params) ??
      (vocabulary === undefined ? undefined : lowering.document.vocabularies[vocabulary]),
    vocabulary,
    loops: [...lowering.loops],
    axes: type.axes,
    value,
    choice,
    collected: value,
    collectedChoice: choice,
    collectedScores: scores,
  }
  lowering.decisions.push(decision)
  const leave = (inner: Value | undefined, set: (collected: Value) => void) => {
    if (inner) lowering.exits.push({ value: inner, set })
  }
  leave(value, (collected) => {
    decision.collected = collected
  })
  leave(choice, (collected) => {
    decision.collectedChoice = collected
  })
  leave(scores, (collected) => {
    decision.collectedScores = collected
  })
}

/** One parameter, or one for each repetition, picked by the step; a tied one is another node's. */
function weight(
  lowering: Lowering,
  id: string,
  name: string,
  shape: readonly number[],
  init: Initializer,
): Value {
  const { builder, op, document } = lowering
  const tie = document.nodes[id]!.tieTo?.[name]
  if (tie) return tiedWeight(lowering, id, name, tie, shape, init)
  let names = [`${id}.${name}`]
  for (const { count } of lowering.repeats)
    names = names.flatMap((one) => Array.from({ length: count }, (_, i) => `${one}[${i}]`))
  if (lowering.repeats.length === 0) return parameter(lowering, names[0]!, shape, init)
  const stack = builder.within(builder.root, () =>
    op.Concat(
      names.map((one) => op.Unsqueeze(parameter(lowering, one, shape, init), [0])),
      0,
    ),
  )
  let at = lowering.repeats[0]!.index
  for (const { count, index } of lowering.repeats.slice(1)) at = op.Add(op.Mul(at, count), index)
  return op.Gather(stack, at, 0)
}

type Tie = NonNullable<DocumentNode['tieTo']>[string]

/** Another node's weight in place of this one. */
function tiedWeight(
  lowering: Lowering,
  id: string,
  name: string,
  tie: Tie,
  shape: readonly number[],
  init: Initializer,
): Value {
  const { document, op } = lowering
  const where = `${titleOf(document.nodes[id]!)} ▸ ${name}`
  const other = document.nodes[tie.node]
  if (!other)
    throw fault('invalid-document', `${where}: it is tied to a weight of “${tie.node}”, which is not there.`)
  if (other.tieTo?.[tie.param])
    throw fault(
      'invalid-document',
      `${where}: it is tied to ${titleOf(other)} ▸ ${tie.param}, which is tied itself. Tie both to the same third weight.`,
    )
  if (tie.transpose && shape.length !== 2)
    throw fault(
      'invalid-document',
      `${where}: only a matrix can be tied transposed, found [${shape.join(', ')}].`,
    )
  const value = parameter(
    lowering,
    `${tie.node}.${tie.param}`,
    tie.transpose ? [...shape].reverse() : shape,
    init,
    where,
  )
  return tie.transpose ? op.Transpose(value, [1, 0]) : value
}

/** `where` names who asks, in words. */
function parameter(
  lowering: Lowering,
  name: string,
  shape: readonly number[],
  init: Initializer,
  where = name,
): Value {
  const known = lowering.parameters.get(name)
  if (known) {
    if (known.shape.length !== shape.length || known.shape.some((size, i) => size !== shape[i]))
      throw fault(
        'invalid-document',
        `${where}: the weight ${name} is shared by nodes that need it in two shapes, [${known.shape.join(', ')}] and [${shape.join(', ')}]. Give both the same sizes, or untie them.`,
      )
    return known.value
  }
  const value = lowering.builder.value(name, 'float32', shape)
  lowering.parameters.set(name, { name, value, shape, init })
  return value
}

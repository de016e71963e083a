/** Document → graph with structured loops. Each kind lowers itself; only loops, Previous, History and inputs are known here. */
import { need } from '#shared/base/assert'
import type { DocumentNode, HeedDocument } from '#shared/document/document'
import { infer } from '#shared/document/infer'
import { expanded } from '#shared/document/insideOpen'
import { portKey, TOP, titleOf } from '#shared/document/structure'
import { Builder, type DimLike, dimOf } from '#shared/ir/builder'
import type { Value } from '#shared/ir/graph'
import type { Kind, LowerContext, Params } from '#shared/kinds/kind'
import { parsePattern } from '#shared/kinds/pattern'
import { kindOf, outputPorts, withDefaults } from '#shared/kinds/registry'
import { operators } from '#shared/ops/operators'
import type { Lowered, LoweredDecision, LoweredSite, LowerOptions } from './lowered'
import { batchOf, type Lowering, lazily, maskKey, sizeOfAxis, wired } from './lowering'
import { lowerLoop } from './lowerLoop'
import { weight } from './lowerWeights'

/** The document must have no problems of severity `error`. */
export function lower(given: HeedDocument, options: LowerOptions = {}): Lowered {
  const { document, outputs } = expanded(given)
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
    states: [],
    decisions: [],
    speakers: [],
    values: new Map(),
    masks: new Map(),
    lengths: new Map(),
    exits: [],
    loops: [],
    loopsIn: new Map(),
    repeats: [],
  }
  builder.defineSize('batch', () => lowering.op.SizeOf(need(builder.root.inputs[0], 'an input'), 0))
  lowerLevel(lowering, TOP)
  for (const exit of lowering.exits) exit.set(exit.value)
  for (const [port, inner] of outputs) {
    const value = lowering.values.get(outputs.get(inner) ?? inner)
    if (value) lowering.values.set(port, value)
  }
  const lengths = lowering.lengths
  return {
    builder,
    graph: builder.root,
    fields: lowering.fields,
    parameters: lowering.parameters,
    sites: lowering.sites.map((site) => asSeen(given, document, site)),
    states: lowering.states.map((state) => ({ ...state, node: canvasNode(given, document, state.node) })),
    decisions: lowering.decisions,
    speakers: lowering.speakers,
    values: lowering.values,
    loopsIn: lowering.loopsIn,
    lengthOf: (origin) => lengths.get(origin)?.(),
  }
}

/** The node on the canvas that a node belongs to: of a part of a composite, the composite. */
export function canvasNode(given: HeedDocument, whole: HeedDocument, id: string): string {
  let seen: string | undefined = id
  while (seen !== undefined && given.nodes[seen] === undefined)
    seen = (whole.nodes[seen]?.openedFrom?.node as DocumentNode | undefined)?.id
  return seen ?? id
}

/** A composite's attention is its own: it has its name. */
function asSeen(given: HeedDocument, whole: HeedDocument, site: LoweredSite): LoweredSite {
  const node = canvasNode(given, whole, site.node)
  return node === site.node ? site : { ...site, id: node, node, title: titleOf(given.nodes[node]!) }
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
    const key = maskKey(axis(letter))
    const length = need(bySuffix.get(suffix), `${field}${suffix}`)
    lowering.lengths.set(key, () => length)
    lowering.masks.set(
      key,
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
  const keyOf = (letter: string) => maskKey(bindings.letters[letter] ?? {})
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
    linear: lowering.options.linear === true && kind.attention?.linear?.(params) === true,
    weight: (name, shape, init) => weight(lowering, id, name, shape, init),
    maskOf: (letter) => lowering.masks.get(keyOf(letter))?.(),
    lengthOf: (letter) => lowering.lengths.get(keyOf(letter))?.(),
  }
  const outputs = need(kind.lower, `lower of ${kind.id}`)(context)
  for (const [port, value] of Object.entries(outputs)) lowering.values.set(portKey({ node: id, port }), value)
  builder.source = id
  if (kind.attention) addSite(lowering, id, kind, params, outputs)
  if (kind.states) addState(lowering, id, kind, params, outputs)
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

function addState(
  lowering: Lowering,
  id: string,
  kind: Kind,
  params: Params,
  outputs: Readonly<Record<string, Value>>,
): void {
  const spec = kind.states!
  const { letters } = lowering.inference.bindings.get(id)!
  const rowAxis = letters[spec.row]
  // One state that belongs to no step is no series of them.
  if (!rowAxis && lowering.loops.length === 0) return
  lowering.states.push({
    id: portKey({ node: id, port: spec.output }),
    node: id,
    title: titleOf(lowering.document.nodes[id]!),
    what: spec.what,
    rowAxis,
    columnAxis: need(letters[spec.column], `columns of ${id}`),
    parts: spec.parts?.(params),
    loops: [...lowering.loops],
    value: need(outputs[spec.output], `states of ${id}`),
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

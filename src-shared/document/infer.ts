/**
 * The types of all values of a document at once, and everything that is wrong with it, as problems in plain words. Pure; runs in the page
 * on each change and in the compiler before anything is lowered.
 */
import type { Problem } from '../base/problem'
import type { Axis, Bindings, Kind, Params, Port, ValueType } from '../kinds/kind'
import { axesOf, type Bound, bind, parsePattern } from '../kinds/pattern'
import { kinds, withDefaults } from '../kinds/registry'
import { describeOrigin } from './describe'
import type { DocumentNode, HeedDocument } from './document'
import { circleProblems, inferStructural, sameType } from './inferLoops'
import { describeMismatch } from './mismatch'
import { fieldProblems, paramProblem, vocabularyProblems } from './paramProblems'
import { type Ports, portKey, type Structure, structureOf, TOP, titleOf } from './structure'
import { checkWired } from './unwired'

export interface Inference {
  /** Types by output port, `node.port`; those that are not known (yet) are absent. */
  readonly outputs: ReadonlyMap<string, ValueType>
  /** What each node's letters stand for, for nodes whose inputs all fit. */
  readonly bindings: ReadonlyMap<string, Bindings>
  readonly problems: readonly Problem[]
  readonly structure: Structure
}

/** What inference knows while it runs. */
export interface Draft {
  readonly document: HeedDocument
  readonly structure: Structure
  readonly vocabularies: Readonly<Record<string, number>>
  readonly outputs: Map<string, ValueType>
  readonly bindings: Map<string, Bindings>
  readonly ports: ReadonlyMap<string, Ports>
  problems: Problem[]
}

function draftOf(document: HeedDocument, structure: Structure): Draft {
  return {
    document,
    structure,
    vocabularies: Object.fromEntries(
      Object.entries(document.vocabularies).map(([name, words]) => [name, words.length]),
    ),
    outputs: new Map(),
    bindings: new Map(),
    ports: structure.ports,
    problems: [],
  }
}

export function infer(document: HeedDocument): Inference {
  const structure = structureOf(document)
  const draft = draftOf(document, structure)
  // What a Previous holds is known only when the value it remembers is: each pass hands it on by one Previous more, and what was made of
  // a part of its inputs is made again of all.
  const previous = Object.values(document.nodes).filter(
    (node) => kinds.get(node.kind)?.structural === 'previous',
  )
  const held = () => previous.map(({ id }) => draft.outputs.get(portKey({ node: id, port: 'value' })))
  for (let pass = 0; pass <= 2 * previous.length; pass++) {
    const [known, before] = [draft.outputs.size, held()]
    draft.problems = []
    inferLevel(draft, TOP)
    const settled = held().every(
      (type, i) => type === before[i] || (type && before[i] && sameType(type, before[i])),
    )
    if (pass > 0 && draft.outputs.size === known && settled) break
  }
  draft.problems.push(...circleProblems(draft))
  return {
    outputs: draft.outputs,
    bindings: draft.bindings,
    structure,
    problems: [
      ...structure.problems,
      ...draft.problems,
      ...fieldProblems(document),
      ...vocabularyProblems(document),
    ],
  }
}

/** What is wrong with one node (and the inside of a loop) where these types arrive at it. */
export function problemsOf(
  document: HeedDocument,
  structure: Structure,
  outputs: ReadonlyMap<string, ValueType>,
  id: string,
): readonly Problem[] {
  const draft: Draft = { ...draftOf(document, structure), outputs: new Map(outputs) }
  inferOne(draft, id)
  return draft.problems
}

export function inferLevel(draft: Draft, level: string): void {
  for (const id of draft.structure.levels.get(level) ?? []) inferOne(draft, id)
}

function inferOne(draft: Draft, id: string): void {
  const node = draft.document.nodes[id]!
  const kind = kinds.get(node.kind)
  if (!kind) {
    draft.problems.push({
      node: id,
      severity: 'error',
      message: `${titleOf(node)}: this version of Heed does not know the kind “${node.kind}”. The node is kept as it is.`,
      mend: 'Open the document with a newer Heed, or remove the node.',
    })
    return
  }
  if (node.version > kind.version) {
    draft.problems.push({
      node: id,
      severity: 'error',
      message: `${titleOf(node)}: it was made by a newer Heed (version ${node.version} of “${kind.title}”; this one knows up to ${kind.version}). The node is kept as it is.`,
      mend: 'Open the document with a newer Heed, or put a new node in its place.',
    })
    return
  }
  const params = withDefaults(kind, node.params)
  checkParams(draft, node, kind, params)
  if (kind.structural && kind.structural !== 'input') inferStructural(draft, node, kind, params)
  else inferNode(draft, node, kind, params)
}

/** Types that arrive at a port, in order; a wire whose source is not known is left out. */
export function arriving(draft: Draft, node: string, port: string): ValueType[] {
  const wires = draft.structure.into.get(portKey({ node, port })) ?? []
  return wires.flatMap((wire) => draft.outputs.get(portKey(wire.from)) ?? [])
}

export function isWired(draft: Draft, node: string, port: string): boolean {
  return (draft.structure.into.get(portKey({ node, port }))?.length ?? 0) > 0
}

/** Binds what arrives at a node's ports to its letters; the problem where it does not fit. */
export function bindInputs(
  draft: Draft,
  node: DocumentNode,
  ports: Readonly<Record<string, Port>>,
): { readonly bound: Bound; readonly fits: boolean; readonly complete: boolean } {
  const bound: Bound = { letters: new Map(), star: undefined }
  let fits = true
  let complete = true
  for (const [name, port] of Object.entries(ports)) {
    const wires = draft.structure.into.get(portKey({ node: node.id, port: name })) ?? []
    for (const wire of wires) {
      const type = draft.outputs.get(portKey(wire.from))
      if (!type) {
        complete = false
        continue
      }
      const problem = portProblem(bound, node, name, port, type)
      if (!problem) continue
      fits = false
      draft.problems.push({ ...problem, node: node.id, port: name, wire: wire.id, severity: 'error' })
    }
    if (wires.length > 1 && !port.many) {
      fits = false
      draft.problems.push({
        node: node.id,
        port: name,
        severity: 'error',
        message: `${titleOf(node)} ▸ ${port.label ?? name}: expected one wire, found ${wires.length}.`,
        mend: 'Remove all but one.',
      })
    }
  }
  return { bound, fits, complete }
}

/** What is wrong with a value of this type at this port, after what `bound` holds already. */
export function portProblem(
  bound: Bound,
  node: DocumentNode,
  name: string,
  port: Port,
  type: ValueType,
): Pick<Problem, 'message' | 'mend'> | undefined {
  const where = `${titleOf(node)} ▸ ${port.label ?? name}`
  const wanted = port.element ?? 'number'
  if (wanted === 'number' && type.element === 'index')
    return {
      message: `${where}: expected numbers, found indices.`,
      mend: 'Put an Embedding in between: it turns each index into numbers.',
    }
  if (wanted === 'index' && type.element === 'number')
    return {
      message: `${where}: expected indices (words), found numbers.`,
      mend: 'Wire words, or the word of a Words decision, into it.',
    }
  const mine: Bound = port.many ? { letters: new Map(), star: bound.star } : bound
  const match = bind(mine, name, port.shape, type.axes)
  bound.star = mine.star
  if (match.ok) {
    const open = parsePattern(port.shape).find(
      ({ letter, star }) => !star && !OPEN.has(letter) && isOpen(mine, letter),
    )
    if (open) {
      const axis = mine.letters.get(open.letter)!.axis!
      mine.letters.delete(open.letter)
      return {
        message: `${where}: expected a fixed number of features, found ${describeOrigin(axis)}, as many as there are.`,
        mend: 'Weights over positions have no fixed size: wire what they gather, or pool over the positions.',
      }
    }
  }
  return match.ok ? undefined : describeMismatch(where, port, match.error)
}

/** Letters of axes that may be as long as the input is; every other letter is a number of features, which weights are made for. */
const OPEN: ReadonlySet<string> = new Set(['T', 'S', 'N', 'W', 'H', 'P'])

function isOpen(bound: Bound, letter: string): boolean {
  const axis = bound.letters.get(letter)?.axis
  return axis !== undefined && axis !== null && axis.size === undefined
}

function inferNode(draft: Draft, node: DocumentNode, kind: Kind, params: Params): void {
  const ports = draft.ports.get(node.id)!
  const wired = checkWired(draft, node)
  const { bound, fits, complete } = bindInputs(draft, node, ports.inputs)
  if (!fits) return
  const bindings: Bindings = {
    letters: Object.fromEntries(
      [...bound.letters].flatMap(([letter, { axis }]) => (axis ? [[letter, axis]] : [])),
    ),
    star: bound.star?.axes ?? [],
    inputs: Object.fromEntries(
      Object.keys(ports.inputs).map((name) => [name, arriving(draft, node.id, name)]),
    ),
    vocabularies: draft.vocabularies,
  }
  let extra: Readonly<Record<string, Axis | undefined>> = {}
  if (kind.axes) {
    // Sizes of parameters are known before anything is wired; those that need the inputs wait for them.
    const found = kind.axes(params, bindings)
    if (found.ok) extra = found.value
    else {
      if (wired && complete)
        draft.problems.push({
          node: node.id,
          severity: 'error',
          ...found.error,
          message: `${titleOf(node)}${placeOf(kind, ports.inputs, found.error)}: ${found.error.message}`,
        })
      return
    }
  }
  const handedOn = Object.entries(ports.inputs).find(([, port]) => port.element === 'any')?.[0]
  const given = handedOn === undefined ? undefined : bindings.inputs[handedOn]?.[0]
  for (const [name, port] of Object.entries(ports.outputs)) {
    const axes = axesOf(bound, port.shape, extra)
    if (!axes) continue
    let type: ValueType = { element: 'number', axes }
    if (port.element === 'index') type = { element: 'index', axes, ...kind.index?.(params, bindings, name) }
    else if (port.element === 'any') {
      if (!given) continue
      type = { ...given, axes }
    }
    draft.outputs.set(portKey({ node: node.id, port: name }), type)
  }
  if (wired && complete)
    draft.bindings.set(node.id, { ...bindings, letters: { ...known(extra), ...bindings.letters } })
}

/** The port or parameter that a kind's own problem stands on, as part of its sentence. */
function placeOf(
  kind: Kind,
  inputs: Readonly<Record<string, Port>>,
  { port, param }: Pick<Problem, 'port' | 'param'>,
): string {
  if (port !== undefined) return ` ▸ ${inputs[port]?.label ?? port}`
  return param === undefined ? '' : ` ▸ ${kind.params[param]?.label ?? param}`
}

function known(axes: Readonly<Record<string, Axis | undefined>>): Record<string, Axis> {
  return Object.fromEntries(Object.entries(axes).flatMap(([letter, axis]) => (axis ? [[letter, axis]] : [])))
}

function checkParams(draft: Draft, node: DocumentNode, kind: Kind, params: Params): void {
  for (const [name, param] of Object.entries(kind.params)) {
    if (param.when && !param.when(params)) continue
    const wrong = paramProblem(param, params[name], draft.vocabularies)
    if (wrong)
      draft.problems.push({
        node: node.id,
        param: name,
        severity: 'error',
        message: `${titleOf(node)} ▸ ${param.label}: ${wrong}`,
      })
  }
}

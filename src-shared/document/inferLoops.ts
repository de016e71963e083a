/** Types of what only the compiler knows: loops, Previous and History. */
import type { Problem } from '../base/problem'
import type { Axis, Kind, Params, ValueType } from '../kinds/kind'
import { sameAxis } from '../kinds/pattern'
import { describeAxes, describeType } from './describe'
import type { DocumentNode, PortRef } from './document'
import { arriving, bindInputs, type Draft, inferLevel, isWired } from './infer'
import { parentOf, portKey, TOP, titleOf } from './structure'
import { checkWired } from './unwired'

export function inferStructural(draft: Draft, node: DocumentNode, kind: Kind, params: Params): void {
  if (kind.structural === 'loop') {
    inferLoop(draft, node, kind, params)
    return
  }
  if (parentOf(draft.document, node.id) === TOP) {
    draft.problems.push({
      node: node.id,
      severity: 'error',
      message: `${titleOf(node)}: it has a meaning only inside of a loop.`,
      mend: 'Drag it into a loop.',
    })
    return
  }
  if (kind.structural === 'history') inferHistory(draft, node)
  else inferPrevious(draft, node)
}

/** The axis of a History: as long as the steps so far. */
export function historyAxis(id: string): Axis {
  return { origin: `${id}.steps` }
}

function inferHistory(draft: Draft, node: DocumentNode): void {
  checkWired(draft, node)
  const [value] = arriving(draft, node.id, 'value')
  if (!value) return
  if (grows(draft, value, parentOf(draft.document, node.id))) {
    draft.problems.push({
      node: node.id,
      port: 'value',
      severity: 'error',
      message: `${titleOf(node)} ▸ value: ${describeAxes(value.axes)} grows from step to step and cannot be kept of each step.`,
      mend: 'Wire the value of the step itself into it: a History holds those of all steps so far.',
    })
    return
  }
  const steps = historyAxis(node.id)
  // What stands alone in a step lies in it here: the words of each sentence so far.
  const axes = value.axes.map((axis) =>
    axis.within?.length === 0 ? { ...axis, within: [steps.origin!] } : axis,
  )
  draft.outputs.set(portKey({ node: node.id, port: 'all' }), { ...value, axes: [steps, ...axes] })
}

function inferPrevious(draft: Draft, node: DocumentNode): void {
  checkWired(draft, node)
  const [initial] = arriving(draft, node.id, 'initial')
  const [next] = arriving(draft, node.id, 'next')
  const start = draft.structure.into.get(portKey({ node: node.id, port: 'initial' }))?.[0]
  if (start && levelOf(draft, start.from) === parentOf(draft.document, node.id))
    draft.problems.push({
      node: node.id,
      port: 'initial',
      wire: start.id,
      severity: 'error',
      message: `${titleOf(node)} ▸ initial: expected a value from outside of the loop, found one that changes with each step.`,
      mend: 'Wire what the first step should see from before the loop.',
    })
  const before = draft.outputs.get(portKey({ node: node.id, port: 'value' }))
  if (!initial && next && before && !sameType(before, next))
    draft.problems.push({
      node: node.id,
      port: 'next',
      severity: 'error',
      message: `${titleOf(node)} ▸ this step: expected ${describeType(before)}, which the step before had, found ${describeType(next)}.`,
      mend: 'What is remembered must keep its shape from step to step; a Dense changes the number of features.',
    })
  const type = initial ?? next
  if (type) draft.outputs.set(portKey({ node: node.id, port: 'value' }), type)
  if (!initial && next?.axes.some((axis) => axis.size === undefined))
    draft.problems.push({
      node: node.id,
      port: 'initial',
      severity: 'error',
      message: `${titleOf(node)} ▸ initial: nothing is wired to it, and ${describeType(next)} has no fixed size to start from.`,
      mend: 'Wire what the first step should see into it.',
    })
  if (initial && next && !sameType(initial, next))
    draft.problems.push({
      node: node.id,
      port: 'next',
      severity: 'error',
      message: `${titleOf(node)} ▸ this step: expected ${describeType(initial)} because initial has it, found ${describeType(next)}.`,
      mend: 'What is remembered must keep its shape from step to step; a Dense changes the number of features.',
    })
}

/** The level that a value can be read in. */
function levelOf(draft: Draft, { node, port }: PortRef): string {
  return draft.ports.get(node)?.outputs[port]?.inside ? node : parentOf(draft.document, node)
}

/** A Previous that remembers what is made of nothing but itself has no shape to begin with. */
export function circleProblems(draft: Draft): Problem[] {
  const wrong = new Set([...draft.structure.problems, ...draft.problems].map(({ node }) => node))
  const sources = new Map<string, string[]>()
  for (const [key, wires] of draft.structure.into) {
    const open = wires.filter(({ from }) => !draft.outputs.has(portKey(from)))
    const to = key.slice(0, key.indexOf('.'))
    if (open.length > 0) sources.set(to, [...(sources.get(to) ?? []), ...open.map(({ from }) => from.node)])
  }
  return Object.values(draft.document.nodes).flatMap((node): Problem[] => {
    if (node.kind !== 'previous' || draft.outputs.has(portKey({ node: node.id, port: 'value' }))) return []
    const seen = new Set([node.id])
    for (const at of seen) for (const source of sources.get(at) ?? []) seen.add(source)
    // Where something on the way is wrong, that is what is to be mended.
    if ([...seen].some((id) => wrong.has(id))) return []
    return [
      {
        node: node.id,
        port: 'initial',
        severity: 'error',
        message: `${titleOf(node)} ▸ initial: nothing is wired to it, and what it remembers is made of nothing but itself: its shape is not known.`,
        mend: 'Wire what the first step should see into it.',
      },
    ]
  })
}

export function sameType(a: ValueType, b: ValueType): boolean {
  return (
    a.element === b.element &&
    a.vocabulary === b.vocabulary &&
    a.count === b.count &&
    a.axes.length === b.axes.length &&
    a.axes.every((axis, i) => sameAxis(axis, b.axes[i]!))
  )
}

/** The axis that a loop's steps become when they are collected, where it is known. */
export function stepsAxis(
  draft: Pick<Draft, 'structure' | 'outputs'> & Partial<Draft>,
  node: DocumentNode,
  kind: Kind,
  params: Params,
): Axis | undefined {
  if (kind.loop === 'times') return { size: Number(params.count), origin: `${node.id}.repeats` }
  if (kind.loop === 'until') return { origin: `${params.field}.words` }
  return arriving(draft as Draft, node.id, 'sequence')[0]?.axes[0]
}

/** An axis where another is walked over: what was nested in that one stands alone there. */
export function insideOf(walked: Axis, axis: Axis): Axis {
  if (walked.origin === undefined || !axis.within?.includes(walked.origin)) return axis
  return { ...axis, within: axis.within.filter((origin) => origin !== walked.origin) }
}

function inferLoop(draft: Draft, node: DocumentNode, kind: Kind, params: Params): void {
  const set = (port: string, type: ValueType) => draft.outputs.set(portKey({ node: node.id, port }), type)
  const ports = draft.ports.get(node.id)!
  checkWired(draft, node)
  const around = draft.document.nodes[parentOf(draft.document, node.id)]
  if (kind.loop === 'until' && around)
    draft.problems.push({
      node: node.id,
      severity: 'error',
      message: `${titleOf(node)}: expected outside of other loops, found inside of ${titleOf(around)}: it would say another number of words in each of its steps.`,
      mend: `Drag it out of ${titleOf(around)}.`,
    })
  const steps = stepsAxis(draft, node, kind, params)
  const most = kind.loop === 'until' ? Number(params.maximum) : steps?.size
  set('step', { element: 'index', axes: [], ...(most === undefined ? {} : { count: most }) })
  // Axes nested in the one that is walked over, as they are outside of the loop.
  const nested = new Map<string | undefined, Axis>()
  if (kind.loop === 'each') {
    for (let i = 1; i <= Number(params.sequences); i++) {
      const suffix = i === 1 ? '' : String(i)
      const [type] = arriving(draft, node.id, `sequence${suffix}`)
      if (!type) continue
      const [first, ...rest] = type.axes
      if (!first || (steps && !sameAxis(first, steps))) {
        draft.problems.push(sequenceProblem(node, `sequence${suffix}`, steps, type))
        continue
      }
      for (const axis of rest) {
        const inner = insideOf(first, axis)
        if (inner !== axis) nested.set(axis.origin, axis)
      }
      set(`element${suffix}`, { ...type, axes: rest.map((axis) => insideOf(first, axis)) })
    }
  }
  const vocabulary = String(params.vocabulary ?? '')
  const word: ValueType = {
    element: 'index',
    axes: [],
    vocabulary,
    count: draft.vocabularies[vocabulary] ?? 0,
  }
  if (kind.loop === 'until') {
    set('previous', word)
    if (steps) set('words', { ...word, axes: [steps] })
  }

  inferLevel(draft, node.id)

  bindInputs(draft, node, ports.inputs.word ? { word: ports.inputs.word } : {})
  const [said] = arriving(draft, node.id, 'word')
  if (said?.element === 'index' && said.vocabulary !== vocabulary)
    draft.problems.push({
      node: node.id,
      port: 'word',
      severity: 'error',
      message: `${titleOf(node)} ▸ word: expected a word of “${vocabulary}”, found ${said.vocabulary === undefined ? describeType(said) : `a word of “${said.vocabulary}”`}.`,
      mend: 'Give the loop and its Words decision the same vocabulary.',
    })
  for (let i = 1; i <= Number(params.results); i++) {
    const suffix = i === 1 ? '' : String(i)
    const [result] = arriving(draft, node.id, `result${suffix}`)
    if (!result) {
      if (!isWired(draft, node.id, `result${suffix}`)) checkUnread(draft, node, suffix)
      continue
    }
    if (grows(draft, result, node.id)) {
      draft.problems.push({
        node: node.id,
        port: `result${suffix}`,
        severity: 'error',
        message: `${titleOf(node)} ▸ result${suffix}: ${describeAxes(result.axes)} grows from step to step and cannot be collected.`,
        mend: 'Give back the value of the step itself: the loop collects it.',
      })
      continue
    }
    const axes = result.axes.map((axis) => nested.get(axis.origin) ?? axis)
    if (steps) set(`all${suffix}`, { ...result, axes: [steps, ...axes] })
    set(`last${suffix}`, result)
  }
}

/** What a loop is not given, it cannot give back. */
function checkUnread(draft: Draft, node: DocumentNode, suffix: string): void {
  const reader = Object.values(draft.document.wires).find(
    ({ from }) => from.node === node.id && [`all${suffix}`, `last${suffix}`].includes(from.port),
  )
  if (!reader) return
  draft.problems.push({
    node: node.id,
    port: `result${suffix}`,
    severity: 'error',
    message: `${titleOf(node)} ▸ result${suffix}: nothing is wired to it, but ${reader.from.port} is read outside of the loop.`,
    mend: 'Wire what each step should give back into it.',
  })
}

/** Whether a value has an axis that is as long as the steps so far of this loop. */
function grows({ document }: Draft, { axes }: ValueType, loop: string): boolean {
  return axes.some(({ origin }) => {
    const id = origin?.endsWith('.steps') ? origin.slice(0, -'.steps'.length) : undefined
    return id !== undefined && document.nodes[id]?.kind === 'history' && parentOf(document, id) === loop
  })
}

function sequenceProblem(
  node: DocumentNode,
  port: string,
  steps: Axis | undefined,
  found: ValueType,
): Problem {
  return {
    node: node.id,
    port,
    severity: 'error',
    message:
      found.axes.length === 0 || !steps
        ? `${titleOf(node)} ▸ ${port}: expected a sequence, found ${describeType(found)}.`
        : `${titleOf(node)} ▸ ${port}: expected ${describeAxes([steps])} because sequence has them, found ${describeType(found)}.`,
    mend: 'Wire a sequence into it: words, embedded words, the states of a recurrent layer.',
  }
}

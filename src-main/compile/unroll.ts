/**
 * The pass for training: structured loops of a known number of steps → plain operators. What does not depend on a Previous is computed for all
 * steps at once (attention over a History becomes causal attention); what feeds one is copied step by step; what only reads it is computed
 * for all steps at once behind that. docs/architecture.md, "Loops".
 */
import { assert, need } from '#shared/base/assert'
import type { Builder } from '#shared/ir/builder'
import type { Dim, Graph, Loop, Node, Value } from '#shared/ir/graph'
import { type Operators, operators } from '#shared/ops/operators'
import { shapeOf } from '#shared/ops/shapes'
import { Lift } from './lift'

/** Changes the graph in place. Sizes must have been given when it was lowered. */
export function unroll(builder: Builder, graph: Graph): void {
  const nodes = graph.nodes.splice(0)
  builder.within(graph, () => {
    for (const node of nodes) {
      if (!node.loop) graph.nodes.push(node)
      else {
        // Inner loops first: the body then holds plain operators only.
        unroll(builder, node.loop.body)
        new Unrolled(builder, node.loop).write()
      }
    }
  })
}

type Carry = Loop['carries'][number]
type History = Loop['histories'][number]

/** One loop on its way to plain operators. */
class Unrolled {
  readonly #builder: Builder
  readonly #op: Operators
  readonly #loop: Loop
  readonly #steps: number
  readonly #lift: Lift
  /** Carries that are no more than the step before of something known for all steps. */
  readonly #shifted: readonly Carry[]
  /** Nodes by when they are computed. */
  readonly #before: readonly Node[]
  readonly #stepped: readonly Node[]
  readonly #behind: readonly Node[]
  /** Values of each step, for what is copied step by step. */
  readonly #perStep: Map<Value, Value>[]

  constructor(builder: Builder, loop: Loop) {
    assert(typeof loop.steps === 'number', 'a loop is unrolled at a known number of steps', loop.id)
    this.#builder = builder
    this.#op = operators(builder)
    this.#loop = loop
    this.#steps = loop.steps
    this.#lift = new Lift(builder, loop.steps)
    const { shifted, dependent } = followState(loop)
    this.#shifted = shifted
    const feeding = feedsState(loop, shifted)
    const { nodes } = loop.body
    this.#before = nodes.filter((node) => !dependent.has(node))
    this.#stepped = nodes.filter((node) => dependent.has(node) && feeding.has(node))
    this.#behind = nodes.filter((node) => dependent.has(node) && !feeding.has(node))
    this.#perStep = Array.from({ length: loop.steps }, () => new Map())
  }

  write(): void {
    const { elements, index, histories } = this.#loop
    this.#lift.set(index, this.#op.Range(this.#steps))
    for (const { sequence, element } of elements) this.#lift.set(element, this.#swapped(sequence))
    for (const { axis } of histories) this.#lift.setSize(axis, this.#steps)

    const waiting = new Set(this.#shifted)
    this.#all(this.#before, waiting)
    this.#shiftReady(waiting)
    this.#oneByOne()
    this.#all(this.#behind, waiting)
    this.#results()
  }

  /** `[batch, steps, …]` ↔ `[steps, batch, …]`. */
  #swapped(value: Value): Value {
    const perm = shapeOf(value).map((_, i) => (i < 2 ? 1 - i : i))
    return this.#op.Transpose(value, perm)
  }

  /** What reads a Previous may stand before what it remembers: such nodes wait until that is known for all steps. */
  #all(nodes: readonly Node[], waiting: Set<Carry>): void {
    let left = nodes
    while (left.length > 0) {
      const later: Node[] = []
      const late = new Set<Value>()
      for (const node of left) {
        this.#shiftReady(waiting)
        if (node.inputs.some((input) => input && this.#isLate(input, late, waiting))) {
          later.push(node)
          for (const output of node.outputs) if (output) late.add(output)
          continue
        }
        for (const input of node.inputs) if (input) this.#liftHistory(input)
        this.#lift.node(node)
      }
      assert(later.length < left.length, 'values that wait for one another', this.#loop.id)
      left = later
    }
  }

  #isLate(value: Value, late: ReadonlySet<Value>, waiting: ReadonlySet<Carry>): boolean {
    if (late.has(value)) return true
    for (const carry of waiting) if (carry.value === value) return true
    const history = this.#loop.histories.find((one) => one.value === value || one.mask === value)
    return history !== undefined && history.item !== value && this.#isLate(history.item, late, waiting)
  }

  /** Values of all steps are known: a Previous is the same one step later. */
  #shiftReady(waiting: Set<Carry>): void {
    // One Previous may remember another: each that is known makes the next one known.
    for (let before = -1; before !== waiting.size; ) {
      before = waiting.size
      for (const carry of waiting) this.#shift(carry, waiting)
    }
  }

  #shift(carry: Carry, waiting: Set<Carry>): void {
    const known =
      this.#lift.has(carry.next) || this.#lift.plain(carry.next) !== carry.next || this.#isOuter(carry.next)
    if (!known) return
    waiting.delete(carry)
    const next = this.#lift.spread(carry.next)
    const first = this.#op.Unsqueeze(carry.initial, [0])
    const earlier = this.#op.Slice(next, 0, 0, this.#steps - 1, this.#steps - 1)
    this.#lift.set(carry.value, this.#steps === 1 ? first : this.#op.Concat([first, earlier], 0))
  }

  #isOuter(value: Value): boolean {
    const { body, carries, histories } = this.#loop
    return (
      !body.nodes.some((node) => node.outputs.includes(value)) &&
      !carries.some((carry) => carry.value === value) &&
      !histories.some((history) => history.value === value)
    )
  }

  /** A History of values that are known for all steps: all of them, with a mask that hides later steps. */
  #liftHistory(value: Value): void {
    const history = this.#loop.histories.find((one) => one.value === value || one.mask === value)
    if (!history || this.#lift.has(history.mask)) return
    this.#lift.setSame(history.value, this.#swapped(this.#spreadStepped(history.item)))
    const position = this.#op.Range(this.#steps)
    const seen = this.#op.LessOrEqual(
      this.#op.Unsqueeze(position, [0]),
      this.#op.Unsqueeze(this.#op.Range(this.#steps), [1]),
    )
    this.#lift.set(history.mask, this.#op.Unsqueeze(seen, [1]))
  }

  /** All steps of a value, also of one that was computed step by step. */
  #spreadStepped(value: Value): Value {
    if (!this.#lift.has(value) && this.#perStep[0]?.has(value)) this.#stack(value)
    return this.#lift.spread(value)
  }

  #oneByOne(): void {
    if (this.#stepped.length === 0 && this.#loop.carries.length === this.#shifted.length) return
    const stateful = this.#loop.carries.filter((carry) => !this.#shifted.includes(carry))
    for (let step = 0; step < this.#steps; step++) {
      const values = this.#perStep[step]!
      for (const carry of stateful)
        values.set(carry.value, step === 0 ? carry.initial : this.#at(carry.next, step - 1))
      for (const node of this.#stepped) this.#copy(node, step)
    }
    // What the rest reads of these is put together again.
    for (const carry of stateful) this.#needed(carry.value)
    for (const node of this.#stepped) for (const output of node.outputs) if (output) this.#needed(output)
  }

  #needed(value: Value): void {
    const { collected } = this.#loop
    const read =
      this.#behind.some((node) => node.inputs.includes(value)) || collected.some(({ item }) => item === value)
    if (read) this.#stack(value)
  }

  #stack(value: Value): void {
    const each = this.#perStep.map((_, step) => this.#op.Unsqueeze(this.#filled(value, step), [0]))
    this.#lift.set(value, this.#op.Concat(each, 0))
  }

  /** The value of one step; axes that grow are filled with zeros up to the number of steps. */
  #filled(value: Value, step: number): Value {
    let filled = this.#at(value, step)
    shapeOf(value).forEach((dim, i) => {
      if (this.#loop.growing.includes(String(dim)))
        filled = this.#op.PadBy(filled, i, 0, this.#steps - step - 1)
    })
    return filled
  }

  /** The value as one step sees it. */
  #at(value: Value, step: number): Value {
    const values = this.#perStep[step]!
    const known = values.get(value)
    if (known) return known
    const history = this.#loop.histories.find((one) => one.value === value || one.mask === value)
    if (history) return this.#historyAt(history, value, step)
    const lifted = this.#lift.get(value)
    if (!lifted) return this.#lift.plain(value)
    const taken = this.#op.Gather(lifted, this.#builder.int(step), 0)
    values.set(value, taken)
    return taken
  }

  #historyAt(history: History, wanted: Value, step: number): Value {
    const values = this.#perStep[step]!
    const items = Array.from({ length: step + 1 }, (_, i) =>
      this.#op.Unsqueeze(this.#at(history.item, i), [1]),
    )
    values.set(history.value, this.#op.Concat(items, 1))
    const yes = { dtype: 'bool', dims: [1, step + 1], data: new Uint8Array(step + 1).fill(1) } as const
    values.set(history.mask, this.#builder.constant(yes, 'yes'))
    return values.get(wanted)!
  }

  #copy(node: Node, step: number): void {
    const values = this.#perStep[step]!
    const inputs = node.inputs.map((input) => input && this.#at(input, step))
    const size = (dim: Dim): Dim => (this.#loop.growing.includes(String(dim)) ? step + 1 : dim)
    const outputs = node.outputs.map((output) => {
      if (!output) return undefined
      const made = this.#builder.value(output.name, output.dtype, shapeOf(output).map(size))
      values.set(output, made)
      return made
    })
    this.#builder.graph.nodes.push({ ...node, inputs, outputs })
  }

  /** A step has nothing at the places of later ones: what is as long as the steps so far is zero there. */
  #upToNow(item: Value, lifted: Value): Value {
    let value = lifted
    shapeOf(item).forEach((dim, i) => {
      if (!this.#loop.growing.includes(String(dim))) return
      const steps = this.#op.Range(this.#steps)
      const seen = this.#op.LessOrEqual(this.#op.Unsqueeze(steps, [0]), this.#op.Unsqueeze(steps, [1]))
      const sizes = [this.#steps, ...shapeOf(item).map((_, k) => (k === i ? this.#steps : 1))]
      const none = this.#op.Cast(this.#builder.int(0), value.dtype)
      value = this.#op.Where(this.#op.Reshape(seen, sizes), value, none)
    })
    return value
  }

  #results(): void {
    const last = this.#steps - 1
    const write = (op: string, input: Value, output: Value, attributes: Node['attributes'] = {}) =>
      this.#builder.graph.nodes.push({
        op,
        domain: '',
        inputs: [input],
        outputs: [output],
        attributes,
        source: this.#loop.id,
      })
    for (const { item, all } of this.#loop.collected) {
      this.#liftHistory(item)
      const lifted = this.#upToNow(item, this.#spreadStepped(item))
      const perm = shapeOf(lifted).map((_, i) => BigInt(i < 2 ? 1 - i : i))
      write('Transpose', lifted, all, { perm: { type: 'ints', value: perm } })
    }
    for (const { next, final } of this.#loop.carries) {
      if (!final) continue
      const known = this.#perStep[last]!.get(next)
      write('Identity', known ?? this.#at(next, last), need(final, 'a final state'))
    }
  }
}

/** Carries that only delay what is known without them, and the nodes that depend on the others. */
function followState(loop: Loop): {
  readonly shifted: readonly Carry[]
  readonly dependent: ReadonlySet<Node>
} {
  let stateful = loop.carries
  for (;;) {
    const values = new Set<Value>(stateful.map(({ value }) => value))
    const dependent = new Set<Node>()
    // A History may be read before its item's node stands in the list of values: repeat until nothing is added.
    for (let size = -1; size !== values.size; ) {
      size = values.size
      for (const node of loop.body.nodes) {
        if (!node.inputs.some((input) => input && values.has(input))) continue
        dependent.add(node)
        for (const output of node.outputs) if (output) values.add(output)
      }
      // The mask of a history that grows step by step grows with it.
      for (const { item, value, mask } of loop.histories) if (values.has(item)) values.add(value).add(mask)
    }
    const left = stateful.filter(({ next }) => values.has(next))
    if (left.length === stateful.length)
      return { shifted: loop.carries.filter((carry) => !stateful.includes(carry)), dependent }
    stateful = left
  }
}

/** Nodes that a state's next value is computed from. */
function feedsState(loop: Loop, shifted: readonly Carry[]): ReadonlySet<Node> {
  const needed = new Set<Value>(
    loop.carries.filter((carry) => !shifted.includes(carry)).map(({ next }) => next),
  )
  const feeding = new Set<Node>()
  for (let size = -1; size !== needed.size; ) {
    size = needed.size
    for (const node of [...loop.body.nodes].reverse()) {
      if (!node.outputs.some((output) => output && needed.has(output))) continue
      feeding.add(node)
      for (const input of node.inputs) if (input) needed.add(input)
    }
    for (const history of loop.histories)
      if (needed.has(history.value) || needed.has(history.mask)) needed.add(history.item)
  }
  return feeding
}

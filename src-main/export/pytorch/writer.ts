/** Graph → the lines of `forward`. What is computed for one reader beside it is written where it is read. */
import { need } from '#shared/base/assert'
import { fault } from '#shared/base/fault'
import type { Graph, Loop, Node, Tensor, Value } from '#shared/ir/graph'
import { everyNode, readAfterStep } from '#shared/ir/walk'
import { intOf, shapeOf } from '#shared/ops/shapes'
import type { Context, HelperName } from './context'
import { findLayers, type Layers, textOf } from './modules'
import { rows } from './operators'
import { atom, dtypeText, type Expression, literal, Names, numberOf, plain, sizes, tuple } from './python'

/** Characters that one line of an expression may have before it is given a name. */
const LONG = 64
/** Entries that a constant vector may have to be written where it is read. */
const SHORT_VECTOR = 12

export interface WriterInput {
  readonly graph: Graph
  /** Trained weights by their value. */
  readonly weights: ReadonlyMap<Value, Tensor>
  readonly outputs: readonly { readonly name: string; readonly value: Value }[]
  /** Words for what values are: `attention.weights`. */
  readonly called: ReadonlyMap<Value, string>
  /** What a canvas node is, for the comment above its lines. */
  readonly title: (source: string) => string
}

export interface Written {
  readonly inputs: readonly { readonly name: string; readonly value: Value }[]
  /** Lines of `__init__` behind `super().__init__()`. */
  readonly init: readonly string[]
  /** Lines of `forward`, not indented. */
  readonly forward: readonly string[]
  readonly helpers: ReadonlySet<HelperName>
  /** The state dictionary. */
  readonly state: Readonly<Record<string, Tensor>>
}

export function writeForward(input: WriterInput): Written {
  return new Writer(input).write()
}

class Writer {
  readonly #input: WriterInput
  readonly #names = new Names()
  readonly #known = new Map<Value, Expression>()
  readonly #reads: Map<Value, number>
  /** Where a value's only reader stands. */
  readonly #reader: Map<Value, { readonly graph: Graph; readonly node: Node }>
  readonly #layers: Layers
  readonly #init: string[] = []
  readonly #state: Record<string, Tensor> = {}
  readonly #helpers = new Set<HelperName>()
  #source: string | undefined

  constructor(input: WriterInput) {
    this.#input = input
    this.#reads = countReads(input)
    this.#reader = readersIn(input.graph)
    this.#layers = findLayers(input.graph, this.#reads, (value) => input.weights.get(value))
  }

  write(): Written {
    const { graph, outputs } = this.#input
    const inputs = graph.inputs.map((value) => {
      const name = this.#names.take(value.name)
      this.#known.set(value, atom(name))
      return { name, value }
    })
    for (const reserved of ['device', 'step']) this.#names.take(reserved)
    const lines = this.#block(graph, '')
    lines.push('return {')
    for (const { name, value } of outputs)
      lines.push(`    ${JSON.stringify(name)}: ${plain(this.#of(value))},`)
    lines.push('}')
    const first = inputs[0]?.name
    if (first !== undefined && lines.some((line) => line.includes('device=device')))
      lines.unshift(`device = ${first}.device`)
    return { inputs, init: this.#init, forward: lines, helpers: this.#helpers, state: this.#state }
  }

  #block(graph: Graph, indent: string): string[] {
    const lines: string[] = []
    const say = (line: string) => lines.push(`${indent}${line}`)
    for (const node of graph.nodes) {
      if (this.#layers.within.has(node)) continue
      const before = this.#source
      const mark = lines.length
      this.#source = node.source
      this.#node(node, graph, indent, say, lines)
      if (lines.length === mark) this.#source = before
      else if (node.source !== before && node.source !== undefined)
        lines.splice(mark, 0, ...(mark > 0 ? [''] : []), `${indent}# ${this.#input.title(node.source)}`)
    }
    return lines
  }

  #node(node: Node, graph: Graph, indent: string, say: (line: string) => void, lines: string[]): void {
    if (node.loop) {
      lines.push(...this.#loop(node.loop, indent))
      return
    }
    const layer = this.#layers.layers.get(node)
    if (['RNN', 'GRU', 'LSTM'].includes(node.op)) {
      this.#several(node, this.#recurrent(node, layer?.name), say)
      return
    }
    if (node.op === 'Split') {
      const parts = this.#context.parts(node.inputs[1])
      const axis = intOf(node.attributes, 'axis', 0)
      this.#several(node, `${plain(this.#of(node.inputs[0]))}.split([${parts.join(', ')}], dim=${axis})`, say)
      return
    }
    const value = need(node.outputs[0], 'an output')
    const expression = layer
      ? atom(`self.${this.#layer(layer.name)}(${this.#context.tensor(layer.input)})`)
      : this.#row(node)
    if (this.#isWrittenInPlace(value, node, graph, expression)) this.#known.set(value, expression)
    else {
      const name = this.#nameFor(value, node)
      this.#known.set(value, atom(name))
      say(`${name} = ${plain(expression)}`)
    }
  }

  #row(node: Node): Expression {
    const row = Object.hasOwn(rows, node.op) && node.domain === '' ? rows[node.op] : undefined
    if (!row)
      throw fault(
        'unsupported',
        `${node.source ?? node.op}: there is no PyTorch for the operator ${node.op}.`,
      )
    return row(node, this.#context)
  }

  #isWrittenInPlace(value: Value, node: Node, graph: Graph, expression: Expression): boolean {
    if (expression.form !== 'tensor') return true
    if (node.op === 'Identity') return true
    const reader = this.#reader.get(value)
    return (
      this.#reads.get(value) === 1 &&
      reader?.graph === graph &&
      !reader.node.loop &&
      reader.node.source === node.source &&
      expression.text.length <= LONG
    )
  }

  #several(node: Node, call: string, say: (line: string) => void): void {
    const names = node.outputs.map((output) => {
      if (!output || (this.#reads.get(output) ?? 0) === 0) return '_'
      const name = this.#nameFor(output, node)
      this.#known.set(output, atom(name))
      return name
    })
    say(`${names.join(', ')} = ${call}`)
  }

  #recurrent(node: Node, layer: string | undefined): string {
    const context = this.#context
    const [x, w, r, b, lengths, initial, cell] = node.inputs
    const given = [
      lengths && `lengths=${context.tensor(lengths)}`,
      layer && initial
        ? `initial=${node.op === 'LSTM' ? pair(context, initial, cell) : context.tensor(initial)}`
        : undefined,
    ].filter((part) => part !== undefined)
    if (layer) {
      const args = [`self.${this.#layer(layer)}`, context.tensor(x), ...given]
      return `${context.helper('run_recurrent')}(${args.join(', ')})`
    }
    const resetFirst = node.op === 'GRU' && intOf(node.attributes, 'linear_before_reset', 0) === 0
    const name = resetFirst ? 'gru_cell_reset_first' : (`${node.op.toLowerCase()}_cell` as HelperName)
    const starts = (node.op === 'LSTM' ? [initial, cell] : [initial]).map((value) =>
      value ? context.tensor(value) : 'None',
    )
    const args = [context.helper(name), ...[x, w, r, b].map((value) => context.tensor(value))]
    args.push(JSON.stringify(textOf(node, 'direction') || 'forward'), ...given, `initial=${tuple(starts)}`)
    return `${context.helper('recur')}(${args.join(', ')})`
  }

  #loop(loop: Loop, indent: string): string[] {
    const lines: string[] = []
    const say = (line: string) => lines.push(`${indent}${line}`)
    const carries = loop.carries.map((carry) => {
      const name = this.#names.take(this.#input.called.get(carry.value) ?? carry.value.name)
      say(`${name} = ${this.#context.tensor(carry.initial)}`)
      this.#known.set(carry.value, atom(name))
      if (carry.final) this.#known.set(carry.final, atom(name))
      return { carry, name }
    })
    const collected = loop.collected.map(({ item, all }) => {
      const name = this.#names.take(`${this.#input.called.get(all) ?? item.name}_steps`)
      say(`${name} = []`)
      return { item, all, name }
    })
    const index = this.#names.take(`${loop.id}_step`)
    this.#known.set(loop.index, numberOf(index))
    say(`for ${index} in range(${this.#context.integer(loop.count)}):`)
    const inner = `${indent}    `
    const body = (line: string) => lines.push(`${inner}${line}`)
    for (const { sequence, element } of loop.elements) {
      const name = this.#names.take(element.name)
      this.#known.set(element, atom(name))
      body(`${name} = ${plain(this.#of(sequence))}[:, ${index}]`)
    }
    lines.push(...this.#block(loop.body, inner))
    for (const { item, name } of collected) body(`${name}.append(${this.#context.tensor(item)})`)
    const moved = carries.filter(({ carry, name }) => this.#context.tensor(carry.next) !== name)
    if (moved.length > 0)
      body(
        `${moved.map(({ name }) => name).join(', ')} = ${moved.map(({ carry }) => this.#context.tensor(carry.next)).join(', ')}`,
      )
    if (loop.continue) {
      body(`if not ${plain(this.#of(loop.continue))}:`)
      body('    break')
    }
    for (const { item, all, name } of collected) {
      const axes = shapeOf(item).flatMap((dim, i) =>
        loop.growing.includes(String(dim)) ? [i - shapeOf(item).length] : [],
      )
      if (axes.length > 1)
        throw fault(
          'unsupported',
          `${this.#input.title(loop.id)}: what it collects grows along two axes, which is not written as PyTorch.`,
        )
      this.#known.set(
        all,
        atom(
          axes.length === 1
            ? `${this.#context.helper('stack_growing')}(${name}, ${axes[0]})`
            : `torch.stack(${name}, dim=1)`,
        ),
      )
    }
    for (const { all } of collected) {
      if ((this.#reads.get(all) ?? 0) < 2) continue
      const name = this.#names.take(this.#input.called.get(all) ?? all.name)
      say(`${name} = ${plain(this.#of(all))}`)
      this.#known.set(all, atom(name))
    }
    this.#source = undefined
    return lines
  }

  #layer(name: string): string {
    for (const layer of this.#layers.layers.values()) {
      if (layer.name !== name) continue
      const taken = this.#layerNames.get(layer.name) ?? this.#names.take(layerName(layer.name))
      if (!this.#layerNames.has(layer.name)) {
        this.#layerNames.set(layer.name, taken)
        this.#init.push(`self.${taken} = ${layer.build}`)
        for (const [part, tensor] of Object.entries(layer.weights)) this.#state[`${taken}.${part}`] = tensor
      }
      return taken
    }
    throw fault('bug', `There is no layer of ${name}.`)
  }
  readonly #layerNames = new Map<string, string>()

  #nameFor(value: Value, node: Node): string {
    const called = this.#input.called.get(value)
    return this.#names.take(called ?? `${node.source ?? 'value'}_${node.op.toLowerCase()}`)
  }

  #of(value: Value | undefined): Expression {
    const wanted = need(value, 'an input')
    const known = this.#known.get(wanted) ?? this.#constant(wanted)
    if (known) return known
    throw fault('bug', `The value ${wanted.name} is read before it is written.`)
  }

  /** Small constants stand where they are read; weights and tables are parameters and buffers of the module. */
  #constant(value: Value): Expression | undefined {
    const weight = this.#input.weights.get(value)
    if (weight) {
      const name = this.#names.take(value.name)
      this.#init.push(`self.${name} = nn.Parameter(torch.empty(${tuple(weight.dims.map(String))}))`)
      this.#state[name] = weight
      return this.#keep(value, atom(`self.${name}`))
    }
    const tensor = this.#input.graph.constants.get(value)
    if (!tensor) return undefined
    const real = tensor.dtype === 'float32' || tensor.dtype === 'float64'
    const list = Array.from(tensor.data as ArrayLike<number | bigint>)
    const text = (one: number | bigint) =>
      tensor.dtype === 'bool' ? literal(Boolean(one), false) : literal(one, real)
    if (tensor.dims.length === 0) return this.#keep(value, numberOf(text(list[0]!)))
    if (tensor.dims.length === 1 && tensor.dtype === 'int64' && list.length <= SHORT_VECTOR)
      return this.#keep(value, sizes(list.map(text)))
    const name = this.#names.take(value.name)
    this.#init.push(
      `self.register_buffer("${name}", torch.empty(${tuple(tensor.dims.map(String))}, dtype=${dtypeText(tensor.dtype)}))`,
    )
    this.#state[name] = tensor
    return this.#keep(value, atom(`self.${name}`))
  }

  #keep(value: Value, expression: Expression): Expression {
    this.#known.set(value, expression)
    return expression
  }

  readonly #context: Context = {
    of: (value) => this.#of(value),
    tensor: (value) => {
      const given = this.#of(value)
      if (given.form === 'tensor') return given.text
      const dtype = dtypeText(need(value, 'a value').dtype)
      return `torch.tensor(${plain(given)}, dtype=${dtype}, device=device)`
    },
    integer: (value) => {
      const given = this.#of(value)
      if (given.form === 'sizes') return need(given.parts[0], 'a size')
      return given.form === 'number' ? given.text : `int(${given.text})`
    },
    parts: (value) => {
      const given = this.#of(value)
      if (given.form === 'sizes') return given.parts
      if (given.form === 'number') return [given.text]
      const count = Number(shapeOf(value)[0] ?? 1)
      return count === 1 ? [`int(${given.text})`] : [`*${given.text}.tolist()`]
    },
    constant: (value) => (value ? this.#input.graph.constants.get(value) : undefined),
    helper: (name) => {
      this.#helpers.add(name)
      return name
    },
  }
}

function pair(context: Context, initial: Value, cell: Value | undefined): string {
  const h = context.tensor(initial)
  return tuple([h, cell ? context.tensor(cell) : `torch.zeros_like(${h})`])
}

/** `attention.Wq` → `attention_Wq`; a layer's only matrix has the node's name alone. */
function layerName(name: string): string {
  return name.replace(/\.(E|W|layer1|scale|gain|g)$/, '').replace(/\./g, '_')
}

function countReads({ graph, outputs }: WriterInput): Map<Value, number> {
  const reads = new Map<Value, number>()
  const read = (value: Value | undefined) => value && reads.set(value, (reads.get(value) ?? 0) + 1)
  for (const node of everyNode(graph)) {
    if (!node.loop) for (const input of node.inputs) read(input)
    else {
      read(node.loop.count)
      for (const { sequence } of node.loop.elements) read(sequence)
      for (const { initial } of node.loop.carries) read(initial)
      for (const value of readAfterStep(node.loop)) read(value)
    }
  }
  for (const { value } of outputs) read(value)
  return reads
}

function readersIn(graph: Graph, readers = new Map<Value, { graph: Graph; node: Node }>()) {
  for (const node of graph.nodes) {
    for (const input of node.inputs) if (input) readers.set(input, { graph, node })
    if (node.loop) readersIn(node.loop.body, readers)
  }
  return readers
}

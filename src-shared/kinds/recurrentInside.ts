/**
 * What is inside of RNN, GRU and LSTM. Several layers or both directions open into layers of one; one layer that reads a sequence opens
 * into a loop around its cell; a cell opens into its gates.
 */

import { need } from '../base/assert'
import { err, ok, type Result } from '../base/result'
import type { Tensor } from '../ir/graph'
import {
  above,
  entry,
  type Inside,
  type InsideNode,
  type InsideOf,
  isWired,
  type NamedWeights,
  rows,
  stacked,
  sum,
  transposed,
  zeros,
} from './inside'
import type { Bindings, Params } from './kind'

/** How a cell is wired of dense layers, sums and products. Places are columns and rows of a grid. */
export interface Cell {
  readonly kind: string
  /** Blocks of ONNX's weights, in their order. */
  readonly gates: readonly string[]
  readonly nodes: (params: Params) => Readonly<Record<string, GridNode>>
  /** `input` and `state` (and `cell`) stand for what goes in. */
  readonly wires: (params: Params) => readonly (readonly [string, string])[]
  /** The new state, and the new cell where there is one. */
  readonly next: readonly string[]
  /** Gates whose product with the state is a node of its own, behind which something else is done. */
  readonly apart?: (
    params: Params,
  ) => Readonly<Record<string, { readonly input: string; readonly state: string }>>
}

export interface GridNode {
  readonly kind: string
  readonly params?: Params
  readonly title?: string
  readonly place: readonly [column: number, row: number]
}

const STEP = { x: 240, y: 130 }
const CORNER = { x: 140, y: 60 }

export function insideOfRecurrent(cell: Cell): InsideOf {
  return (params, bound) => {
    const layers = Number(params.layers)
    if (layers > 1 || params.direction === 'bidirectional') return ok(layersOf(cell, params))
    if (params.direction === 'reverse')
      return err('It reads backward, and a loop on the canvas runs forward: its inside cannot be shown.')
    return bound.letters.T === undefined
      ? oneStep(cell, params, bound)
      : ok(wholeSequence(cell, params, bound))
  }
}

/** One node for each layer and direction. */
function layersOf(cell: Cell, params: Params): Inside {
  const layers = Number(params.layers)
  const both = params.direction === 'bidirectional'
  const names = both ? ['forward', 'backward'] : ['layer']
  const nodes: Record<string, InsideNode> = {}
  const wires: [string, string][] = []
  const outputs = ['states', 'last', ...(cell.next.length > 1 ? ['cell'] : [])]
  let below = { states: '', last: '', cell: '' }
  for (let layer = 1; layer <= layers; layer++) {
    const column = (layer - 1) * (both ? 2 : 1)
    const mine = names.map((name) => `${name}${layers > 1 ? layer : ''}`)
    mine.forEach((name, i) => {
      const direction = both ? (i === 0 ? 'forward' : 'reverse') : String(params.direction)
      nodes[name] = {
        kind: cell.kind,
        title: both ? (i === 0 ? 'Forward' : 'Backward') : `Layer ${layer}`,
        params: { ...params, layers: 1, direction },
        at: [column * STEP.x, i * 180],
      }
      if (layer > 1) wires.push([below.states, `${name}.sequence`])
    })
    const join = (port: string, row: number): string => {
      if (!both) return `${mine[0]}.${port}`
      if (port !== 'states' && layer < layers) return ''
      const name = `${port}${layers > 1 ? layer : ''}`
      nodes[name] = { kind: 'concatenate', at: [(column + 1) * STEP.x, row * 120] }
      for (const one of mine) wires.push([`${one}.${port}`, `${name}.parts`])
      return `${name}.features`
    }
    below = {
      states: join('states', 0),
      last: join('last', 1),
      cell: outputs.length > 2 ? join('cell', 2) : '',
    }
  }
  const first = Object.keys(nodes).filter((name) => nodes[name]!.kind === cell.kind && /^\D+1?$/.test(name))
  return {
    nodes,
    wires,
    inputs: {
      sequence: first.map((name) => `${name}.sequence`),
      initial: [`${first[0]}.initial`],
      cell: [`${first[0]}.cell`],
    },
    outputs: Object.fromEntries(outputs.map((port) => [port, below[port as keyof typeof below]])),
    weights: {
      open: (own) =>
        eachLayer(layers, names, (layer, name, d) =>
          ['W', 'R', 'B'].map((part) => [
            `${name}.${part}1`,
            stacked([entry(need(own[`${part}${layer}`], `${part}${layer}`), d)]),
          ]),
        ),
      close: (inner) => {
        const own: Record<string, Tensor> = {}
        for (let layer = 1; layer <= layers; layer++)
          for (const part of ['W', 'R', 'B'])
            own[`${part}${layer}`] = above(
              names.map((name) => {
                const key = `${name}${layers > 1 ? layer : ''}.${part}1`
                return need(inner[key], key)
              }),
            )
        return own
      },
    },
  }
}

function eachLayer(
  layers: number,
  names: readonly string[],
  weights: (layer: number, name: string, direction: number) => (readonly [string, Tensor])[],
): NamedWeights {
  const found: Record<string, Tensor> = {}
  for (let layer = 1; layer <= layers; layer++)
    names.forEach((name, d) => {
      for (const [key, tensor] of weights(layer, `${name}${layers > 1 ? layer : ''}`, d)) found[key] = tensor
    })
  return found
}

/** A loop over the sequence around the cell. */
function wholeSequence(cell: Cell, params: Params, bound: Bindings): Inside {
  const memories = cell.next.length > 1 ? ['state', 'cell'] : ['state']
  const grid = cell.nodes(params)
  const columns = Math.max(...Object.values(grid).map(({ place: [column] }) => column)) + 1
  const lines = Math.max(...Object.values(grid).map(({ place: [, row] }) => row), memories.length) + 1
  const nodes: Record<string, InsideNode> = {
    loop: {
      kind: 'loop-each',
      title: `${cell.kind.toUpperCase()}, step by step`,
      params: { results: memories.length },
      at: [0, 0],
      size: { width: CORNER.x + (columns + 1) * STEP.x + 120, height: CORNER.y + lines * STEP.y + 30 },
    },
  }
  memories.forEach((name, i) => {
    nodes[name] = {
      kind: 'previous',
      title: name === 'state' ? 'State before' : 'Cell before',
      parent: 'loop',
      at: [CORNER.x, CORNER.y + (i + 1) * STEP.y],
    }
  })
  for (const [name, { place, ...node }] of Object.entries(grid))
    nodes[name] = {
      ...node,
      parent: 'loop',
      at: [CORNER.x + (place[0] + 1) * STEP.x, CORNER.y + place[1] * STEP.y],
    }
  const inner: Readonly<Record<string, string>> = {
    input: 'loop.element',
    state: 'state.value',
    cell: 'cell.value',
  }
  return {
    nodes,
    wires: [
      ...cell.wires(params).map(([from, to]) => [inner[from] ?? from, to] as const),
      ...memories.flatMap((name, i) => [
        [cell.next[i]!, `${name}.next`] as const,
        [cell.next[i]!, `loop.result${i === 0 ? '' : i + 1}`] as const,
      ]),
    ],
    inputs: { sequence: ['loop.sequence'], initial: ['state.initial'], cell: ['cell.initial'] },
    outputs: { states: 'loop.all', last: 'loop.last', ...(memories.length > 1 && { cell: 'loop.last2' }) },
    weights: cellWeights(cell, params, Number(bound.letters.D?.size)),
  }
}

/** The cell alone, inside of a loop that somebody else drew. */
function oneStep(cell: Cell, params: Params, bound: Bindings): Result<Inside, string> {
  const memories = cell.next.length > 1 ? ['initial', 'cell'] : ['initial']
  const missing = memories.find((port) => !isWired(bound, port))
  if (missing !== undefined)
    return err(`Its inside needs a state to begin with: wire a Previous into ${missing} first.`)
  const nodes = Object.fromEntries(
    Object.entries(cell.nodes(params)).map(([name, { place, ...node }]): [string, InsideNode] => [
      name,
      { ...node, at: [place[0] * STEP.x, place[1] * STEP.y] },
    ]),
  )
  const wires = cell.wires(params)
  const readers = (name: string) => wires.filter(([from]) => from === name).map(([, to]) => to)
  return ok({
    nodes,
    wires: wires.filter(([from]) => !['input', 'state', 'cell'].includes(from)),
    inputs: {
      sequence: readers('input'),
      initial: readers('state'),
      ...(memories.length > 1 && { cell: readers('cell') }),
    },
    outputs: {
      states: cell.next[0]!,
      last: cell.next[0]!,
      ...(memories.length > 1 && { cell: cell.next[1]! }),
    },
    weights: cellWeights(cell, params, Number(bound.letters.D?.size)),
  })
}

/** Gates are dense layers over [input; state], `W` `[features + hidden, hidden]`. */
function cellWeights(cell: Cell, params: Params, features: number): NonNullable<Inside['weights']> {
  const hidden = Number(params.size)
  const count = cell.gates.length
  const apart = cell.apart?.(params) ?? {}
  const gate = (of: Tensor, i: number, from = 0) => rows(of, from + i * hidden, from + (i + 1) * hidden)
  return {
    open(own) {
      const [W, R, B] = ['W1', 'R1', 'B1'].map((name) => entry(need(own[name], name), 0)) as [
        Tensor,
        Tensor,
        Tensor,
      ]
      const found: Record<string, Tensor> = {}
      cell.gates.forEach((name, i) => {
        const [w, r] = [transposed(gate(W, i)), transposed(gate(R, i))]
        const [wb, rb] = [gate(B, i), gate(B, i, count * hidden)]
        const parts = apart[name]
        if (parts) {
          found[`${parts.input}.W`] = w
          found[`${parts.input}.b`] = wb
          found[`${parts.state}.W`] = r
          found[`${parts.state}.b`] = rb
        } else {
          found[`${name}.W`] = above([w, r])
          found[`${name}.b`] = sum(wb, rb)
        }
      })
      return found
    },
    close(inner) {
      const of = (key: string) => need(inner[key], key)
      const w: Tensor[] = []
      const r: Tensor[] = []
      const wb: Tensor[] = []
      const rb: Tensor[] = []
      for (const name of cell.gates) {
        const parts = apart[name]
        w.push(transposed(parts ? of(`${parts.input}.W`) : rows(of(`${name}.W`), 0, features)))
        r.push(
          transposed(parts ? of(`${parts.state}.W`) : rows(of(`${name}.W`), features, features + hidden)),
        )
        wb.push(of(`${parts?.input ?? name}.b`))
        rb.push(parts ? of(`${parts.state}.b`) : zeros([hidden]))
      }
      return { W1: stacked([above(w)]), R1: stacked([above(r)]), B1: stacked([above([...wb, ...rb])]) }
    },
  }
}

/** A dense layer of the state's size. */
export function gateNode(
  title: string,
  activation: string,
  params: Params,
  place: readonly [number, number],
): GridNode {
  return { kind: 'dense', title, params: { size: Number(params.size), activation }, place }
}

/** What stands in the middle of a kind's picture: where it looks, what it is made of, the loop that it is, or its icon. */
import type { Axis, Bindings, Group, Kind, Params, Port } from '../../kinds/kind'
import { parsePattern } from '../../kinds/pattern'
import { inputPorts, kinds, outputPorts } from '../../kinds/registry'

export interface Part {
  readonly group: Group
  readonly attends: boolean
  /** The middle of it, from 0 to 1. */
  readonly x: number
  readonly y: number
}

export type Middle =
  /** Lines from what looks to what is looked at; the letters of both axes. */
  | {
      readonly type: 'attention'
      readonly query: string | undefined
      readonly key: string
      readonly heads: boolean
    }
  /** Nodes, and wires between them by their places in the list; what comes in and goes out begins or ends at -1. */
  | {
      readonly type: 'inside'
      readonly parts: readonly Part[]
      readonly wires: readonly (readonly [number, number])[]
    }
  /** What each step is given, and what it gives back. */
  | { readonly type: 'loop'; readonly gives: readonly string[]; readonly takes: readonly string[] }
  | { readonly type: 'icon' }

export function middleOf(kind: Kind, params: Params): Middle {
  if (kind.structural === 'loop') {
    const inside = (ports: Readonly<Record<string, Port>>) =>
      Object.entries(ports).flatMap(([name, port]) => (port.inside ? [port.label ?? name] : []))
    return {
      type: 'loop',
      gives: inside(outputPorts(kind, params)),
      takes: inside(inputPorts(kind, params)),
    }
  }
  const { attention } = kind
  // A kind that is nothing but its inside is shown by that.
  if (attention !== undefined && kind.lower !== undefined) {
    const { query, key, head } = attention
    return { type: 'attention', query, key, heads: head !== undefined }
  }
  return insideOf(kind, params) ?? { type: 'icon' }
}

function insideOf(kind: Kind, params: Params): Middle | undefined {
  const inside = kind.inside?.(params, wired(kind, params))
  if (!inside?.ok) return undefined
  const { nodes, wires, inputs, outputs } = inside.value
  const names = Object.keys(nodes)
  const places = names.map((name): readonly [number, number] => {
    const { at, parent } = nodes[name]!
    const around = parent === undefined ? undefined : nodes[parent]?.at
    return [at[0] + (around?.[0] ?? 0), at[1] + (around?.[1] ?? 0)]
  })
  const scaled = (axis: 0 | 1) => {
    const all = places.map((place) => place[axis])
    const [low, high] = [Math.min(...all), Math.max(...all)]
    return all.map((at) => (high === low ? 0.5 : (at - low) / (high - low)))
  }
  const [xs, ys] = [scaled(0), scaled(1)]
  const rank = (end: string) => names.indexOf(end.slice(0, end.indexOf('.')))
  return {
    type: 'inside',
    parts: names.map((name, i) => {
      const part = kinds.get(nodes[name]!.kind)
      return {
        group: part?.group ?? 'layer',
        attends: part?.attention !== undefined,
        x: xs[i]!,
        y: ys[i]!,
      }
    }),
    wires: [
      ...Object.values(inputs).flatMap((ends) => ends.map((end) => [-1, rank(end)] as const)),
      ...wires.map(([from, to]) => [rank(from), rank(to)] as const),
      ...Object.values(outputs).map((end) => [rank(end), -1] as const),
    ],
  }
}

/** All inputs wired, to values of some size, without the axes that may be missing. */
function wired(kind: Kind, params: Params): Bindings {
  const letters: Record<string, Axis> = {}
  const size = Number(params.size) || 8
  const ports = inputPorts(kind, params)
  for (const { shape } of Object.values(ports))
    for (const { letter, optional, star } of parsePattern(shape))
      if (!optional && !star) letters[letter] = { size }
  const inputs = Object.fromEntries(
    Object.entries(ports).map(([name, { shape }]) => {
      const axes = parsePattern(shape).flatMap(({ letter }) => letters[letter] ?? [])
      return [name, [{ element: 'number' as const, axes }]]
    }),
  )
  return { letters, star: [], inputs, vocabularies: {} }
}

/** Which heads are looked at, and how they are joined into what is drawn. */
import type { AttentionMatrix, RowArrival } from './history'
import { weightOf } from './history'

/** `each`: every chosen head on its own, in its own hue. */
export type HeadMode = 'each' | 'mean' | 'max'

export interface HeadChoice {
  readonly mode: HeadMode
  /** Heads that are left out. */
  readonly hidden: ReadonlySet<number>
}

/** One set of weights that is drawn: a head, or several heads joined. */
export interface Layer {
  readonly heads: readonly number[]
  readonly join: 'mean' | 'max'
  /** The head whose hue it takes; absent where weights themselves are coloured. */
  readonly hue?: number
}

/** Heads beyond the eighth have no hue of their own, so more of them start as their mean. */
export const HUES = 8

export function firstChoice(heads: number): HeadChoice {
  return { mode: heads > HUES ? 'mean' : 'each', hidden: new Set() }
}

export function shownHeads(choice: HeadChoice, heads: number): number[] {
  return Array.from({ length: heads }, (_, head) => head).filter((head) => !choice.hidden.has(head))
}

export function layersOf(choice: HeadChoice, heads: number): Layer[] {
  const shown = shownHeads(choice, heads)
  if (shown.length === 0) return []
  if (shown.length === 1) return [{ heads: shown, join: 'mean' }]
  if (choice.mode !== 'each') return [{ heads: shown, join: choice.mode }]
  return shown.map((head) => ({ heads: [head], join: 'mean', hue: head % HUES }))
}

/** One layer that stands for all chosen heads: what a grid can show. */
export function joinedLayer(choice: HeadChoice, heads: number): Layer {
  return { heads: shownHeads(choice, heads), join: choice.mode === 'max' ? 'max' : 'mean' }
}

export function layerTitle(layer: Layer, heads: number): string {
  if (heads <= 1) return ''
  if (layer.heads.length === 0) return 'no head'
  if (layer.heads.length === 1) return `head ${layer.heads[0]! + 1}`
  const many =
    layer.heads.length === heads ? `${heads} heads` : `heads ${layer.heads.map((h) => h + 1).join(', ')}`
  return `${layer.join} of ${many}`
}

export function toggleHead(choice: HeadChoice, head: number): HeadChoice {
  const hidden = new Set(choice.hidden)
  if (!hidden.delete(head)) hidden.add(head)
  return { ...choice, hidden }
}

/** Only this head; all heads again when it already was the only one. */
export function soloHead(choice: HeadChoice, head: number, heads: number): HeadChoice {
  const shown = shownHeads(choice, heads)
  const alone = shown.length === 1 && shown[0] === head
  const others = Array.from({ length: heads }, (_, h) => h).filter((h) => h !== head)
  return { ...choice, hidden: new Set(alone ? [] : others) }
}

export function layerWeight(layer: Layer, row: RowArrival, column: number): number {
  const { heads } = layer
  if (heads.length === 1) return weightOf(row, heads[0]!, column)
  let joined = 0
  for (const head of heads) {
    const weight = weightOf(row, head, column)
    joined = layer.join === 'max' ? Math.max(joined, weight) : joined + weight
  }
  return layer.join === 'max' || heads.length === 0 ? joined : joined / heads.length
}

/** The strongest weight of a matrix in these layers, over all of its rows; 1 where it has none. */
export function strongest(matrix: AttentionMatrix, layers: readonly Layer[]): number {
  let most = 0
  for (const arrivals of matrix.arrivals)
    for (const row of arrivals)
      for (const layer of layers)
        for (let column = 0; column < row.slice.columns; column++) {
          const weight = layerWeight(layer, row, column)
          if (weight > most && weight < Number.POSITIVE_INFINITY) most = weight
        }
  return most > 0 ? most : 1
}

/** Names of positions: what the rows and columns of a site are called, also while a loop is still speaking. */
import { axisName } from '#shared/document/describe'
import type { HeedDocument } from '#shared/document/document'
import { parentOf } from '#shared/document/structure'
import type { Axis } from '#shared/kinds/kind'
import type { LoopPlace } from '../compile/lowered'

/** "source words", "repeats", "4 × 4 patches". */
export function axisTitle(axis: Axis): string {
  const name = axisName(axis)
  if (axis.grid) return `${axis.grid[0]} × ${axis.grid[1]} ${name ?? 'patches'}`
  const parts = axis.origin?.split('.') ?? []
  return parts.length > 1 && axis.size === undefined ? parts.join(' ') : (name ?? 'positions')
}

export class AxisLabels {
  readonly #labels: Map<string, readonly string[]>
  readonly #document: HeedDocument
  /** Words said so far, by the axis that the loop's steps become. */
  readonly #said = new Map<string, string[]>()

  constructor(document: HeedDocument, labels: ReadonlyMap<string, readonly string[]>) {
    this.#document = document
    this.#labels = new Map(labels)
  }

  /** The loop over this axis has said a word. */
  say(origin: string, word: string): void {
    const said = this.#said.get(origin)
    if (said) said.push(word)
    else this.#said.set(origin, [word])
  }

  said(origin: string): readonly string[] {
    return this.#said.get(origin) ?? []
  }

  /** Names of the first `count` positions of an axis, inside of these loops. */
  of(axis: Axis, count: number, loops: readonly LoopPlace[]): string[] {
    const known = this.#known(axis, loops)
    const columns = axis.grid?.[1]
    return Array.from({ length: count }, (_, i) => {
      const label = known?.[i]
      if (label !== undefined) return label
      return columns === undefined ? String(i + 1) : `${Math.floor(i / columns) + 1},${(i % columns) + 1}`
    })
  }

  #known(axis: Axis, loops: readonly LoopPlace[]): readonly string[] | undefined {
    const origin = axis.origin ?? ''
    const history = this.#loopOfHistory(origin, loops)
    if (!history) return this.#said.get(origin) ?? this.#labels.get(origin)
    // What a History holds at a step came in with the word before it.
    const over = history.axis.origin ?? ''
    const kind = this.#document.nodes[history.id]?.kind
    if (kind !== 'loop-until') return this.#labels.get(over)
    return ['<start>', ...(this.#labels.get(over) ?? this.said(over))]
  }

  #loopOfHistory(origin: string, loops: readonly LoopPlace[]): LoopPlace | undefined {
    if (!origin.endsWith('.steps')) return undefined
    const node = origin.slice(0, -'.steps'.length)
    const parent = this.#document.nodes[node] && parentOf(this.#document, node)
    return loops.find(({ id }) => id === parent)
  }
}

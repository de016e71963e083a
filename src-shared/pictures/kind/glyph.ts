/** A value drawn by the letters of its port: a number as one cell, a vector as a column of them, a sequence as columns beside each other. */
import type { Port } from '../../kinds/kind'
import { parsePattern } from '../../kinds/pattern'

export interface Cell {
  readonly x: number
  readonly y: number
  /** Whether it stands for a number, or for an index. */
  readonly round: boolean
  /** An axis that may be missing, or any others: drawn as an outline. */
  readonly faint: boolean
  /** Of weights and probabilities: how much it is. */
  readonly weight?: number
}

export interface Glyph {
  readonly cells: readonly Cell[]
  readonly width: number
  readonly height: number
  /** The letters, to be read: `S × K`. */
  readonly letters: string
}

export const CELL = 5
const PITCH = 6
/** How far what lies behind shows. */
const BEHIND = 2.5
const LONG = 5
const FEATURES = 3
/** As attention often is: most of it at one place. */
export const WEIGHTS: readonly number[] = [0.06, 0.14, 0.62, 0.15, 0.03]

/** @param weights whether the port holds weights or probabilities, along its last axis */
export function glyphOf({ shape, element }: Port, weights: boolean): Glyph {
  const tokens = parsePattern(shape)
  const letters = tokens
    .map(({ letter, star, optional }) => (star ? '…' : optional ? `(${letter})` : letter))
    .join(' × ')
  const named = tokens.filter(({ star }) => !star)
  const last = named.at(-1)
  const before = named.at(-2)
  const behind = tokens.length > 2 || tokens.some(({ star }) => star) ? 1 : 0
  // Weights and indices run along a row; features stand above one another.
  const lying = weights ? before !== undefined || behind > 0 || named.length === 1 : element === 'index'
  const [across, down] = lying ? [last, before] : [before, last]
  const columns = across === undefined ? 1 : LONG
  const rows = down === undefined ? 1 : FEATURES
  const cells: Cell[] = []
  for (let layer = behind; layer >= 0; layer--) {
    for (let column = 0; column < columns; column++) {
      for (let row = 0; row < rows; row++) {
        const optional = (across?.optional && column > 0) || (down?.optional && row > 0)
        // What lies behind is seen at its edges only.
        if (layer > 0 && column < columns - 1 && row > 0) continue
        cells.push({
          x: column * PITCH + layer * BEHIND,
          y: row * PITCH + (behind - layer) * BEHIND,
          round: element === 'index',
          faint: layer > 0 || optional === true,
          ...(weights &&
            layer === 0 && { weight: WEIGHTS[(lying ? column : row) + (lying ? row : 1)] ?? WEIGHTS[0] }),
        })
      }
    }
  }
  return {
    cells,
    width: (columns - 1) * PITCH + CELL + behind * BEHIND,
    height: (rows - 1) * PITCH + CELL + behind * BEHIND,
    letters,
  }
}

/** Shapes in a square box of pixels. */

/** Whether a pixel belongs to the shape: row and column from 0, of a box with `size` pixels on each side. */
type Inside = (row: number, column: number, size: number) => boolean

/** A little less than the box's own circle, so that a small one does not look like a square. */
const ROUND = 0.9

export const SHAPES = {
  square: () => true,
  circle: (row, column, size) =>
    (row + 0.5 - size / 2) ** 2 + (column + 0.5 - size / 2) ** 2 <= (ROUND * size ** 2) / 4,
  triangle: (row, column, size) => Math.abs(column + 0.5 - size / 2) <= (row + 1) / 2,
} as const satisfies Record<string, Inside>

export type Shape = keyof typeof SHAPES

/** Red, green and blue from 0 to 1, as they are written in a picture. */
export const COLOURS = {
  red: '0.9 0.1 0.1',
  green: '0.1 0.7 0.2',
  blue: '0.1 0.3 0.9',
  yellow: '0.9 0.8 0.1',
} as const

export type Colour = keyof typeof COLOURS

export const BACKGROUND = '1 1 1'

/** The picture that Heed brings along: a house, a tree and a sun, drawn here. */
import type { Picture } from '#shared/contract/model'

const SIDE = 192

type Colour = readonly [number, number, number]

interface Shape {
  readonly colour: Colour
  /** x and y from 0 to 1, from the upper left. */
  covers(x: number, y: number): boolean
}

const inCircle = (x: number, y: number, cx: number, cy: number, r: number) =>
  (x - cx) ** 2 + (y - cy) ** 2 < r * r
const inBox = (x: number, y: number, left: number, top: number, right: number, bottom: number) =>
  x > left && x < right && y > top && y < bottom

const SHAPES: readonly Shape[] = [
  { colour: [104, 159, 86], covers: (x, y) => y > 0.74 + 0.03 * Math.sin(5 * x) },
  { colour: [250, 204, 84], covers: (x, y) => inCircle(x, y, 0.8, 0.2, 0.1) },
  { colour: [232, 220, 200], covers: (x, y) => inBox(x, y, 0.14, 0.48, 0.52, 0.82) },
  {
    colour: [176, 74, 60],
    covers: (x, y) => y > 0.26 && y < 0.5 && Math.abs(x - 0.33) < 0.26 * ((y - 0.26) / 0.24),
  },
  { colour: [92, 70, 58], covers: (x, y) => inBox(x, y, 0.28, 0.62, 0.37, 0.82) },
  {
    colour: [122, 172, 204],
    covers: (x, y) => inBox(x, y, 0.18, 0.54, 0.26, 0.63) || inBox(x, y, 0.4, 0.54, 0.48, 0.63),
  },
  { colour: [110, 82, 60], covers: (x, y) => inBox(x, y, 0.7, 0.6, 0.74, 0.84) },
  {
    colour: [62, 120, 72],
    covers: (x, y) =>
      inCircle(x, y, 0.72, 0.54, 0.13) || inCircle(x, y, 0.65, 0.6, 0.08) || inCircle(x, y, 0.79, 0.6, 0.08),
  },
]

let drawn: Picture | undefined

export function samplePicture(): Picture {
  drawn ??= draw()
  return drawn
}

function draw(): Picture {
  const rgba = new Uint8Array(SIDE * SIDE * 4)
  for (let row = 0; row < SIDE; row++)
    for (let column = 0; column < SIDE; column++) {
      const [x, y] = [(column + 0.5) / SIDE, (row + 0.5) / SIDE]
      const sky: Colour = [Math.round(150 + 70 * y), Math.round(195 + 30 * y), 235]
      const colour = SHAPES.findLast(({ covers }) => covers(x, y))?.colour ?? sky
      rgba.set([...colour, 255], (row * SIDE + column) * 4)
    }
  return { width: SIDE, height: SIDE, rgba }
}

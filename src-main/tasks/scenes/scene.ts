/** A drawn scene: coloured shapes on a white ground, and what a caption says of them. */
import type { Random } from '#shared/base/random'
import { BACKGROUND, COLOURS, type Colour, SHAPES, type Shape } from './shapes'

/** Pixels; the grid of patches divides the picture. */
export interface Canvas {
  readonly rows: number
  readonly columns: number
  readonly patch: number
  /** Places of objects are multiples of this many pixels. */
  readonly step: number
}

export interface SceneObject {
  readonly colour: Colour
  readonly shape: Shape
  /** Left upper corner of its box, pixels. */
  readonly x: number
  readonly y: number
}

/** Objects from left to right. */
export interface Scene {
  readonly objects: readonly SceneObject[]
  /** Pixels on each side of an object's box. */
  readonly size: number
}

/** Objects are so many patches wide. */
const WIDTH = 1.5
/** Pixels by which a caption's relation must be clear. */
const CLEAR = 2

const COLOUR_NAMES = Object.keys(COLOURS) as Colour[]
const SHAPE_NAMES = Object.keys(SHAPES) as Shape[]

export const RELATIONS = ['left of', 'above', 'below'] as const

/** Every word that a caption uses. */
export const CAPTION_WORDS: readonly string[] = [
  'a',
  ...COLOUR_NAMES,
  ...SHAPE_NAMES,
  ...RELATIONS.flatMap((relation) => relation.split(' ')),
]

/** `count` different objects that do not touch; each pair of neighbours has one clear relation. */
export function drawScene(random: Random, canvas: Canvas, count: number): Scene {
  const size = Math.round(WIDTH * canvas.patch)
  const places = (patches: number) => Math.floor((patches * canvas.patch - size) / canvas.step) + 1
  const [across, down] = [places(canvas.columns), places(canvas.rows)]
  const place = () => ({ x: canvas.step * random.integer(across), y: canvas.step * random.integer(down) })
  const names = new Set<string>()
  const looks: Pick<SceneObject, 'colour' | 'shape'>[] = []
  while (looks.length < count) {
    const look = { colour: random.choice(COLOUR_NAMES), shape: random.choice(SHAPE_NAMES) }
    if (names.has(`${look.colour} ${look.shape}`)) continue
    names.add(`${look.colour} ${look.shape}`)
    looks.push(look)
  }
  // Drawn again as a whole until it is clear, so that no place is likelier for having come first.
  for (;;) {
    const objects = looks.map((look) => ({ ...look, ...place() })).sort((a, b) => a.x - b.x)
    if (isClear(objects, size)) return { objects, size }
  }
}

function isClear(objects: readonly SceneObject[], size: number): boolean {
  return objects.every((a, i) =>
    objects.slice(i + 1).every((b, k) => {
      const [dx, dy] = [b.x - a.x, Math.abs(b.y - a.y)]
      const apart = dx > size || dy > size
      return apart && dx >= CLEAR && (k > 0 || Math.abs(dx - dy) >= CLEAR)
    }),
  )
}

/** How an object lies to the next one on its right: by the axis along which they are further apart. */
function relation(a: SceneObject, b: SceneObject): (typeof RELATIONS)[number] {
  if (b.x - a.x > Math.abs(b.y - a.y)) return 'left of'
  return a.y < b.y ? 'above' : 'below'
}

/** Words of the caption, each with the object whose colour or shape it names: "a red square left of a blue circle". */
export function captionOf({ objects }: Scene): { readonly word: string; readonly object?: SceneObject }[] {
  return objects.flatMap((object, i) => {
    const before = objects[i - 1]
    return [
      ...(before ? relation(before, object).split(' ') : []).map((word) => ({ word })),
      { word: 'a' },
      { word: object.colour, object },
      { word: object.shape, object },
    ]
  })
}

/** Calls `visit` for each pixel of the object. */
function eachPixel({ shape, x, y }: SceneObject, size: number, visit: (x: number, y: number) => void): void {
  for (let row = 0; row < size; row++)
    for (let column = 0; column < size; column++)
      if (SHAPES[shape](row, column, size)) visit(x + column, y + row)
}

/** Numbers from 0 to 1 separated by spaces, row-major height × width × 3. */
export function paint({ objects, size }: Scene, canvas: Canvas): string {
  const width = canvas.columns * canvas.patch
  const pixels = new Array<string>(width * canvas.rows * canvas.patch).fill(BACKGROUND)
  for (const object of objects)
    eachPixel(object, size, (x, y) => {
      pixels[y * width + x] = COLOURS[object.colour]
    })
  return pixels.join(' ')
}

/** Patches that hold at least one pixel of the object, row by row from 0, ascending. */
export function covered(object: SceneObject, size: number, canvas: Canvas): number[] {
  const patches = new Set<number>()
  eachPixel(object, size, (x, y) => {
    patches.add(Math.floor(y / canvas.patch) * canvas.columns + Math.floor(x / canvas.patch))
  })
  return [...patches].sort((a, b) => a - b)
}

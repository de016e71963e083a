/**
 * Thumbnails as pictures on one canvas behind the scenes, each coloured once when it comes: what is shown, scrolled and enlarged is only
 * copied from it.
 */
import type { Thumbnail } from '#shared/contract/model'
import { type Theme, weightScale } from '../../theme/scale'

export interface Atlas {
  /** Takes up a thumbnail before any is drawn: a canvas that is written and read by turns is copied each time. */
  take(thumbnail: Thumbnail): void
  /** Draws a thumbnail into a square. Heads that have none are left out, and false is given. */
  draw(
    context: CanvasRenderingContext2D,
    thumbnail: Thumbnail,
    x: number,
    y: number,
    width: number,
    height: number,
  ): boolean
  /** Colours are of another theme, or of another measure, from here on. */
  restart(theme: Theme, absolute: boolean): void
}

/** Side of a place in the atlas; thumbnails are at most so large. */
const PLACE = 64
const ACROSS = 64
/** Pictures are put into it one by one: that is fast where it lies in plain memory. */
const CPU: CanvasRenderingContext2DSettings = { willReadFrequently: true }

export function createAtlas(): Atlas {
  const canvas = document.createElement('canvas')
  canvas.width = PLACE * ACROSS
  canvas.height = PLACE
  let context = canvas.getContext('2d', CPU)
  let places = new Map<Thumbnail, number>()
  let colors = scaleBytes('light')
  let absolute = false

  /** The atlas grows by doubling; what lies in it is copied. */
  function makeRoom(place: number): void {
    const needed = (Math.floor(place / ACROSS) + 1) * PLACE
    if (needed <= canvas.height) return
    const before = document.createElement('canvas')
    before.width = canvas.width
    before.height = canvas.height
    before.getContext('2d')?.drawImage(canvas, 0, 0)
    canvas.height = Math.max(needed, canvas.height * 2)
    context = canvas.getContext('2d', CPU)
    context?.drawImage(before, 0, 0)
  }

  function add(thumbnail: Thumbnail): number {
    const place = places.size
    makeRoom(place)
    places.set(thumbnail, place)
    const { rows, columns } = thumbnail
    const [wide, tall] = [Math.min(PLACE, columns), Math.min(PLACE, rows)]
    const image = new ImageData(wide, tall)
    paint(image, thumbnail, colors, absolute)
    context?.putImageData(image, (place % ACROSS) * PLACE, Math.floor(place / ACROSS) * PLACE)
    return place
  }

  return {
    take(thumbnail) {
      if (!places.has(thumbnail)) add(thumbnail)
    },
    draw(on, thumbnail, x, y, width, height) {
      const place = places.get(thumbnail) ?? add(thumbnail)
      const [wide, tall] = [Math.min(PLACE, thumbnail.columns), Math.min(PLACE, thumbnail.rows)]
      if (wide === 0 || tall === 0) return false
      on.drawImage(
        canvas,
        (place % ACROSS) * PLACE,
        Math.floor(place / ACROSS) * PLACE,
        wide,
        tall,
        x,
        y,
        width,
        height,
      )
      return true
    },
    restart(theme, isAbsolute) {
      places = new Map()
      colors = scaleBytes(theme)
      absolute = isAbsolute
    },
  }
}

function paint(
  { data, width, height }: ImageData,
  { pixels, columns, strongest }: Thumbnail,
  colors: Uint8Array,
  absolute: boolean,
): void {
  const by = absolute ? Math.min(1, strongest) : 1
  for (let row = 0; row < height; row++)
    for (let column = 0; column < width; column++) {
      const color = Math.round((pixels[row * columns + column] ?? 0) * by) * 3
      const at = (row * width + column) * 4
      data[at] = colors[color]!
      data[at + 1] = colors[color + 1]!
      data[at + 2] = colors[color + 2]!
      data[at + 3] = 255
    }
}

function scaleBytes(theme: Theme): Uint8Array {
  const bytes = new Uint8Array(256 * 3)
  weightScale(theme).forEach((rgb, i) => {
    bytes.set(rgb, i * 3)
  })
  return bytes
}

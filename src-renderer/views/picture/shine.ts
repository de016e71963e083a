/** Draws a picture under the light that lies on it. */

import { type Lamp, shadeOf } from '#shared/pictures/model/shade'

/** From this enlargement on, single pixels are meant to be seen. */
const PIXELS_SEEN = 3

/** Light on its way from one row's to the next one's; another raster is there at once. */
export function between(from: readonly Lamp[], to: readonly Lamp[], part: number): readonly Lamp[] {
  if (part >= 1 || from.length !== to.length) return to
  return to.map(({ light, color }, i) => {
    const before = from[i]!.light
    if (before.points.length !== light.points.length || before.width !== light.width) return { light, color }
    const points = light.points.map((point, at) => before.points[at]! + (point - before.points[at]!) * part)
    return { light: { ...light, points }, color }
  })
}

/** Fills the context's `width` × `height` with the picture (grey where there is none) and the shade of its lamps. */
export function shine(
  context: CanvasRenderingContext2D,
  picture: CanvasImageSource | undefined,
  pictureWidth: number,
  lamps: readonly Lamp[],
  {
    width,
    height,
    patchwise,
  }: { readonly width: number; readonly height: number; readonly patchwise: boolean },
): void {
  if (picture === undefined) {
    context.fillStyle = 'rgb(214 217 223)'
    context.fillRect(0, 0, width, height)
  } else {
    context.imageSmoothingEnabled = width / pictureWidth < PIXELS_SEEN
    context.imageSmoothingQuality = 'high'
    context.drawImage(picture, 0, 0, width, height)
  }
  const light = lamps[0]?.light
  if (light === undefined) return
  const shade = scratch(light.width, light.height)
  shade.putImageData(new ImageData(shadeOf(lamps), light.width, light.height), 0, 0)
  context.imageSmoothingEnabled = !patchwise
  context.imageSmoothingQuality = 'high'
  context.drawImage(shade.canvas, 0, 0, light.width, light.height, 0, 0, width, height)
}

let held: CanvasRenderingContext2D | undefined

/** A canvas that is only there to be drawn from; one for all. */
function scratch(width: number, height: number): CanvasRenderingContext2D {
  held ??= document.createElement('canvas').getContext('2d')!
  if (held.canvas.width !== width) held.canvas.width = width
  if (held.canvas.height !== height) held.canvas.height = height
  return held
}

/** Draws a heat map: cells as one picture that is scaled, labels and crosshair over it. */

import { signedColor } from '#shared/pictures/diverging'
import { HEAT_FONT, type HeatLayout } from '#shared/pictures/layout/heatLayout'
import type { Heat } from '#shared/pictures/model/heat'
import { css, type Theme } from '#shared/pictures/scale'

/** One pixel for each cell: steps from left to right, units in this order from top to bottom. */
export function pictureOf(heat: Heat, order: readonly number[], theme: Theme): HTMLCanvasElement {
  const { steps, units, values, peak } = heat
  const canvas = document.createElement('canvas')
  canvas.width = Math.max(1, steps)
  canvas.height = Math.max(1, units)
  const context = canvas.getContext('2d')
  const image = new ImageData(canvas.width, canvas.height)
  const scale = peak === 0 ? 0 : 1 / peak
  order.forEach((unit, place) => {
    for (let step = 0; step < steps; step++) {
      const [red, green, blue] = signedColor(values[step * units + unit]! * scale, theme)
      const at = (place * steps + step) * 4
      image.data[at] = red
      image.data[at + 1] = green
      image.data[at + 2] = blue
      image.data[at + 3] = 255
    }
  })
  context?.putImageData(image, 0, 0)
  return canvas
}

export interface Inks {
  readonly ink: string
  readonly soft: string
  readonly line: string
  readonly font: string
}

export function inksOf(element: Element): Inks {
  const style = getComputedStyle(element)
  return {
    ink: style.color,
    soft: style.caretColor,
    line: style.borderTopColor,
    font: style.fontFamily,
  }
}

interface Drawn {
  readonly layout: HeatLayout
  readonly heat: Heat
  readonly order: readonly number[]
  readonly parts: number
  readonly shown: number
  readonly picture: HTMLCanvasElement
  readonly inks: Inks
}

export function drawHeat(context: CanvasRenderingContext2D, drawn: Drawn): void {
  const { layout, heat, order, parts, shown, picture, inks } = drawn
  const { left, top, cellWidth, cellHeight, width, height } = layout
  // Cells that are smaller than a pixel are mixed, not left out.
  context.imageSmoothingEnabled = cellWidth < 1 || cellHeight < 1
  context.imageSmoothingQuality = 'high'
  if (shown > 0) context.drawImage(picture, 0, 0, shown, heat.units, left, top, cellWidth * shown, height)
  context.strokeStyle = inks.line
  context.lineWidth = 1
  context.strokeRect(left - 0.5, top - 0.5, width + 1, height + 1)
  for (let part = 1; part < parts; part++) {
    context.fillStyle = inks.ink
    context.fillRect(left - 6, top + (height * part) / parts - 0.5, width + 6, 1)
  }
  labelSteps(context, drawn)
  context.textAlign = 'right'
  context.textBaseline = 'middle'
  context.fillStyle = inks.soft
  const each = heat.units / parts
  order.forEach((unit, place) => {
    if (place % layout.unitEvery !== 0) return
    context.fillText(String((unit % each) + 1), left - 8, top + (place + 0.5) * cellHeight)
  })
}

function labelSteps(context: CanvasRenderingContext2D, { layout, heat, shown, inks }: Drawn): void {
  const { left, top, cellWidth, turned, stepEvery } = layout
  context.font = `450 ${HEAT_FONT}px ${inks.font}`
  context.textBaseline = 'middle'
  context.textAlign = turned ? 'left' : 'center'
  heat.labels.forEach((label, step) => {
    if (step % stepEvery !== 0) return
    context.fillStyle = step < shown ? inks.ink : inks.soft
    context.globalAlpha = step < shown ? 1 : 0.45
    const x = left + (step + 0.5) * cellWidth
    if (turned) {
      context.save()
      context.translate(x, top - 6)
      context.rotate(-Math.PI / 2)
      context.fillText(shortened(context, label, top - 12), 0, 0)
      context.restore()
    } else context.fillText(label, x, top - 11)
  })
  context.globalAlpha = 1
}

function shortened(context: CanvasRenderingContext2D, text: string, room: number): string {
  if (context.measureText(text).width <= room) return text
  let kept = text
  while (kept.length > 1 && context.measureText(`${kept}…`).width > room) kept = kept.slice(0, -1)
  return `${kept}…`
}

/** Row and column of the cell that is pointed at. */
export function drawCross(
  context: CanvasRenderingContext2D,
  layout: HeatLayout,
  step: number,
  place: number,
  inks: Inks,
): void {
  const { left, top, cellWidth, cellHeight, width, height } = layout
  const [x, y] = [left + step * cellWidth, top + place * cellHeight]
  const [w, h] = [Math.max(1, cellWidth), Math.max(1, cellHeight)]
  context.fillStyle = inks.ink
  context.globalAlpha = 0.55
  for (const line of [y, y + h]) context.fillRect(left, Math.round(line) - 0.5, width, 1)
  for (const line of [x, x + w]) context.fillRect(Math.round(line) - 0.5, top, 1, height)
  context.globalAlpha = 1
  context.strokeStyle = inks.ink
  context.lineWidth = 1.5
  context.strokeRect(x, y, w, h)
}

/** The scale for a legend, from its lower end to its upper one. */
export function scaleGradient(theme: Theme): string {
  const stops = Array.from({ length: 17 }, (_, i) => css(signedColor(i / 8 - 1, theme)))
  return `linear-gradient(to right, ${stops.join(', ')})`
}

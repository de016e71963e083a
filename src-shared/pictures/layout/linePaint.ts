/** How lines look: colour by the sequential scale of weights or by each head's hue; opacity and thickness by weight. */

import type { Layer } from '../model/heads'
import { css, headColor, type Rgb, type Theme, weightColor } from '../scale'
import { opacity, thickness } from './curve'

export interface LinePaint {
  rgb(layer: number, weight: number): Rgb
  /** 0 … 1 */
  alpha(weight: number): number
  /** Both, as CSS. */
  css(layer: number, weight: number): string
  /** px */
  thickness(weight: number): number
}

const LEVELS = 255
/** Hues lie over each other, so none of them is opaque. */
const HUE_ALPHA = 0.85
/** Lines are thin and lie on the ground itself, so theirs is the part of the scale that stands out from it. */
const FIRST_COLOR = 0.2

/**
 * @param lines how many lines the picture has: among many, weak ones are quieter
 * @param top the weight that is drawn as the strongest
 */
export function linePaint(layers: readonly Layer[], theme: Theme, lines: number, top = 1): LinePaint {
  const hues = layers.map((layer) => (layer.hue === undefined ? undefined : headColor(layer.hue, theme)))
  const most = layers.length > 1 ? HUE_ALPHA : 1
  const known: (string | undefined)[] = []
  const paint: LinePaint = {
    rgb: (layer, weight) =>
      hues[layer] ?? weightColor(FIRST_COLOR + (1 - FIRST_COLOR) * (weight / top), theme),
    alpha: (weight) => most * opacity(weight / top, lines),
    css(layer, weight) {
      const level = Math.ceil(Math.min(1, weight / top) * LEVELS)
      const key = layer * (LEVELS + 1) + level
      let text = known[key]
      if (text === undefined) {
        const about = (level / LEVELS) * top
        text = css(paint.rgb(layer, about), Math.ceil(1000 * paint.alpha(about)) / 1000)
        known[key] = text
      }
      return text
    },
    thickness: (weight) => thickness(weight / top),
  }
  return paint
}

/** Colours of lines: the sequential scale of weights, or each head's hue. */
import { css, headColor, type Rgb, type Theme, weightColor } from '../../theme/scale'
import type { Layer } from '../model/heads'
import { opacity } from './curve'

export interface LinePaint {
  rgb(layer: number, weight: number): Rgb
  /** 0 … 1 */
  alpha(weight: number): number
  /** Both, as CSS. */
  css(layer: number, weight: number): string
}

const LEVELS = 255
/** Hues lie over each other, so none of them is opaque. */
const HUE_ALPHA = 0.85

/** @param lines how many lines the picture has: among many, weak ones are quieter */
export function linePaint(layers: readonly Layer[], theme: Theme, lines: number): LinePaint {
  const hues = layers.map((layer) => (layer.hue === undefined ? undefined : headColor(layer.hue, theme)))
  const most = layers.length > 1 ? HUE_ALPHA : 1
  const rgb = (layer: number, weight: number) => hues[layer] ?? weightColor(weight, theme)
  const alpha = (weight: number) => most * opacity(weight, lines)
  const known: (string | undefined)[] = []
  return {
    rgb,
    alpha,
    css(layer, weight) {
      const level = Math.ceil(Math.min(1, weight) * LEVELS)
      const key = layer * (LEVELS + 1) + level
      let text = known[key]
      if (text === undefined) {
        text = css(rgb(layer, level / LEVELS), Math.ceil(1000 * alpha(level / LEVELS)) / 1000)
        known[key] = text
      }
      return text
    },
  }
}

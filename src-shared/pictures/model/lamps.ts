/** Which light lies on a picture: one lamp for each layer of heads. */
import type { SiteInfo } from '../../contract/slice'
import { headColor, type Theme } from '../scale'
import type { Layer } from './heads'
import type { RowArrival } from './history'
import { type Patches, patchLight, smoothLight } from './light'
import { patchWeights } from './pictureRows'
import type { Lamp } from './shade'

/** Points of smooth light for each patch, and at the most on a side. */
const FINE = 10
const MOST = 192
/** One lamp for each layer of heads, in its hue. */
export function lampsOf(
  site: SiteInfo,
  layers: readonly Layer[],
  arrival: RowArrival,
  theme: Theme,
  patchwise: boolean,
): Lamp[] {
  return layers.map((layer) =>
    lampOf(
      patchWeights(site, layer, arrival),
      site.columnGrid ?? [1, 1],
      patchwise,
      layer.hue === undefined ? undefined : headColor(layer.hue, theme),
    ),
  )
}

export function lampOf(
  weights: Float32Array,
  patches: Patches,
  patchwise: boolean,
  color?: Lamp['color'],
): Lamp {
  if (patchwise) return { light: patchLight(weights, patches), color }
  const [rows, columns] = patches
  const fine = Math.max(1, Math.min(FINE, MOST / Math.max(rows, columns)))
  return {
    light: smoothLight(weights, patches, Math.round(columns * fine), Math.round(rows * fine)),
    color,
  }
}

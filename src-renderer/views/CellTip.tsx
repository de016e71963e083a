import { type Focus, weightText } from '#shared/pictures/model/focus'
import { layerTitle, layerWeight } from '#shared/pictures/model/heads'
import { arrivalOf } from '#shared/pictures/model/history'
import type { Picture } from './picture'

export interface Tip {
  /** Place in the view, px. */
  readonly x: number
  readonly y: number
  readonly focus: Focus
}

interface CellTipProps {
  readonly picture: Picture
  readonly tip: Tip
  readonly width: number
}

/** The exact weight of the cell under the pointer, with both words. */
export function CellTip({
  picture: { matrix, shown, layers, joined },
  tip: { x, y, focus },
  width,
}: CellTipProps) {
  const row = focus.row === undefined ? undefined : arrivalOf(matrix, focus.row, shown)
  const layer = focus.layer === undefined && layers.length > 1 ? joined : layers[focus.layer ?? 0]
  if (row === undefined || layer === undefined || focus.column === undefined) return null
  const right = x > width * 0.6
  return (
    <div
      className="attention-tip"
      style={right ? { right: width - x + 12, top: y + 12 } : { left: x + 12, top: y + 12 }}
    >
      <span>{matrix.rowLabels[focus.row!]}</span>
      <span className="attention-quiet">looks at</span>
      <span>{matrix.columnLabels[focus.column]}</span>
      <strong>{weightText(layerWeight(layer, row, focus.column))}</strong>
      {matrix.heads > 1 && <span className="attention-quiet">{layerTitle(layer, matrix.heads)}</span>}
    </div>
  )
}

import type { GridLayout } from '#shared/pictures/layout/gridLayout'
import { layerTitle } from '#shared/pictures/model/heads'
import { arrivalOf } from '#shared/pictures/model/history'
import type { Picture } from '../picture'
import type { Scroll } from '../Stage'

interface GridLabelsProps {
  readonly picture: Picture
  readonly layout: GridLayout
  readonly scroll: Scroll
  readonly width: number
  readonly height: number
}

/** Labels above and beside the cells; they stay while the cells scroll. */
export function GridLabels({ picture, layout, scroll, width, height }: GridLabelsProps) {
  const { matrix, shown, focus } = picture
  const { left, top, cellWidth, cellHeight, turned, font } = layout
  const columns = within(scroll.x, width - left, cellWidth, layout.columns)
  const rows = within(scroll.y, height - top, cellHeight, layout.rows)
  // Two lines of it need this much room.
  const roomy = left >= 50 && top >= 34
  const title = picture.layers.length > 1 && roomy ? layerTitle(picture.joined, matrix.heads) : ''
  return (
    <>
      <div className="attention-corner" style={{ width: left - 5, height: top - 4 }}>
        {title}
      </div>
      <div className="attention-edge" style={{ left, top: 0, right: 0, height: top, fontSize: font }}>
        {columns.map((column) => (
          <div
            key={column}
            className={`attention-label${turned ? ' is-turned' : ''}${focus?.column === column ? ' is-active' : ''}`}
            style={{
              left: column * cellWidth - scroll.x,
              top: 0,
              width: cellWidth,
              height: top - 3,
              lineHeight: `${turned ? cellWidth : top - 3}px`,
            }}
          >
            <span>{matrix.columnLabels[column]}</span>
          </div>
        ))}
      </div>
      <div className="attention-edge" style={{ left: 0, top, width: left - 5, bottom: 0, fontSize: font }}>
        {rows.map((row) => (
          <div
            key={row}
            className={`attention-label is-row${focus?.row === row ? ' is-active' : ''}`}
            style={{
              left: 0,
              top: row * cellHeight - scroll.y,
              width: left - 5,
              height: cellHeight,
              lineHeight: `${cellHeight}px`,
              opacity: arrivalOf(matrix, row, shown) === undefined ? 0.28 : undefined,
            }}
          >
            <span>{matrix.rowLabels[row]}</span>
          </div>
        ))}
      </div>
    </>
  )
}

function within(scrolled: number, room: number, cell: number, count: number): number[] {
  const first = Math.max(0, Math.floor(scrolled / cell))
  const end = Math.min(count, Math.ceil((scrolled + room) / cell))
  return Array.from({ length: Math.max(0, end - first) }, (_, i) => first + i)
}

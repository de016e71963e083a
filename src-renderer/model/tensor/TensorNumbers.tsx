/** A matrix as numbers; only what is in sight is drawn. */
import { useRef, useState } from 'react'
import type { TensorView } from '#shared/contract/model'
import { numberText } from '#shared/pictures/tensor/numberText'
import { useSize } from '../../views/hooks'

const ROW = 20
const COLUMN = 78
const HEAD = 46

export function TensorNumbers({ view: { rows, columns, values } }: { readonly view: TensorView }) {
  const room = useRef<HTMLElement>(null)
  const { width, height } = useSize(room)
  const [{ x, y }, setScroll] = useState({ x: 0, y: 0 })
  const seenRows = range(Math.floor(y / ROW), Math.ceil((y + height) / ROW), rows)
  const seenColumns = range(Math.floor(x / COLUMN), Math.ceil((x + width) / COLUMN), columns)
  return (
    <section
      className="tensor-numbers mono"
      aria-label="Numbers of the tensor"
      // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls is scrolled by keys as well
      tabIndex={0}
      ref={room}
      onScroll={({ currentTarget }) => setScroll({ x: currentTarget.scrollLeft, y: currentTarget.scrollTop })}
    >
      <div style={{ width: HEAD + columns * COLUMN, height: (rows + 1) * ROW }}>
        <div className="tensor-columns" style={{ width: HEAD + columns * COLUMN }}>
          {seenColumns.map((column) => (
            <span key={column} className="soft" style={{ left: HEAD + column * COLUMN, top: 0 }}>
              {column}
            </span>
          ))}
        </div>
        {seenRows.map((row) => (
          <div key={row}>
            <span className="soft is-row" style={{ left: x, top: (row + 1) * ROW }}>
              {row}
            </span>
            {seenColumns.map((column) => (
              <span key={column} style={{ left: HEAD + column * COLUMN, top: (row + 1) * ROW }}>
                {numberText(values[row * columns + column]!)}
              </span>
            ))}
          </div>
        ))}
      </div>
    </section>
  )
}

function range(from: number, to: number, count: number): number[] {
  const [first, end] = [Math.max(0, from), Math.min(count, to)]
  return Array.from({ length: Math.max(0, end - first) }, (_, i) => first + i)
}

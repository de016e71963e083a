/** A matrix as a picture: one cell for each number, the exact one where the pointer is. */
import { useEffect, useRef, useState } from 'react'
import type { TensorView } from '#shared/contract/model'
import { valueColor } from '#shared/pictures/tensor/colors'
import { numberText } from '#shared/pictures/tensor/numberText'
import { useThemeName } from '../../stores/hooks'
import { useSize } from '../../views/hooks'

/** Largest side of a cell. */
const LARGEST = 22

export function TensorPicture({ view }: { readonly view: TensorView }) {
  const { rows, columns, values } = view
  const canvas = useRef<HTMLCanvasElement>(null)
  const room = useRef<HTMLDivElement>(null)
  const { width, height } = useSize(room)
  const [cell, setCell] = useState<{ readonly row: number; readonly column: number }>()
  const theme = useThemeName()
  useEffect(() => {
    const context = canvas.current?.getContext('2d')
    if (context === null || context === undefined || rows === 0 || columns === 0) return
    const image = context.createImageData(columns, rows)
    for (let i = 0; i < rows * columns; i++)
      image.data.set([...valueColor(values[i]!, view.least, view.greatest, theme), 255], i * 4)
    context.putImageData(image, 0, 0)
  }, [view, values, rows, columns, theme])
  if (rows === 0 || columns === 0) return <p className="dock-empty">This tensor has no numbers.</p>
  const wide = Math.min(LARGEST, width / columns)
  const tall = Math.min(LARGEST, height / rows)
  // Few cells stay square; many fill the room that there is.
  const square = Math.min(wide, tall) >= 4
  const [across, down] = square ? [Math.min(wide, tall), Math.min(wide, tall)] : [wide, tall]
  return (
    <div className="tensor-picture" ref={room}>
      <canvas
        ref={canvas}
        width={columns}
        height={rows}
        style={{ width: across * columns, height: down * rows }}
        aria-label={`${rows} × ${columns} numbers`}
        role="img"
        onPointerMove={({ clientX, clientY, currentTarget }) => {
          const box = currentTarget.getBoundingClientRect()
          const row = Math.min(rows - 1, Math.floor(((clientY - box.y) / box.height) * rows))
          const column = Math.min(columns - 1, Math.floor(((clientX - box.x) / box.width) * columns))
          setCell({ row, column })
        }}
        onPointerLeave={() => setCell(undefined)}
      />
      <p className="tensor-cell mono" aria-live="off">
        {cell === undefined || cell.row >= rows || cell.column >= columns
          ? '\u00a0'
          : `[${[...view.at, ...(view.dims.length > 1 ? [cell.row] : []), cell.column].join(', ')}] ${numberText(values[cell.row * columns + cell.column]!)}`}
      </p>
    </div>
  )
}

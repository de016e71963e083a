/** A value as a picture that is read cell by cell, with the pointer or with arrow keys. */
import { type KeyboardEvent, type MouseEvent, useState } from 'react'
import type { Activation } from '#shared/contract/activations'
import { kinds } from '#shared/kinds/registry'
import { signedText } from '#shared/pictures/diverging'
import { useDocument } from '../stores/hooks'
import { CellPicture } from './CellPicture'

interface Cell {
  readonly row: number
  readonly column: number
}

const MOVES: Readonly<Record<string, readonly [row: number, column: number]>> = {
  ArrowLeft: [0, -1],
  ArrowRight: [0, 1],
  ArrowUp: [-1, 0],
  ArrowDown: [1, 0],
}

export function ReadPicture({ id, activation }: { readonly id: string; readonly activation: Activation }) {
  const { port, rows, columns } = activation
  const [cell, setCell] = useState<Cell>()
  const weights = useDocument(
    ({ document }) => kinds.get(document.nodes[id]?.kind ?? '')?.attention?.output === port,
  )
  const within = ({ row, column }: Cell): Cell => ({
    row: Math.min(rows - 1, Math.max(0, row)),
    column: Math.min(columns - 1, Math.max(0, column)),
  })
  const point = (event: MouseEvent) => {
    const box = event.currentTarget.getBoundingClientRect()
    const row = Math.floor(((event.clientY - box.top) / box.height) * rows)
    setCell(within({ row, column: Math.floor(((event.clientX - box.left) / box.width) * columns) }))
  }
  const move = (event: KeyboardEvent) => {
    const step = MOVES[event.key]
    if (step === undefined) return
    event.preventDefault()
    event.stopPropagation()
    setCell((before) =>
      before === undefined
        ? { row: 0, column: 0 }
        : within({ row: before.row + step[0], column: before.column + step[1] }),
    )
  }
  const known = cell && within(cell)
  return (
    <>
      <button
        type="button"
        className="last-output-picture"
        style={{ height: heightOf(rows) }}
        aria-label={`${rows} × ${columns} numbers. Arrow keys read them one by one.`}
        onMouseMove={point}
        onMouseLeave={() => setCell(undefined)}
        onKeyDown={move}
        onBlur={() => setCell(undefined)}
      >
        <CellPicture activation={activation} weights={weights} />
        <Seams activation={activation} />
        {known === undefined ? null : (
          <i
            style={{
              left: `${(100 * known.column) / columns}%`,
              top: `${(100 * known.row) / rows}%`,
              width: `${100 / columns}%`,
              height: `${100 / rows}%`,
            }}
          />
        )}
      </button>
      <p className="last-output-cell soft" role="status">
        {known === undefined ? about(activation) : <Told activation={activation} cell={known} />}
      </p>
    </>
  )
}

/** Lines between matrices that stand below one another: those of the steps of a loop, of heads. */
function Seams({ activation: { axes, covers, rows } }: { readonly activation: Activation }) {
  const each = Math.ceil((axes.at(-2)?.size ?? 1) / covers[0])
  if (axes.length < 3 || each < 2 || each >= rows || rows % each !== 0) return null
  return <b style={{ backgroundSize: `100% ${(100 * each) / rows}%` }} />
}

/** Few rows are as high as they are easily pointed at, many fill the panel's width about as a square. */
function heightOf(rows: number): number {
  return Math.min(230, Math.max(26, 7 * rows))
}

function Told({
  activation: { axes, cells, there, columns, rowLabels, columnLabels },
  cell: { row, column },
}: {
  readonly activation: Activation
  readonly cell: Cell
}) {
  const at = row * columns + column
  const value = cells[at] ?? 0
  const name = columnLabels[column] ?? ''
  const plain = axes.at(-1)?.name === undefined && /^\d+( … \d+)?$/.test(name)
  const labels = [rowLabels[row], plain ? `feature ${name}` : name]
  return (
    <>
      {labels.filter((label) => label !== '').join(' · ')}{' '}
      <strong className="mono">
        {there?.[at] === 0 ? 'nothing' : Number.isFinite(value) ? signedText(value) : String(value)}
      </strong>
    </>
  )
}

function about({ covers: [rows, columns] }: Activation): string {
  return rows * columns === 1
    ? 'Point at a cell for its number.'
    : `Each cell is the number furthest from 0 of ${rows} × ${columns}.`
}

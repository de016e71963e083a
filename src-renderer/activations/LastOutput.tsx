/** What the selected node gave last: its shape, its numbers as a picture that is read cell by cell, and what they come to. */
import { type KeyboardEvent, type MouseEvent, useEffect, useState } from 'react'
import { useStore } from 'zustand'
import type { Activation, ActivationAxis } from '#shared/contract/activations'
import { portsOf } from '#shared/document/structure'
import { kinds } from '#shared/kinds/registry'
import { signedText } from '#shared/pictures/diverging'
import { useDocument, useRun } from '../stores/hooks'
import './activations.css'
import { CellPicture } from './CellPicture'
import { activations } from './store'

export function LastOutput({ id }: { readonly id: string }) {
  const output = useRun(({ outputs }) => outputs.find(({ node }) => node === id))
  const told = useStore(activations.store, (state) => state.told.get(id))
  const untold = useStore(activations.store, (state) => state.untold.get(id))
  const stale = useStore(activations.store, (state) => state.stale)
  const fault = useStore(activations.store, (state) => state.fault)
  const asking = useStore(activations.store, (state) => state.state === 'asking')
  const [chosen, setChosen] = useState<string>()
  useEffect(() => activations.watch(), [])
  // What it chooses from, or where it looks.
  const usual = useDocument(({ document }) => {
    const kind = kinds.get(document.nodes[id]?.kind ?? '')
    return (kind?.decision ?? kind?.attention)?.output
  })
  const nothing = told === undefined && untold === undefined
  if (output === undefined && nothing && fault === undefined) return null
  const find = (port: string | undefined) => told?.find((each) => each.port === port)
  const shown = find(chosen) ?? find(usual) ?? told?.[0]
  return (
    <section
      className={`panel-part last-output ${stale ? 'stale' : ''}`}
      aria-label="Last output"
      aria-busy={asking}
    >
      <h3>Last output</h3>
      {stale && !nothing ? <p className="soft">Of the network before it was changed. Run again.</p> : null}
      {output === undefined ? null : <p className="panel-output">{output.text}</p>}
      {told !== undefined && told.length > 1 ? (
        <PortChoice id={id} told={told} chosen={shown?.port} choose={setChosen} />
      ) : null}
      {shown === undefined ? null : (
        <>
          <p className="mono soft">{shapeOf(shown.axes)}</p>
          <Shown key={`${id} ${shown.port}`} id={id} activation={shown} />
        </>
      )}
      {fault === undefined ? null : <p className="soft">{fault.message}</p>}
      {(untold ?? []).map(({ port, reason }) => (
        <p key={port} className="soft">
          {port}: {reason}
        </p>
      ))}
    </section>
  )
}

interface PortChoiceProps {
  readonly id: string
  readonly told: readonly Activation[]
  readonly chosen: string | undefined
  readonly choose: (port: string) => void
}

function PortChoice({ id, told, chosen, choose }: PortChoiceProps) {
  const node = useDocument(({ document }) => document.nodes[id])
  const labels = node === undefined ? {} : portsOf(node).outputs
  return (
    <div className="last-output-ports" role="toolbar" aria-label="Output">
      {told.map(({ port }) => (
        <button key={port} type="button" aria-pressed={port === chosen} onClick={() => choose(port)}>
          {labels[port]?.label ?? port}
        </button>
      ))}
    </div>
  )
}

/** "24 words × 64". */
export function shapeOf(axes: readonly ActivationAxis[]): string {
  if (axes.length === 0) return '1'
  return axes.map(({ size, name }) => (name === undefined ? size : `${size} ${name}`)).join(' × ')
}

function Shown({ id, activation }: { readonly id: string; readonly activation: Activation }) {
  const { words, count, notFinite } = activation
  if (words !== undefined) {
    const more = count > words.length ? ' …' : ''
    return (
      <p className="last-output-words">
        {words.join(' ')}
        {more}
      </p>
    )
  }
  return (
    <>
      <Readable id={id} activation={activation} />
      <dl className="last-output-numbers">
        {(['least', 'mean', 'greatest', 'deviation'] as const).map((name) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd className="mono">{signedText(activation[name]).replace(/^\+/, '')}</dd>
          </div>
        ))}
      </dl>
      {notFinite === 0 ? null : (
        <p className="last-output-wrong">
          {notFinite.toLocaleString('en')} of {count.toLocaleString('en')} are no finite numbers.
        </p>
      )}
    </>
  )
}

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

function Readable({ id, activation }: { readonly id: string; readonly activation: Activation }) {
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

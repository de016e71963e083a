/** A thumbnail made large, with what it is of. */
import { useEffect, useRef } from 'react'
import type { Thumbnail } from '#shared/contract/model'
import { weightText } from '../../views/model/focus'
import type { Atlas } from './atlas'
import type { OverviewRow } from './groups'

interface CellCardProps {
  readonly row: OverviewRow
  readonly name: string
  readonly thumbnail: Thumbnail | undefined
  readonly atlas: Atlas
  readonly at: { readonly left: number; readonly top: number }
  /** Paints anew where the colours are others. */
  readonly theme: string
}

const SIDE = 184

export function CellCard({ row, name, thumbnail, atlas, at, theme }: CellCardProps) {
  const canvas = useRef<HTMLCanvasElement>(null)
  // biome-ignore lint/correctness/useExhaustiveDependencies: another theme paints anew
  useEffect(() => {
    const context = canvas.current?.getContext('2d')
    if (context === null || context === undefined || thumbnail === undefined) return
    context.imageSmoothingEnabled = false
    context.clearRect(0, 0, SIDE * 2, SIDE * 2)
    atlas.draw(context, thumbnail, 0, 0, SIDE * 2, SIDE * 2)
  }, [thumbnail, atlas, theme])
  return (
    <div className="cell-card" style={at} role="tooltip" data-testid="cell-card">
      <p className="cell-card-name">{name}</p>
      {thumbnail === undefined ? null : (
        <canvas ref={canvas} width={SIDE * 2} height={SIDE * 2} style={{ width: SIDE, height: SIDE }} />
      )}
      {row.shown ? null : <p className="cell-card-reason">{row.reason ?? 'It cannot be shown.'}</p>}
      {thumbnail === undefined ? null : (
        <p className="soft">strongest weight {weightText(thumbnail.strongest)}</p>
      )}
      {row.place === '' ? null : <p className="soft cell-card-place">{row.place}</p>}
    </div>
  )
}

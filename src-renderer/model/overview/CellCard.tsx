/** A thumbnail made large, with what it is of. */
import { useEffect, useRef } from 'react'
import type { Thumbnail } from '#shared/contract/model'
import { weightText } from '#shared/pictures/model/focus'
import type { OverviewRow } from '#shared/pictures/model/siteGroups'
import type { Atlas } from './atlas'

interface CellCardProps {
  readonly row: OverviewRow
  readonly name: string
  readonly thumbnail: Thumbnail | undefined
  readonly atlas: Atlas
  readonly at: { readonly left: number; readonly top: number }
  /** Of the thumbnail, in px. */
  readonly side: number
  /** It stands beside the heads, and not over them. */
  readonly beside: boolean
  /** Paints anew where the colours are others. */
  readonly theme: string
}

export function CellCard({ row, name, thumbnail, atlas, at, side, beside, theme }: CellCardProps) {
  const canvas = useRef<HTMLCanvasElement>(null)
  // biome-ignore lint/correctness/useExhaustiveDependencies: another theme paints anew
  useEffect(() => {
    const context = canvas.current?.getContext('2d')
    if (context === null || context === undefined || thumbnail === undefined) return
    context.imageSmoothingEnabled = false
    context.clearRect(0, 0, side * 2, side * 2)
    atlas.draw(context, thumbnail, 0, 0, side * 2, side * 2)
  }, [thumbnail, atlas, theme, side])
  return (
    <div
      className={`cell-card ${beside ? 'is-beside' : ''}`}
      style={{ ...at, width: side + 26 }}
      role="tooltip"
      data-testid="cell-card"
    >
      <p className="cell-card-name">{name}</p>
      {thumbnail === undefined ? null : (
        <canvas ref={canvas} width={side * 2} height={side * 2} style={{ width: side, height: side }} />
      )}
      {row.shown ? null : <p className="cell-card-reason">{row.reason ?? 'It cannot be shown.'}</p>}
      {thumbnail === undefined ? null : (
        <p className="soft">strongest weight {weightText(thumbnail.strongest)}</p>
      )}
      {row.place === '' ? null : <p className="soft cell-card-place">{row.place}</p>}
    </div>
  )
}

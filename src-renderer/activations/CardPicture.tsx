/**
 * What a node gave last, on its card. It hangs below the card and takes no room of its own: nothing moves when it comes or goes, and React Flow
 * has nothing to measure.
 */
import { useStore } from '@xyflow/react'
import { useEffect } from 'react'
import { useStore as useVanilla } from 'zustand'
import { detokenize } from '#shared/base/words'
import type { DocumentNode } from '#shared/document/document'
import { kinds } from '#shared/kinds/registry'
import { useDocument } from '../stores/hooks'
import { usePixels } from '../views/picture-source'
import { CellPicture, PixelPicture } from './CellPicture'
import './activations.css'
import { activations } from './store'

/** Below this zoom cards are boxes, and nobody sees pictures on them. */
const NEAR = 0.6

export function CardPicture({ id }: { readonly id: string }) {
  // The first output that leaves the node.
  const first = useVanilla(activations.store, ({ told }) => told.get(id)?.find(({ inside }) => !inside))
  const stale = useVanilla(activations.store, (state) => state.stale)
  const field = useDocument(({ document }) => pictureField(document.nodes[id]))
  if (first === undefined) return null
  return (
    <div className={`card-picture ${stale ? 'stale' : ''}`} data-testid={`picture-${id}`} aria-hidden="true">
      {first.words !== undefined ? (
        <span>{detokenize([...first.words])}</span>
      ) : field !== undefined ? (
        <Given field={field} />
      ) : (
        <CellPicture activation={first} weights={false} />
      )}
    </div>
  )
}

function Given({ field }: { readonly field: string }) {
  const pixels = usePixels(field)
  return pixels === undefined ? null : <PixelPicture pixels={pixels} />
}

function pictureField(node: DocumentNode | undefined): string | undefined {
  const kind = node && kinds.get(node.kind)
  return kind?.input?.form === 'picture' ? String(node?.params.field ?? '') : undefined
}

/** As long as cards are near enough to be seen, what they gave is asked for. */
export function WatchNear() {
  const near = useStore(({ transform }) => transform[2] >= NEAR)
  useEffect(() => (near ? activations.watch() : undefined), [near])
  return null
}

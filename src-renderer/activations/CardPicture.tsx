/**
 * What a node gave last, on its card. It hangs below the card and takes no room of its own: nothing moves when it comes or goes, and React Flow
 * has nothing to measure.
 */
import { useStore } from '@xyflow/react'
import { useEffect } from 'react'
import { useStore as useVanilla } from 'zustand'
import { detokenize } from '#shared/base/words'
import type { Activation } from '#shared/contract/activations'
import type { DocumentNode } from '#shared/document/document'
import { kinds } from '#shared/kinds/registry'
import { useDocument } from '../stores/hooks'
import { usePixels } from '../views/picture-source'
import { CellPicture, PixelPicture } from './CellPicture'
import './activations.css'
import { activations } from './store'

/** Below this zoom a picture is a line of a few pixels. */
const NEAR = 0.35

export function CardPicture({ id }: { readonly id: string }) {
  const told = useVanilla(activations.store, (state) => state.told.get(id))
  return told === undefined ? null : <Told id={id} told={told} />
}

function Told({ id, told }: { readonly id: string; readonly told: readonly Activation[] }) {
  const weights = useDocument(({ document }) => kinds.get(document.nodes[id]?.kind ?? '')?.attention?.output)
  // Where it looks, or else the first output that leaves the node.
  const shown = told.find(({ port }) => port === weights) ?? told.find(({ inside }) => !inside)
  const stale = useVanilla(activations.store, (state) => state.stale)
  const field = useDocument(({ document }) => pictureField(document.nodes[id]))
  if (shown === undefined) return null
  return (
    <div className={`card-picture ${stale ? 'stale' : ''}`} data-testid={`picture-${id}`} aria-hidden="true">
      {shown.words !== undefined ? (
        <span>{detokenize([...shown.words])}</span>
      ) : field !== undefined ? (
        <Given field={field} />
      ) : (
        <CellPicture activation={shown} weights={shown.port === weights} />
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

/** As long as cards are near enough for pictures to be seen, they are shown, and what nodes gave is asked for. */
export function WatchNear() {
  const near = useStore(({ transform }) => transform[2] >= NEAR)
  const flow = useStore(({ domNode }) => domNode)
  useEffect(() => {
    flow?.classList.toggle('pictures', near)
    return near ? activations.watch() : undefined
  }, [flow, near])
  return null
}

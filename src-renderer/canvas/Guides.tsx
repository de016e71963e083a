/** The lines that what is dragged keeps to. */
import { ViewportPortal } from '@xyflow/react'
import { useStore } from 'zustand'
import { snapStore } from './guides'

export function Guides() {
  const guides = useStore(snapStore, (snap) => snap.guides)
  if (guides.length === 0) return null
  return (
    <ViewportPortal>
      {guides.map(({ axis, at, from, to }) => (
        <div
          key={axis}
          className={`guide ${axis}`}
          data-testid="guide"
          style={
            axis === 'x'
              ? { transform: `translate(${at}px, ${from}px)`, height: to - from }
              : { transform: `translate(${from}px, ${at}px)`, width: to - from }
          }
        />
      ))}
    </ViewportPortal>
  )
}

/** While a wire is drawn over a port that cannot take it, the reason stands at the pointer. */
import { useEffect, useRef } from 'react'
import { useStore } from 'zustand'
import { usePortUnderWire } from './flowStore'
import { reachStore } from './reach'

export function RefusalTip() {
  const over = usePortUnderWire()
  const reason = useStore(reachStore, ({ reasons }) => reasons.get(over))
  return reason === undefined ? null : <AtPointer text={reason} />
}

function AtPointer({ text }: { readonly text: string }) {
  const tip = useRef<HTMLDivElement>(null)
  useEffect(() => {
    const follow = ({ clientX, clientY }: { clientX: number; clientY: number }) => {
      const element = tip.current
      if (element === null) return
      const left = Math.min(clientX + 14, window.innerWidth - element.offsetWidth - 8)
      const top = Math.min(clientY + 16, window.innerHeight - element.offsetHeight - 8)
      element.style.transform = `translate(${left}px, ${top}px)`
      element.style.visibility = 'visible'
    }
    if (lastPointer !== undefined) follow(lastPointer)
    window.addEventListener('pointermove', follow)
    return () => window.removeEventListener('pointermove', follow)
  }, [])
  return (
    <div ref={tip} className="refusal" role="status" data-testid="refusal">
      {text}
    </div>
  )
}

let lastPointer: { clientX: number; clientY: number } | undefined
window.addEventListener('pointermove', ({ clientX, clientY }) => {
  lastPointer = { clientX, clientY }
})

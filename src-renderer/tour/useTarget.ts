/** Where on the page the control of a step is, followed as long as it is spoken of. */
import { useEffect, useState } from 'react'
import type { Box } from './place'

/** Undefined where none of the selectors finds anything that is seen. */
export function useTarget(selectors: readonly string[] | undefined): Box | undefined {
  const [box, setBox] = useState<Box>()
  useEffect(() => {
    if (selectors === undefined) return
    let frame = 0
    const look = () => {
      const found = boxOf(selectors)
      setBox((before) => (same(before, found) ? before : found))
      frame = window.requestAnimationFrame(look)
    }
    look()
    return () => window.cancelAnimationFrame(frame)
  }, [selectors])
  return selectors === undefined ? undefined : box
}

function boxOf(selectors: readonly string[]): Box | undefined {
  for (const selector of selectors) {
    const { left, top, width, height } = document.querySelector(selector)?.getBoundingClientRect() ?? NONE
    if (width > 4 && height > 4) return { left, top, width, height }
  }
  return undefined
}

const NONE: Box = { left: 0, top: 0, width: 0, height: 0 }

function same(a: Box | undefined, b: Box | undefined): boolean {
  return (
    a === b ||
    (a !== undefined &&
      b !== undefined &&
      a.left === b.left &&
      a.top === b.top &&
      a.width === b.width &&
      a.height === b.height)
  )
}

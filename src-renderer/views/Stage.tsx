import type { ReactNode, RefObject } from 'react'
import type { Size } from './hooks'

export interface Scroll {
  readonly x: number
  readonly y: number
}

export const UNSCROLLED: Scroll = { x: 0, y: 0 }

interface StageProps {
  readonly name: string
  readonly frame: RefObject<HTMLElement | null>
  readonly size: Size
  readonly width: number
  readonly height: number
  /** Stays in view while the rest scrolls: canvases. */
  readonly fixed: ReactNode
  readonly children: ReactNode
  readonly onScroll: (scroll: Scroll) => void
}

/** A picture that scrolls where it is larger than its room, with canvases that are only as large as the room. */
export function Stage({ name, frame, size, width, height, fixed, children, onScroll }: StageProps) {
  // What is larger than its room is scrolled by keyboard.
  const stop = width > size.width + 1 || height > size.height + 1 ? { tabIndex: 0 } : {}
  return (
    <section
      {...stop}
      aria-label={name}
      className="attention-stage"
      ref={frame}
      onScroll={(event) => onScroll({ x: event.currentTarget.scrollLeft, y: event.currentTarget.scrollTop })}
    >
      <div className="attention-whole" style={{ width, height }}>
        <div
          className="attention-window"
          aria-hidden="true"
          style={{ width: size.width, height: size.height }}
        >
          {fixed}
        </div>
        {children}
      </div>
    </section>
  )
}

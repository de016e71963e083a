/**
 * An equation typeset by KaTeX, from the program's own kinds only; never from a document. What is set apart in it (`\quad`) stands on lines of
 * its own; a line that is wider than the panel is set smaller, down to what can be read.
 */
import katex from 'katex'
import 'katex/dist/katex.min.css'
import { useEffect, useRef } from 'react'
import { formulas } from './formulas'

const SMALLEST = 0.72

export function Equation({ tex }: { readonly tex: string }) {
  const place = useRef<HTMLDivElement>(null)
  useEffect(() => {
    const { current } = place
    if (current === null) return
    current.replaceChildren(
      ...formulas(tex).map((formula) => {
        const line = window.document.createElement('div')
        katex.render(formula, line, { displayMode: true, throwOnError: false })
        return line
      }),
    )
    const observer = new ResizeObserver(() => shrink(current))
    observer.observe(current)
    // Before its fonts are there, a formula is narrower than it will be.
    void window.document.fonts.ready.then(() => shrink(current))
    return () => observer.disconnect()
  }, [tex])
  return <div className="equation" ref={place} />
}

function shrink(equation: HTMLElement): void {
  for (const line of equation.querySelectorAll<HTMLElement>('.katex-display')) {
    line.style.fontSize = ''
    const { clientWidth, scrollWidth } = line
    if (scrollWidth > clientWidth)
      line.style.fontSize = `${Math.max(SMALLEST, clientWidth / scrollWidth - 0.01)}em`
  }
}

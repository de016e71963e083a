/** An equation typeset by KaTeX, from the program's own kinds only; never from a document. */
import katex from 'katex'
import 'katex/dist/katex.min.css'
import { useEffect, useRef } from 'react'

export function Equation({ tex }: { readonly tex: string }) {
  const place = useRef<HTMLDivElement>(null)
  useEffect(() => {
    if (place.current !== null) katex.render(tex, place.current, { displayMode: true, throwOnError: false })
  }, [tex])
  return <div className="equation" ref={place} />
}

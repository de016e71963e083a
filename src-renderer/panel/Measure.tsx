/** How large a node, or the whole network, is and how much it computes. The engine counts; what it said of another network is not shown. */
import { useEffect } from 'react'
import { useStore } from 'zustand'
import { createStore } from 'zustand/vanilla'
import type { Measured } from '#shared/contract/contract'
import { page } from '../page'
import { useDocument } from '../stores/hooks'
import { inferenceOf, type Known } from '../stores/inference'
import { counted } from './counted'

interface Measures {
  /** What the measure was taken of. */
  readonly of?: Known | undefined
  readonly measured?: Measured | undefined
}

const measures = createStore<Measures>(() => ({}))

/** Typing a number is not measured with each key. */
const PAUSE = 250

function useMeasured(): Measured | undefined {
  const known = useDocument(({ document }) => inferenceOf(document))
  const { of, measured } = useStore(measures)
  useEffect(() => {
    if (of === known) return
    const timer = window.setTimeout(() => {
      const { document } = page.documents.getState()
      page.link.ask('document.measure', { document }).then(
        (answer) => measures.setState({ of: known, measured: answer }),
        // A network that cannot be counted is shown without its size; why it cannot stands among the problems.
        () => measures.setState({ of: known, measured: undefined }),
      )
    }, PAUSE)
    return () => window.clearTimeout(timer)
  }, [known, of])
  return of === known ? measured : undefined
}

export function NodeMeasure({ id }: { readonly id: string }) {
  const measured = useMeasured()
  const own = measured?.nodes[id]
  if (measured === undefined || own === undefined || own.parameters + own.multiplyAdds === 0) return null
  return (
    <section className="panel-part" aria-label="Size" data-testid="measure">
      <h3>Size</h3>
      <dl className="shapes">
        <div title="Numbers that training changes">
          <dt>Parameters</dt>
          <dd className="mono">{counted(own.parameters)}</dd>
        </div>
        <div title={about(measured)}>
          <dt>Multiply-adds</dt>
          <dd className="mono">{counted(own.multiplyAdds)}</dd>
        </div>
      </dl>
    </section>
  )
}

export function DocumentMeasure() {
  const measured = useMeasured()
  if (measured === undefined || measured.parameters + measured.multiplyAdds === 0) return null
  return (
    <p className="soft" title={about(measured)} data-testid="measure-all">
      {counted(measured.parameters)} parameters · {counted(measured.multiplyAdds)} multiply-adds
    </p>
  )
}

function about({ length }: Measured): string {
  return `Products of matrices and recurrent layers in one run of one item, with ${length} words, steps or patches where their number is open`
}

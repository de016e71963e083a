/** The dock's tab “Inputs”: how much each input speaks for what was decided. Computed when it is looked at. */
import { useEffect, useState } from 'react'
import { useStore } from 'zustand'
import type { Attribution } from '#shared/contract/states'
import { signedText } from '#shared/pictures/diverging'
import { useRun } from '../../stores/hooks'
import { useTheme } from '../hooks'
import { SaveMenu } from '../save/SaveMenu'
import { saveableInputs } from '../save/saveableStates'
import { scaleGradient } from '../states/paint'
import { ChoiceBar } from './ChoiceBar'
import { EmptyAttribution } from './EmptyAttribution'
import { Fields } from './Fields'
import './attribution.css'
import { attributions } from './store'

export function AttributionDock() {
  const run = useRun((state) => state.run)
  const runs = useRun(({ state }) => state)
  const { state, attribution, fault, chosen } = useStore(attributions.store)
  useEffect(() => {
    if (run !== undefined && runs === 'done') attributions.want(attributions.store.getState().chosen)
  }, [run, runs])
  const slow = useSlow(state === 'asking')
  if (state === 'failed')
    return <EmptyAttribution title="What the inputs did cannot be told" hint={fault?.message} />
  if (!attribution)
    return slow ? (
      <EmptyAttribution
        title="Differentiating the network"
        hint="Done once for inputs of this length."
        busy
      />
    ) : (
      <EmptyAttribution {...waiting(runs, state === 'asking')} />
    )
  return (
    <section className="attention attribution" aria-label="Inputs" aria-busy={state === 'asking'}>
      <div className="attention-bar">
        <ChoiceBar attribution={attribution} chosen={chosen} />
        <span className="attention-space" />
        <SaveMenu saveable={(theme) => saveableInputs(attribution, theme)} />
        <Scale attribution={attribution} />
      </div>
      {slow && (
        <div className="attribution-progress" role="progressbar" aria-label="Differentiating the network" />
      )}
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what is longer than its part is scrolled by keyboard */}
      <div className={`attribution-fields${state === 'asking' ? ' is-stale' : ''}`} tabIndex={0}>
        <Fields attribution={attribution} />
      </div>
      <div className="attention-foot">
        <Together attribution={attribution} />
      </div>
    </section>
  )
}

const SLOW = 300

/** Whether something goes on for so long that one wants to know. */
function useSlow(on: boolean): boolean {
  const [slow, setSlow] = useState(false)
  useEffect(() => {
    if (!on) return setSlow(false)
    const timer = setTimeout(() => setSlow(true), SLOW)
    return () => clearTimeout(timer)
  }, [on])
  return slow
}

function waiting(run: string, asking: boolean): { readonly title: string; readonly hint: string } {
  if (asking || run === 'running')
    return { title: 'Waiting for the answer', hint: 'What the inputs did for it is computed next.' }
  return {
    title: 'Run to see what the inputs do',
    hint: 'Each word, number or pixel is marked: orange speaks for the answer, blue against it.',
  }
}

function Scale({ attribution }: { readonly attribution: Attribution }) {
  const theme = useTheme()
  const most = strongest(attribution)
  return (
    <span className="states-legend" title="Gradient × input, on the scale of the score">
      <span>against</span>
      <span>{signedText(-most)}</span>
      <i style={{ background: scaleGradient(theme) }} />
      <span>{signedText(most)}</span>
      <span>for</span>
    </span>
  )
}

/** The largest size of any part: the end of the scale, the same for all fields. */
export function strongest({ fields }: Attribution): number {
  let most = 0
  for (const { values } of fields) for (const value of values) most = Math.max(most, Math.abs(value))
  return most
}

function Together({
  attribution: { fields, value, chosen, choices, choice },
}: {
  readonly attribution: Attribution
}) {
  let sum = 0
  for (const { values } of fields) for (const each of values) sum += each
  const what = chosen === undefined ? 'number' : 'score'
  return (
    <span className="attention-quiet">
      The {what} {chosen === undefined ? '' : `of “${choices[choice]}” before the softmax `}is{' '}
      <b className="attribution-ink">{signedText(value)}</b>. To first order the inputs together add{' '}
      <b className="attribution-ink">{signedText(sum)}</b> to it: gradient × input.
    </span>
  )
}

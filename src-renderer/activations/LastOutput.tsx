/** What the selected node gave last: its shape, its numbers as a picture that is read cell by cell, and what they come to. */
import { useEffect, useState } from 'react'
import { useStore } from 'zustand'
import type { Activation, ActivationAxis } from '#shared/contract/activations'
import { portsOf } from '#shared/document/structure'
import { kinds } from '#shared/kinds/registry'
import { signedText } from '#shared/pictures/diverging'
import { useDocument, useRun } from '../stores/hooks'
import './activations.css'
import { ReadPicture } from './ReadPicture'
import { activations } from './store'

export function LastOutput({ id }: { readonly id: string }) {
  const output = useRun(({ outputs }) => outputs.find(({ node }) => node === id))
  const told = useStore(activations.store, (state) => state.told.get(id))
  const untold = useStore(activations.store, (state) => state.untold.get(id))
  const stale = useStore(activations.store, (state) => state.stale)
  const fault = useStore(activations.store, (state) => state.fault)
  const asking = useStore(activations.store, (state) => state.state === 'asking')
  const [chosen, setChosen] = useState<string>()
  useEffect(() => activations.watch(), [])
  // What it chooses from, or where it looks.
  const usual = useDocument(({ document }) => {
    const kind = kinds.get(document.nodes[id]?.kind ?? '')
    return (kind?.decision ?? kind?.attention)?.output
  })
  const nothing = told === undefined && untold === undefined
  if (output === undefined && nothing && fault === undefined) return null
  const find = (port: string | undefined) => told?.find((each) => each.port === port)
  const shown = find(chosen) ?? find(usual) ?? told?.[0]
  return (
    <section
      className={`panel-part last-output ${stale ? 'stale' : ''}`}
      aria-label="Last output"
      aria-busy={asking}
    >
      <h3>Last output</h3>
      {stale && !nothing ? <p className="soft">Of the network before it was changed. Run again.</p> : null}
      {output === undefined ? null : <p className="panel-output">{output.text}</p>}
      {told !== undefined && told.length > 1 ? (
        <PortChoice id={id} told={told} chosen={shown?.port} choose={setChosen} />
      ) : null}
      {shown === undefined ? null : (
        <>
          <p className="mono soft">{shapeOf(shown.axes)}</p>
          <Shown key={`${id} ${shown.port}`} id={id} activation={shown} />
        </>
      )}
      {fault === undefined ? null : <p className="soft">{fault.message}</p>}
      {(untold ?? []).map(({ port, reason }) => (
        <p key={port} className="soft">
          {port}: {reason}
        </p>
      ))}
    </section>
  )
}

interface PortChoiceProps {
  readonly id: string
  readonly told: readonly Activation[]
  readonly chosen: string | undefined
  readonly choose: (port: string) => void
}

function PortChoice({ id, told, chosen, choose }: PortChoiceProps) {
  const node = useDocument(({ document }) => document.nodes[id])
  const labels = node === undefined ? {} : portsOf(node).outputs
  return (
    <div className="last-output-ports" role="toolbar" aria-label="Output">
      {told.map(({ port }) => (
        <button key={port} type="button" aria-pressed={port === chosen} onClick={() => choose(port)}>
          {labels[port]?.label ?? port}
        </button>
      ))}
    </div>
  )
}

/** "24 words × 64". */
export function shapeOf(axes: readonly ActivationAxis[]): string {
  if (axes.length === 0) return '1'
  return axes.map(({ size, name }) => (name === undefined ? size : `${size} ${name}`)).join(' × ')
}

function Shown({ id, activation }: { readonly id: string; readonly activation: Activation }) {
  const { words, count, notFinite } = activation
  if (words !== undefined) {
    const more = count > words.length ? ' …' : ''
    return (
      <p className="last-output-words">
        {words.join(' ')}
        {more}
      </p>
    )
  }
  return (
    <>
      <ReadPicture id={id} activation={activation} />
      <dl className="last-output-numbers">
        {(['least', 'mean', 'greatest', 'deviation'] as const).map((name) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd className="mono">{signedText(activation[name]).replace(/^\+/, '')}</dd>
          </div>
        ))}
      </dl>
      {notFinite === 0 ? null : (
        <p className="last-output-wrong">
          {notFinite.toLocaleString('en')} of {count.toLocaleString('en')} are no finite numbers.
        </p>
      )}
    </>
  )
}

/** A model made elsewhere: what it is made of, and the places where it pays attention. */
import { useState } from 'react'
import type { ModelInput, OpenedModel } from '#shared/contract/contract'
import { toDocument } from '../commands/files'
import { page } from '../page'
import { useRun, useSession } from '../stores/hooks'
import { selectSite } from '../stores/run'
import './model.css'
import { useStore } from 'zustand'
import { modelStore, toggleSite } from './modelStore'

const OPERATORS = 14

export function ModelSummary() {
  const model = useSession((state) => state.model)
  if (model === undefined) return null
  const operators = Object.entries(model.operators).sort(([, a], [, b]) => b - a)
  return (
    <main className="model">
      <section className="model-facts" aria-label="Summary">
        <h2>{model.name}</h2>
        <p className="soft">
          {model.nodes.toLocaleString('en')} nodes · {operators.length} operators · {model.sites.length}{' '}
          {model.sites.length === 1 ? 'place' : 'places'} of attention
        </p>
        <button type="button" className="button" onClick={() => toDocument(page)}>
          Back to the document
        </button>
        <h3>Operators</h3>
        <ul className="operators">
          {operators.slice(0, OPERATORS).map(([name, count]) => (
            <li key={name}>
              <span>{name}</span> <span className="mono soft">{count}</span>
            </li>
          ))}
          {operators.length > OPERATORS ? (
            <li className="soft">and {operators.length - OPERATORS} more</li>
          ) : null}
        </ul>
        <Ends title="Inputs" ends={model.inputs} />
        <Ends title="Outputs" ends={model.outputs} />
      </section>
      <Sites model={model} />
    </main>
  )
}

function Ends({ title, ends }: { readonly title: string; readonly ends: readonly ModelInput[] }) {
  return (
    <>
      <h3>{title}</h3>
      <ul className="ends">
        {ends.map(({ name, dtype, shape }) => (
          <li key={name}>
            <span>{name}</span>
            <span className="mono soft">
              {dtype} {shape?.join(' × ') ?? 'of unknown shape'}
            </span>
          </li>
        ))}
      </ul>
    </>
  )
}

function Sites({ model }: { readonly model: OpenedModel }) {
  const [text, setText] = useState('')
  const chosen = useStore(modelStore, (state) => state.sites)
  const selected = useRun((state) => state.selectedSite)
  const sites = model.sites.filter(({ title }) => title.toLowerCase().includes(text.toLowerCase()))
  return (
    <section className="model-sites" aria-label="Places of attention">
      <div className="model-sites-head">
        <h2>Places of attention</h2>
        {model.sites.length > 8 ? (
          <input
            className="field"
            type="search"
            placeholder="Search places"
            aria-label="Search places"
            value={text}
            onChange={({ target }) => setText(target.value)}
          />
        ) : null}
      </div>
      {model.sites.length === 0 ? (
        <p className="soft">
          No attention was found in this model. What looked like it and is not is listed below.
        </p>
      ) : (
        <ul>
          {sites.map((site) => (
            <li key={site.id} className={site.id === selected ? 'selected' : ''}>
              <label>
                <input
                  type="checkbox"
                  disabled={!site.shown}
                  checked={chosen.has(site.id)}
                  data-testid={`site-${site.id}`}
                  onChange={() => {
                    toggleSite(site.id)
                    selectSite(site.id)
                  }}
                />
                <span className="site-title">{site.title}</span>
                <span className="soft">
                  {site.heads > 1 ? `${site.heads} heads, ` : ''}
                  {site.kind}
                  {site.causal ? ', causal' : ''} · {site.operator}
                </span>
              </label>
              {site.reason === undefined ? null : <p className="soft">{site.reason}</p>}
            </li>
          ))}
        </ul>
      )}
      {model.refused.length === 0 ? null : (
        <details>
          <summary>Not attention: {model.refused.length}</summary>
          <ul>
            {model.refused.map(({ name, reason }) => (
              <li key={name}>
                <span className="mono">{name}</span> <span className="soft">{reason}</span>
              </li>
            ))}
          </ul>
        </details>
      )}
    </section>
  )
}

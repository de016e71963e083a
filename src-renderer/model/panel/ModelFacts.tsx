/** What a model is, at one glance: where it comes from, what goes in and out, where it attends. */
import { useState } from 'react'
import { useStore } from 'zustand'
import type { ModelInput, OpenedModel } from '#shared/contract/contract'
import { shapeText } from '#shared/pictures/level/words'
import { groupSites, isJoined } from '#shared/pictures/model/siteGroups'
import { toDocument } from '../../commands/files'
import { page } from '../../page'
import { useRun } from '../../stores/hooks'
import { selectSite } from '../../stores/run'
import { sidesOf, sitesOf } from '../side'
import { factsOf } from './facts'

const OPERATORS = 8

export function ModelFacts({ model }: { readonly model: OpenedModel }) {
  return (
    <div className="model-facts" data-testid="model-facts">
      <header>
        <h2>{model.name}</h2>
        <p className="soft">{factsOf(model).join(' · ')}</p>
      </header>
      <Ends title="Inputs" ends={model.inputs} />
      <Ends title="Outputs" ends={model.outputs} />
      <Places />
      <Operators model={model} />
      <button type="button" className="button" onClick={() => toDocument(page)}>
        Back to the document
      </button>
    </div>
  )
}

function Ends({ title, ends }: { readonly title: string; readonly ends: readonly ModelInput[] }) {
  return (
    <>
      <h3>{title}</h3>
      <ul className="ends">
        {ends.map(({ name, dtype, shape }) => (
          <li key={name}>
            <span title={name}>{name}</span>
            <span className="mono soft">
              {dtype} {shapeText(shape)}
            </span>
          </li>
        ))}
      </ul>
    </>
  )
}

function Operators({ model }: { readonly model: OpenedModel }) {
  const operators = Object.entries(model.operators).sort(([, a], [, b]) => b - a)
  return (
    <details>
      <summary>
        Operators <span className="soft">{operators.length} sorts</span>
      </summary>
      <ul className="ends">
        {operators.slice(0, OPERATORS).map(([name, count]) => (
          <li key={name}>
            <span>{name}</span> <span className="mono soft">{count}</span>
          </li>
        ))}
        {operators.length > OPERATORS ? (
          <li className="soft">and {operators.length - OPERATORS} more sorts</li>
        ) : null}
      </ul>
    </details>
  )
}

/** Places of attention, and what looks like one and is not, with the reason. */
function Places() {
  const state = useStore(sidesOf(page).first.store)
  const selected = useRun((run) => run.selectedSite)
  const [text, setText] = useState('')
  const groups = groupSites(sitesOf(state))
  const rows = groups.flatMap((group) => group.rows)
  const places = rows.filter(({ id }) => !isJoined(id)).length
  const refused = [...(state.model?.refused ?? []), ...(state.form?.pair?.refused ?? [])]
  const wanted = text.trim().toLowerCase()
  return (
    <>
      <details open={places <= 4}>
        <summary>
          Places of attention <span className="soft">{places === 0 ? 'none' : places}</span>
        </summary>
        {rows.length === 0 ? (
          <p className="soft">
            No attention was found in this model; the graph and its tensors can be looked at.
          </p>
        ) : (
          <>
            {rows.length > 12 ? (
              <input
                className="field"
                type="search"
                placeholder="Search places"
                aria-label="Search places"
                value={text}
                onChange={({ target }) => setText(target.value)}
              />
            ) : null}
            <ul className="places">
              {rows
                .filter(({ name, place }) => `${name} ${place}`.toLowerCase().includes(wanted))
                .map(({ id, name, place, shown, reason }) => (
                  <li key={id}>
                    <button
                      type="button"
                      className={id === selected ? 'selected' : ''}
                      data-testid={`site-${id}`}
                      disabled={!shown}
                      title={reason ?? place}
                      onClick={() => selectSite(id)}
                    >
                      <span>{name}</span>
                      <small className="soft">{shown ? place : (reason ?? place)}</small>
                    </button>
                  </li>
                ))}
            </ul>
          </>
        )}
      </details>
      {refused.length === 0 ? null : (
        <details data-testid="refused">
          <summary>
            Looks like attention, and is not <span className="soft">{refused.length}</span>
          </summary>
          <ul className="places">
            {refused.map(({ name, reason }) => (
              <li key={name}>
                <span className="mono node-name">{name}</span>
                <small className="soft">{reason}</small>
              </li>
            ))}
          </ul>
        </details>
      )}
    </>
  )
}

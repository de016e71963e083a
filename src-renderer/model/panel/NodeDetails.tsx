/** The selected card: an operator with its attributes and tensors, or a scope with what lies in it. */
import { useStore } from 'zustand'
import type { ModelNode, TensorInfo } from '#shared/contract/model'
import { operatorsText } from '#shared/pictures/level/cards'
import type { LevelNode } from '#shared/pictures/level/repeats'
import { sizeText, tensorBytes, typeText } from '#shared/pictures/level/words'
import { siteTitles } from '#shared/pictures/model/siteGroups'
import { page } from '../../page'
import { selectSite } from '../../stores/run'
import { enterScope, graphStore, setFolded } from '../graph/graphStore'
import { modelScreen } from '../modelStore'
import { sidesOf, sitesOf } from '../side'
import { lookAtTensor, tensorStore } from '../tensor/tensorStore'

export function NodeDetails({ card }: { readonly card: LevelNode }) {
  const node = useStore(graphStore, (state) => state.node)
  return (
    <div className="node-details" data-testid="node-details">
      <header>
        <h2>{card.type === 'operator' ? (card.operator ?? card.title) : card.title}</h2>
        {card.type === 'operator' ? <p className="soft mono node-name">{node?.name ?? card.title}</p> : null}
      </header>
      <SitesHere ids={card.sites} />
      {card.type === 'operator' ? node === undefined ? <Waiting /> : <Operator node={node} /> : null}
      {card.type === 'scope' || card.type === 'stack' ? <Inside card={card} /> : null}
      {card.type === 'operator' ? <Entrances card={card} /> : null}
      {card.type === 'input' || card.type === 'output' ? <End card={card} /> : null}
    </div>
  )
}

function Waiting() {
  return <div className="skeleton node-wait" role="status" aria-label="Reading the operator" />
}

function SitesHere({ ids }: { readonly ids: readonly string[] }) {
  const state = useStore(sidesOf(page).first.store)
  const sites = sitesOf(state).filter(({ id }) => ids.includes(id))
  if (sites.length === 0) return null
  const titles = siteTitles(sitesOf(state))
  return (
    <ul className="node-sites">
      {sites.slice(0, 24).map(({ id, title, shown, reason }) => (
        <li key={id}>
          <button
            type="button"
            className="link"
            disabled={!shown}
            title={reason ?? title}
            onClick={() => {
              selectSite(id)
              page.session.setState({ dockTab: 'attention' })
              modelScreen.setState({ tab: 'heads' })
            }}
          >
            See where {sites.length === 1 ? 'it' : titles.get(id)} looks
          </button>
        </li>
      ))}
    </ul>
  )
}

function Operator({ node }: { readonly node: ModelNode }) {
  return (
    <>
      <Tensors title="Inputs" ports={node.inputs} />
      <Tensors title="Outputs" ports={node.outputs} />
      {node.attributes.length === 0 ? null : (
        <>
          <h3>Attributes</h3>
          <dl className="node-attributes">
            {node.attributes.map(({ name, type, text }) => (
              <div key={name}>
                <dt title={type}>{name}</dt>
                <dd className="mono">{text}</dd>
              </div>
            ))}
          </dl>
        </>
      )}
    </>
  )
}

interface TensorsProps {
  readonly title: string
  readonly ports: ModelNode['inputs']
}

function Tensors({ title, ports }: TensorsProps) {
  return (
    <>
      <h3>{title}</h3>
      <ul className="node-tensors">
        {ports.map(({ port, tensor }, i) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: ports are places, and may be alike
          <li key={i}>
            {tensor === undefined ? (
              <p className="soft">
                {port} <span className="mono">not given</span>
              </p>
            ) : (
              <Tensor port={port} tensor={tensor} />
            )}
          </li>
        ))}
      </ul>
    </>
  )
}

function Tensor({ port, tensor }: { readonly port: string; readonly tensor: TensorInfo }) {
  const looked = useStore(tensorStore, (state) => state.tensor === tensor.name)
  const bytes = tensor.constant ? tensorBytes(tensor) : undefined
  return (
    <div className={`node-tensor ${looked ? 'looked' : ''}`}>
      <div className="node-tensor-head">
        <span className="soft">{port}</span>
        <button
          type="button"
          className="link"
          data-testid={`look-${tensor.name}`}
          title={tensor.constant ? 'Look at its numbers' : 'Run, and look at its numbers'}
          onClick={() => lookAtTensor(page, tensor.name)}
        >
          Look
        </button>
      </div>
      <span className="node-tensor-name" title={tensor.name}>
        {tensor.name}
      </span>
      <span className="mono soft">
        {typeText(tensor)}
        {bytes === undefined ? '' : ` · ${sizeText(bytes)}`}
      </span>
    </div>
  )
}

function Inside({ card }: { readonly card: LevelNode }) {
  const { members } = card
  return (
    <>
      <p>
        {operatorsText(card.operators)}
        {members === undefined ? '' : ` in ${members.length} repetitions of the same wiring`}
        {card.sites.length > 0 ? ` · ${card.sites.length} of attention` : ''}
      </p>
      {members === undefined ? (
        <Entrances card={card} />
      ) : (
        <>
          <button type="button" className="button" onClick={() => setFolded(page, card.pattern!, false)}>
            Show them one by one
          </button>
          <h3>Repetitions</h3>
          <ul className="node-members">
            {members.map((member) => (
              <li key={member.id}>
                <button
                  type="button"
                  className="link"
                  onClick={() => member.enter[0] && enterScope(page, member.enter[0].scope)}
                >
                  {member.title}
                </button>
              </li>
            ))}
          </ul>
        </>
      )}
    </>
  )
}

function Entrances({ card }: { readonly card: LevelNode }) {
  if (card.enter.length === 0) return null
  return (
    <div className="panel-buttons">
      {card.enter.map(({ scope, title }) => (
        <button key={scope} type="button" className="button" onClick={() => enterScope(page, scope)}>
          Open {card.type === 'scope' ? 'it' : title}
        </button>
      ))}
    </div>
  )
}

/** An end of the level: the tensors that come in or go out there. */
function End({ card }: { readonly card: LevelNode }) {
  const shown = useStore(graphStore, (state) => state.shown)
  const wires = shown?.level.wires.filter(({ from, to }) => from === card.id || to === card.id) ?? []
  const tensors = new Map(
    wires.flatMap(({ tensors }) => tensors.map((tensor) => [tensor.name, tensor] as const)),
  )
  return (
    <ul className="node-tensors">
      {[...tensors.values()].map((tensor) => (
        <li key={tensor.name}>
          <Tensor port={card.type} tensor={tensor} />
        </li>
      ))}
    </ul>
  )
}

/** Wiring without a mouse: choose a port of the node, then where its wire goes. What may not be says why. */
import { useState } from 'react'
import type { HeedDocument, PortRef } from '#shared/document/document'
import { portKey, portsOf, titleOf } from '#shared/document/structure'
import { kinds } from '#shared/kinds/registry'
import { endKey, reasonsFor } from '../canvas/reach'
import { connectPorts } from '../commands/editing'
import { page } from '../page'
import { useDocument } from '../stores/hooks'
import { describeOutput } from '../stores/inference'
import type { PortEnd } from '../stores/session'
import { groupColor } from '../theme/groups'
import { Choice, type Option } from './Choice'
import { closePopup, focusLater, Popup } from './Popup'

export function WireDialog({ node }: { readonly node: string }) {
  const document = useDocument((state) => state.document)
  const [from, setFrom] = useState<PortEnd>()
  const title = document.nodes[node] === undefined ? node : titleOf(document.nodes[node])
  if (from === undefined) {
    return (
      <Popup label={`Wire ${title}`}>
        <Choice
          label={`Ports of ${title}`}
          placeholder={`Which port of ${title}?`}
          none={`${title} has no such port.`}
          options={portOptions(document, node)}
          onChoose={(key) => setFrom(parseEnd(key))}
        />
      </Popup>
    )
  }
  return (
    <Popup label={`Wire ${title} ▸ ${from.port}`}>
      <Choice
        key={from.port}
        label={`Where the wire of ${title} ▸ ${from.port} goes`}
        placeholder={
          from.side === 'output' ? 'Which input does it go to?' : 'Which output does it come from?'
        }
        none="There is no such port."
        options={targetOptions(document, from)}
        onChoose={(key) => {
          const end = parseEnd(key)
          closePopup()
          const [source, target]: [PortRef, PortRef] = from.side === 'output' ? [from, end] : [end, from]
          connectPorts(page, ref(source), ref(target))
          focusLater(node)
        }}
      />
    </Popup>
  )
}

function portOptions(document: HeedDocument, id: string): Option[] {
  const node = document.nodes[id]
  if (node === undefined) return []
  const ports = portsOf(node)
  const option = (side: 'input' | 'output') => (name: string) => ({
    id: endKey({ side, node: id, port: name }),
    title: (side === 'output' ? ports.outputs : ports.inputs)[name]?.label ?? name,
    group: side === 'output' ? 'Outputs' : 'Inputs',
    aside: side === 'output' ? describeOutput(document, id, name) : undefined,
  })
  return [
    ...Object.keys(ports.outputs).map(option('output')),
    ...Object.keys(ports.inputs).map(option('input')),
  ]
}

/** All ports of the other side; those that fit first. */
function targetOptions(document: HeedDocument, from: PortEnd): Option[] {
  const reasons = reasonsFor(document, from)
  const side = from.side === 'output' ? 'input' : 'output'
  const options = Object.values(document.nodes).flatMap((node) => {
    if (node.id === from.node && kinds.get(node.kind)?.structural !== 'loop') return []
    const ports = portsOf(node)
    const kind = kinds.get(node.kind)
    return Object.entries(side === 'input' ? ports.inputs : ports.outputs).map(([name, port]): Option => {
      const key = endKey({ side, node: node.id, port: name })
      return {
        id: key,
        title: `${titleOf(node)} ▸ ${port.label ?? name}`,
        words: portKey({ node: node.id, port: name }),
        refused: reasons.get(key),
        aside: side === 'output' ? describeOutput(document, node.id, name) : undefined,
        ...(kind === undefined ? {} : { icon: kind.icon, color: groupColor(kind.group) }),
      }
    })
  })
  return options.sort((a, b) => Number(a.refused !== undefined) - Number(b.refused !== undefined))
}

/** The inverse of {@link endKey}. */
function parseEnd(key: string): PortEnd {
  const [side, rest = ''] = key.split(' ')
  const dot = rest.indexOf('.')
  return {
    side: side === 'output' ? 'output' : 'input',
    node: rest.slice(0, dot),
    port: rest.slice(dot + 1),
  }
}

function ref({ node, port }: PortRef): PortRef {
  return { node, port }
}

/** One component draws every kind, from the kind's own data. Loops are frames with ports on both sides of their edges, groups frames without. */
import { type NodeProps, NodeResizeControl } from '@xyflow/react'
import { type CSSProperties, memo } from 'react'
import type { DocumentNode } from '#shared/document/document'
import { resize } from '#shared/document/edits'
import { isFrame, isGroup, type Ports, portsOf, titleOf } from '#shared/document/structure'
import type { Kind } from '#shared/kinds/kind'
import { kinds } from '#shared/kinds/registry'
import { cardLine } from '#shared/pictures/cardWords'
import { CardPicture } from '../activations/CardPicture'
import { page } from '../page'
import { change } from '../stores/document'
import { useDocument, useRun } from '../stores/hooks'
import { describeInput, describeOutput, type Health, healthOf, problemsOf } from '../stores/inference'
import { groupColor } from '../theme/groups'
import { Icon, paths } from '../theme/Icon'
import { useFreshHandles } from './flowStore'
import { Port } from './Port'
import type { CardNode } from './toFlow'

export const NodeCard = memo(Card, sameCard)

/** Where it lies and how large it was measured changes nothing that it shows. */
function sameCard(a: NodeProps<CardNode>, b: NodeProps<CardNode>): boolean {
  return a.id === b.id && a.data === b.data && a.selected === b.selected
}

function Card({ id, data, selected }: NodeProps<CardNode>) {
  const { node } = data
  const kind = kinds.get(node.kind)
  const problems = useDocument(({ document }) =>
    problemsOf(document, id)
      .map(({ message, mend }) => (mend ? `${message} ${mend}` : message))
      .join('\n'),
  )
  const health = useDocument(({ document }) => healthOf(problemsOf(document, id)))
  const frame = isFrame(node)
  const look = {
    className: `card ${frame ? 'frame' : ''} ${isGroup(node) ? 'group' : ''} ${selected ? 'selected' : ''} ${health}`,
    style: { '--hue': groupColor(kind?.group ?? 'loop') } as CSSProperties,
    'data-testid': `node-${id}`,
    'data-kind': node.kind,
  }
  const ports = portsOf(node)
  const types = useTypes(id, ports)
  useFreshHandles(id, [...Object.keys(ports.inputs), '>', ...Object.keys(ports.outputs)].join(' '))
  const list = (side: 'input' | 'output', inside: boolean) => {
    const shown = Object.entries(side === 'input' ? ports.inputs : ports.outputs).filter(
      ([, port]) => (port.inside === true) === inside,
    )
    return shown.map(([name, port]) => (
      <Port
        key={name}
        node={id}
        name={name}
        port={port}
        side={side}
        type={types.get(`${side} ${name}`)}
        group={kind?.group ?? 'loop'}
        alone={shown.length === 1}
      />
    ))
  }
  if (frame) {
    return (
      <div {...look}>
        <CardHead node={node} kind={kind} problems={problems} health={health} className="frame-head" />
        <div className="frame-body">
          <div className="rail">
            {list('input', false)}
            <div className="rail-inside">{list('output', true)}</div>
          </div>
          <div className="rail">
            {list('output', false)}
            <div className="rail-inside">{list('input', true)}</div>
          </div>
        </div>
        <CardPicture id={id} />
        {selected ? (
          <NodeResizeControl
            className="frame-resize"
            position="bottom-right"
            minWidth={isGroup(node) ? 120 : 300}
            minHeight={isGroup(node) ? 80 : 160}
            onResizeEnd={(_, { width, height }) => resized(id, width, height)}
          />
        ) : null}
      </div>
    )
  }
  return (
    <div {...look}>
      <CardHead node={node} kind={kind} problems={problems} health={health} />
      <div className="card-ports">
        <div>{list('input', false)}</div>
        <div>{list('output', false)}</div>
      </div>
      {kind?.decision ? <LastOutput id={id} /> : <CardPicture id={id} />}
      <div
        className="card-far"
        aria-hidden="true"
        style={{ '--letters': longestWord(titleOf(node)) } as CSSProperties}
      >
        <span>{titleOf(node)}</span>
      </div>
    </div>
  )
}

/** What is on each port, in words. Asked once for all of a card: each port asking by itself is much of what a large canvas costs. */
function useTypes(node: string, { inputs, outputs }: Ports): ReadonlyMap<string, string> {
  const said = useDocument(({ document }) =>
    [
      ...Object.keys(inputs).map((name) => [`input ${name}`, describeInput(document, node, name)]),
      ...Object.keys(outputs).map((name) => [`output ${name}`, describeOutput(document, node, name)]),
    ]
      .flatMap(([port, type]) => (type === undefined ? [] : [`${port}\n${type}`]))
      .join('\n'),
  ).split('\n')
  return new Map(
    Array.from({ length: said.length >> 1 }, (_, i) => [said[2 * i]!, said[2 * i + 1]!] as const),
  )
}

/** Letters of the longest part that a line can break around. */
function longestWord(title: string): number {
  return Math.max(1, ...title.split(/\s+|(?<=-)/).map((word) => word.length))
}

interface HeadProps {
  readonly node: DocumentNode
  readonly kind: Kind | undefined
  readonly problems: string
  readonly health: Health
  readonly className?: string
}

function CardHead({ node, kind, problems, health, className = '' }: HeadProps) {
  const line = kind === undefined ? `unknown kind “${node.kind}”` : cardLine(kind, node.params)
  return (
    <div className={`card-head ${className}`}>
      <span className="card-icon">
        <Icon path={kind?.icon ?? paths.help} />
      </span>
      <div className="card-names">
        <div className="card-title">{titleOf(node)}</div>
        {line === '' ? null : <div className="card-line">{line}</div>}
      </div>
      {problems === '' ? null : (
        <span
          className={`card-problem ${health}`}
          title={problems}
          role="img"
          aria-label={`${health === 'wrong' ? 'Problem' : 'Not finished'}: ${problems}`}
        >
          {health === 'wrong' ? '!' : '…'}
        </span>
      )}
    </div>
  )
}

function LastOutput({ id }: { readonly id: string }) {
  const text = useRun(({ outputs }) => outputs.find(({ node }) => node === id)?.text)
  return text === undefined ? null : (
    <div className="card-output" title={text}>
      {text}
    </div>
  )
}

function resized(id: string, width: number, height: number): void {
  const { document } = page.documents.getState()
  const title = titleOf(document.nodes[id]!)
  change(page.documents, `resize ${title}`, resize(document, id, { width, height }))
}

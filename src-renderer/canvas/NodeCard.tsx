/** One component draws every kind, from the kind's own data. Loops are frames with ports on both sides of their edges. */
import { type NodeProps, NodeResizeControl } from '@xyflow/react'
import { type CSSProperties, memo } from 'react'
import type { DocumentNode } from '#shared/document/document'
import { resize } from '#shared/document/edits'
import { portsOf, titleOf } from '#shared/document/structure'
import type { Kind } from '#shared/kinds/kind'
import { kinds } from '#shared/kinds/registry'
import { cardLine } from '#shared/pictures/cardWords'
import { CardPicture } from '../activations/CardPicture'
import { page } from '../page'
import { change } from '../stores/document'
import { useDocument, useRun } from '../stores/hooks'
import { problemsOf } from '../stores/inference'
import { groupColor } from '../theme/groups'
import { Icon, paths } from '../theme/Icon'
import { useFreshHandles } from './flowStore'
import { Port } from './Port'
import type { CardNode } from './toFlow'

export const NodeCard = memo(function NodeCard({ id, data, selected }: NodeProps<CardNode>) {
  const { node } = data
  const kind = kinds.get(node.kind)
  const problems = useDocument(({ document }) =>
    problemsOf(document, id)
      .map(({ message, mend }) => (mend ? `${message} ${mend}` : message))
      .join('\n'),
  )
  const look = {
    className: `card ${kind?.structural === 'loop' ? 'loop' : ''} ${selected ? 'selected' : ''} ${problems ? 'wrong' : ''}`,
    style: { '--hue': groupColor(kind?.group ?? 'loop') } as CSSProperties,
    'data-testid': `node-${id}`,
    'data-kind': node.kind,
  }
  const ports = portsOf(node)
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
        group={kind?.group ?? 'loop'}
        alone={shown.length === 1}
      />
    ))
  }
  if (kind?.structural === 'loop') {
    return (
      <div {...look}>
        <CardHead node={node} kind={kind} problems={problems} className="loop-head" />
        <div className="loop-body">
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
            className="loop-resize"
            position="bottom-right"
            minWidth={300}
            minHeight={160}
            onResizeEnd={(_, { width, height }) => resized(id, width, height)}
          />
        ) : null}
      </div>
    )
  }
  return (
    <div {...look}>
      <CardHead node={node} kind={kind} problems={problems} />
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
})

/** Letters of the longest part that a line can break around. */
function longestWord(title: string): number {
  return Math.max(1, ...title.split(/\s+|(?<=-)/).map((word) => word.length))
}

interface HeadProps {
  readonly node: DocumentNode
  readonly kind: Kind | undefined
  readonly problems: string
  readonly className?: string
}

function CardHead({ node, kind, problems, className = '' }: HeadProps) {
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
        <span className="card-problem" title={problems} role="img" aria-label={`Problem: ${problems}`}>
          !
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

/** A card of a level: an operator, a scope, a stack of repeated scopes, or an end. */
import { Handle, type NodeProps, Position } from '@xyflow/react'
import { memo } from 'react'
import { cardText } from '#shared/pictures/level/cards'
import type { LevelNode } from '#shared/pictures/level/repeats'
import { page } from '../../page'
import { groups } from '../../theme/groups'
import type { CardFlowNode } from './flow'
import { enterScope } from './graphStore'

export const ModelCard = memo(function ModelCard({ data: { node }, selected }: NodeProps<CardFlowNode>) {
  const { title, line } = cardText(node)
  const look = ['model-card', `is-${node.type}`, selected && 'selected', node.sites.length > 0 && 'attends']
  return (
    <div
      className={look.filter(Boolean).join(' ')}
      title={hint(node)}
      data-testid={`card-${node.id}`}
      data-title={title}
    >
      <Handle type="target" position={Position.Left} isConnectable={false} />
      <div className="model-card-title">
        <span>{title}</span>
        {node.sites.length > 0 ? <AttentionMark count={node.sites.length} /> : null}
        {node.type === 'stack' ? <span className="model-card-count">×{node.members!.length}</span> : null}
      </div>
      {line === '' ? null : <div className="model-card-line">{line}</div>}
      {node.type === 'operator' && node.enter.length > 0 ? <Bodies node={node} /> : null}
      <Handle type="source" position={Position.Right} isConnectable={false} />
    </div>
  )
})

function AttentionMark({ count }: { readonly count: number }) {
  return (
    <svg
      className="model-card-mark"
      viewBox="0 0 10 10"
      width="10"
      height="10"
      role="img"
      aria-label={count === 1 ? 'attention' : `${count} of attention`}
    >
      <path d={groups.attention.mark} />
    </svg>
  )
}

/** The bodies of an If, a Loop or a Scan. */
function Bodies({ node }: { readonly node: LevelNode }) {
  return (
    <span className="model-card-bodies">
      {node.enter.map(({ scope, title }) => (
        <button
          type="button"
          key={scope}
          className="nodrag nopan"
          title={`Open ${title}`}
          onClick={(event) => {
            event.stopPropagation()
            void enterScope(page, scope)
          }}
        >
          {title}
        </button>
      ))}
    </span>
  )
}

function hint(node: LevelNode): string {
  if (node.type === 'stack') return 'Double-click shows its repetitions one by one'
  if (node.type === 'scope') return 'Double-click opens it'
  return node.enter.length > 0 ? `${node.title}\nDouble-click opens its body` : node.title
}

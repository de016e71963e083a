interface EmptyAttentionProps {
  readonly state: 'idle' | 'running' | 'failed' | 'done'
  /** Whether the run has any attention at all. */
  readonly some: boolean
  /** Whether what is shown has a node that attends at all. */
  readonly attends?: boolean | undefined
  /** Why the run failed. */
  readonly why?: string | undefined
}

/** What stands here before there is attention to show. */
export function EmptyAttention({ state, some, attends = true, why }: EmptyAttentionProps) {
  const [title, hint] = words(state, some, attends, why)
  return (
    <section className="attention is-empty" aria-label="Attention">
      <svg viewBox="0 0 220 72" width="220" height="72" aria-hidden="true">
        <g fill="none" stroke="currentColor" strokeLinecap="round">
          <path d="M40 12C40 36 40 36 40 60" strokeWidth="6" opacity="0.55" />
          <path d="M86 12C86 36 132 36 132 60" strokeWidth="4" opacity="0.4" />
          <path d="M132 12C132 36 86 36 86 60" strokeWidth="5" opacity="0.5" />
          <path d="M178 12C178 36 178 36 178 60" strokeWidth="6" opacity="0.55" />
          <path d="M86 12C86 36 86 36 86 60M132 12C132 36 178 36 178 60" strokeWidth="1.2" opacity="0.35" />
        </g>
        <g fill="currentColor" opacity="0.45">
          {[40, 86, 132, 178].map((x) => (
            <path key={x} d={`M${x - 14} 4h28v3h-28zM${x - 14} 65h28v3h-28z`} />
          ))}
        </g>
      </svg>
      <p className="attention-title">{title}</p>
      <p className="attention-quiet">{hint}</p>
    </section>
  )
}

function words(
  state: EmptyAttentionProps['state'],
  some: boolean,
  attends: boolean,
  why = 'The network can be run again.',
): readonly [string, string] {
  if (some) return ['Select an attention node', 'Its weights are drawn here, as lines and as a grid.']
  if (state === 'running')
    return ['Waiting for the first weights', 'Rows are drawn as the network makes them.']
  if (state === 'failed') return ['The run ended before any weights came', why]
  if (state === 'done' || !attends)
    return [
      'This network has no attention',
      'Add an attention or memory node to see where the network looks.',
    ]
  return [
    'Run to see where the network looks',
    'Each weight becomes a line: the thicker, the more it is looked at.',
  ]
}

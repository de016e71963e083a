interface EmptyAttributionProps {
  readonly title: string
  readonly hint?: string | undefined
  readonly busy?: boolean
}

const BARS = [34, -18, 62, 12, -40, 50] as const

/** What stands here before there is anything to explain. */
export function EmptyAttribution({ title, hint, busy = false }: EmptyAttributionProps) {
  return (
    <section className="attention is-empty" aria-label="Inputs" aria-busy={busy}>
      {busy && <div className="attribution-progress" role="progressbar" aria-label={title} />}
      <svg viewBox="0 0 220 72" width="220" height="72" aria-hidden="true">
        <g fill="currentColor">
          {BARS.map((size, i) => (
            <rect
              key={size}
              x={size > 0 ? 100 : 100 + size}
              y={2 + i * 12}
              width={Math.abs(size)}
              height="8"
              rx="2"
              opacity={size > 0 ? 0.55 : 0.25}
            />
          ))}
          <rect x="99.5" y="0" width="1" height="72" opacity="0.5" />
        </g>
      </svg>
      <p className="attention-title">{title}</p>
      <p className="attention-quiet attribution-hint">{hint}</p>
    </section>
  )
}

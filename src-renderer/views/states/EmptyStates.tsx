import type { RunState } from '../../stores/run'

interface EmptyStatesProps {
  readonly state: RunState['state']
  /** Whether the run tells of memories, which are shown elsewhere. */
  readonly memory: boolean
}

/** What stands here before there is a state to show. */
export function EmptyStates({ state, memory }: EmptyStatesProps) {
  const [title, hint] = words(state, memory)
  return (
    <section className="attention is-empty" aria-label="States">
      <svg viewBox="0 0 220 72" width="220" height="72" aria-hidden="true">
        <g fill="currentColor">
          {Array.from({ length: 11 * 4 }, (_, i) => {
            const [step, unit] = [i % 11, Math.floor(i / 11)]
            const strength = Math.abs(Math.sin(step * (0.35 + unit * 0.28) + unit * 1.3))
            return (
              <rect
                key={`${step} ${unit}`}
                x={20 + step * 16.5}
                y={4 + unit * 16.5}
                width="15"
                height="15"
                rx="2"
                opacity={0.08 + 0.55 * strength}
              />
            )
          })}
        </g>
      </svg>
      <p className="attention-title">{title}</p>
      <p className="attention-quiet">{hint}</p>
    </section>
  )
}

function words(state: RunState['state'], memory: boolean): readonly [string, string] {
  if (state === 'running')
    return ['Waiting for the first states', 'Steps are drawn as the network makes them.']
  if (state === 'done' && memory)
    return [
      'This network keeps what it knows in a memory',
      'No recurrent layer carries a state from step to step.',
    ]
  if (state === 'done')
    return [
      'This network carries no state from step to step',
      'Add an RNN, GRU or LSTM, or a Previous in a loop, to watch one change.',
    ]
  return [
    'Run to see what the network holds',
    'Each step of a recurrent layer becomes a column: orange above zero, blue below.',
  ]
}

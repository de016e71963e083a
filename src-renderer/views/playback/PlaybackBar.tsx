import type { KeyboardEvent } from 'react'
import { follow, moving, PLAYBACK_KEYS, playOrPause, SPEEDS, seek, stepBy } from './timeline'
import type { PlaybackHandle } from './use-playback'

const ICONS = {
  play: 'M8 5v14l11-7z',
  pause: 'M7 5h4v14H7zM13 5h4v14h-4z',
  back: 'M6 5h2v14H6zM19 5v14l-9-7z',
  forward: 'M16 5h2v14h-2zM5 5v14l9-7z',
} as const

interface PlaybackBarProps {
  readonly handle: PlaybackHandle
  readonly steps: number
  readonly running: boolean
  /** What came at the newest step that is shown. */
  readonly at: string
}

/** Play, pause, step, speed and scrubber over the steps of the last run. Nothing runs again. */
export function PlaybackBar({ handle: { playback, shown, change }, steps, running, at }: PlaybackBarProps) {
  const on = moving(playback, steps) && playback.mode === 'play'
  const none = steps === 0
  const onKeyDown = (event: KeyboardEvent) => {
    const act = PLAYBACK_KEYS.get(event.key)
    if (act === undefined || none || event.target instanceof HTMLSelectElement) return
    if (event.key === ' ' && event.target instanceof HTMLButtonElement) return
    event.preventDefault()
    event.stopPropagation()
    change(act)
  }
  return (
    <div className="attention-playback" role="toolbar" aria-label="Playback" onKeyDown={onKeyDown}>
      <Button
        icon="back"
        label="Step back"
        disabled={none || shown === 0}
        onClick={() => change((playback, steps) => stepBy(playback, steps, -1))}
      />
      <Button
        icon={on ? 'pause' : 'play'}
        label={on ? 'Pause' : 'Play'}
        disabled={none}
        onClick={() => change(playOrPause)}
      />
      <Button
        icon="forward"
        label="Step forward"
        disabled={none || shown >= steps}
        onClick={() => change((playback, steps) => stepBy(playback, steps, 1))}
      />
      <input
        type="range"
        className="attention-scrubber"
        aria-label="Step"
        aria-valuetext={`step ${shown} of ${steps}${at === '' ? '' : `: ${at}`}`}
        min={0}
        max={steps}
        step={1}
        value={shown}
        disabled={none}
        style={{ '--part': steps === 0 ? 0 : shown / steps } as Record<string, number>}
        onChange={(event) => {
          const position = event.currentTarget.valueAsNumber
          change((playback, steps) => seek(playback, steps, position))
        }}
      />
      <span className="attention-step">
        step <b>{shown}</b>/{steps}
      </span>
      <select
        aria-label="Speed"
        className="attention-select"
        value={playback.speed}
        onChange={(event) => {
          const speed = Number(event.currentTarget.value)
          change((playback) => ({ ...playback, speed }))
        }}
      >
        {SPEEDS.map((speed) => (
          <option key={speed} value={speed}>
            {speed}×
          </option>
        ))}
      </select>
      {running && (
        <button
          type="button"
          className="attention-live"
          aria-pressed={playback.mode === 'follow'}
          title="Show rows as they come"
          onClick={() => change(follow)}
        >
          Live
        </button>
      )}
    </div>
  )
}

interface ButtonProps {
  readonly icon: keyof typeof ICONS
  readonly label: string
  readonly disabled: boolean
  readonly onClick: () => void
}

function Button({ icon, label, disabled, onClick }: ButtonProps) {
  return (
    <button
      type="button"
      className="attention-button"
      aria-label={label}
      title={label}
      disabled={disabled}
      onClick={onClick}
    >
      <svg viewBox="0 0 24 24" width="16" height="16" aria-hidden="true">
        <path d={ICONS[icon]} fill="currentColor" />
      </svg>
    </button>
  )
}

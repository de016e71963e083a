/** A thin edge along the top of the canvas while a run goes on. */
import { useRun } from '../stores/hooks'

export function RunEdge() {
  const running = useRun(({ state }) => state === 'running')
  const part = useRun(({ progress }) =>
    progress && progress.total > 0 ? progress.done / progress.total : undefined,
  )
  if (!running) return null
  return (
    <div
      className={`run-edge ${part === undefined ? 'open' : ''}`}
      style={part === undefined ? undefined : { width: `${Math.round(100 * part)}%` }}
    />
  )
}

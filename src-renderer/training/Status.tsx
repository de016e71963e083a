/** One line: which training it is, how far, how fast, how good; and the weights before it. */
import type { Fault } from '#shared/base/fault'
import type { TrainingResult } from '#shared/contract/training'
import { perform } from '../commands/commands'
import { page } from '../page'
import { useDocument } from '../stores/hooks'
import { useTraining } from './hooks'
import { belongs } from './snapshots'
import { type Progress, selectedOf, stepsOf, type Training } from './store'
import { giveWeights } from './training'
import { bestOf, grouped, lookWords, scoreOf, timeLeft } from './words'

export function Status() {
  const training = useTraining(selectedOf)
  if (training === undefined) return null
  const { number, title, progress, settings, result } = training
  const step = result?.step ?? progress?.step ?? 0
  return (
    <div className="training-status">
      <span className="training-name">
        <b data-testid="training-number">{number}</b> {title}
      </span>
      <progress max={stepsOf(settings)} value={step} aria-label="Steps done" />
      <span data-testid="training-step">
        step <b>{grouped(step)}</b> of {grouped(stepsOf(settings))}
      </span>
      <span className="training-words soft" data-testid="training-said">
        <Words training={training} />
      </span>
      <OverButton training={training} />
      <WeightsButton training={training} />
    </div>
  )
}

function Words({ training }: { readonly training: Training }) {
  const { id, phase, progress, result, fault, settings } = training
  switch (phase) {
    case 'starting':
      return 'preparing'
    case 'stopping':
      return 'ending with a last test'
    case 'failed':
      return <Failure fault={fault} />
    case 'paused':
      return 'paused'
    case 'going':
      return progress === undefined || progress.step < SURE
        ? 'learning'
        : `${wayIn(progress, settings.restarts)}${grouped(progress.examplesPerSecond)} examples/s · ${timeLeft(progress.secondsLeft)}`
    case 'done':
      return result === undefined ? null : (
        <>
          {ENDS[result.reason]} after {Math.max(1, Math.round(result.seconds))} s · best at step{' '}
          {grouped(result.best)}, <b>{scoreOf(bestOf(page.training.recording(id), result))}</b>
          {wayOfLooking(result)}
          {result.restarts === undefined
            ? null
            : ` · restart ${result.restarts.kept} of ${result.restarts.errors.length} kept`}
        </>
      )
  }
}

/** Of several hops the best one stands for all; the test tells each. */
function wayOfLooking({ looks = {} }: TrainingResult): string {
  return ['alignment', 'support']
    .map((name) => (looks[name] === undefined ? '' : ` · ${lookWords(name, looks[name])}`))
    .join('')
}

/** Which restart it is, and whether attention is still without softmax. */
function wayIn({ restart, linear }: Progress, restarts: number): string {
  const parts = [
    ...(restarts > 1 ? [`restart ${restart} of ${restarts}`] : []),
    ...(linear ? ['linear start'] : []),
  ]
  return parts.map((part) => `${part} · `).join('')
}

/** Steps before which the pace says little: graphs are still being made. */
const SURE = 12

const ENDS = {
  steps: 'done',
  stopped: 'stopped',
  'no-progress': 'no better for a while, ended',
  'not-a-number': 'the loss was no longer a number (lower the rate), ended',
} as const

function Failure({ fault }: { readonly fault: Fault | undefined }) {
  if (fault === undefined || fault.code === 'cancelled') return 'stopped'
  const lost = fault.code === 'disconnected' || fault.code === 'engine-lost'
  return (
    <span className="wrong" title={fault.message}>
      {lost ? 'Interrupted. Train goes on from where it was last kept.' : fault.message}
    </span>
  )
}

/** Who began with trained weights has little to watch: offers to begin without them. */
function OverButton({ training }: { readonly training: Training }) {
  const here = useDocument(() => belongs(page))
  // The first snapshot says how good the weights were that it began with.
  useTraining((state) => state.snapshots)
  const accuracy = page.training.recording(training.id).snapshots[0]?.validation.accuracy ?? 0
  if (!here || accuracy < TRAINED || training.phase === 'stopping') return null
  return (
    <button
      type="button"
      className="button training-weights"
      data-testid="train-over"
      title="It began with trained weights. Begin with untrained ones, and watch it learn."
      onClick={() => perform(page, 'train.over')}
    >
      Train from the beginning
    </button>
  )
}

/** Share of right answers from which weights count as trained. */
const TRAINED = 0.9

/** Back to the weights before, or forth to those that were found. */
function WeightsButton({ training }: { readonly training: Training }) {
  const weights = useDocument((state) => state.weights)
  const { before, after } = training
  const here = useDocument(() => belongs(page))
  if (after === undefined || after === before || !here) return null
  const used = weights === after
  return (
    <button
      type="button"
      className="button training-weights"
      data-testid="training-weights"
      onClick={() => giveWeights(page, training, used ? before : after, used ? 'before' : 'after')}
    >
      {used ? 'Back to the weights before' : 'Use these weights'}
    </button>
  )
}

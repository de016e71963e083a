/**
 * What a training told, point by point: plain arrays outside of React. A view subscribes, and paints what is new at its next animation
 * frame.
 */
import { createChanges, type Watched } from '../../base/changes'
import type { TrainingEvents } from '../../contract/training'

export type Snapshot = Omit<TrainingEvents['train.snapshot'], 'training'>

export interface Curve {
  readonly steps: readonly number[]
  readonly values: readonly number[]
}

export interface Recording extends Watched {
  /** Loss of each batch. */
  readonly losses: Curve
  /** The same, smoothed. */
  readonly smooth: Curve
  /** By step, oldest first. */
  readonly snapshots: readonly Snapshot[]
  addLosses(points: readonly (readonly [number, number])[]): void
  addSnapshot(snapshot: Snapshot): void
}

/** How much of the smoothed loss one batch decides. */
const WEIGHT = 0.1

export function createRecording(): Recording {
  const steps: number[] = []
  const values: number[] = []
  const smooth: number[] = []
  const snapshots: Snapshot[] = []
  const changes = createChanges()
  return {
    losses: { steps, values },
    smooth: { steps, values: smooth },
    snapshots,
    get version() {
      return changes.version
    },
    subscribe: changes.subscribe,
    addLosses(points) {
      if (points.length === 0) return
      for (const [step, loss] of points) {
        // A training whose engine was lost goes on from its last checkpoint: what came after that is told again.
        while (steps.length > 0 && steps.at(-1)! >= step) {
          steps.pop()
          values.pop()
          smooth.pop()
        }
        steps.push(step)
        values.push(loss)
        smooth.push(nextMean(smooth.at(-1), loss, smooth.length))
      }
      changes.tell()
    },
    addSnapshot(snapshot) {
      while (snapshots.length > 0 && snapshots.at(-1)!.step >= snapshot.step) snapshots.pop()
      snapshots.push(snapshot)
      changes.tell()
    },
  }
}

/** A running mean that is a plain mean until it has seen enough. @param seen values before this one */
function nextMean(before: number | undefined, value: number, seen: number): number {
  if (before === undefined) return value
  const weight = Math.max(WEIGHT, 1 / (seen + 1))
  return before + (value - before) * weight
}

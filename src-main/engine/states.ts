/** What the network holds, as it comes from the graph → frames as the page draws them. */
import type { StateFrame, StateInfo } from '#shared/contract/states'
import { sizeOf, type Tensor } from '#shared/ir/graph'
import type { LoweredState } from '../compile/lowered'
import { type AxisLabels, axisTitle } from './labels'

/** Frames wait until this many steps have come, or this many milliseconds have gone by: few events, and none too late. */
const STEPS_TOGETHER = 32
const PATIENCE = 50
/** Numbers of one run that are told; a page keeps them all (64 MB). */
export const MOST_NUMBERS = 16 * 2 ** 20

export function stateInfo(state: LoweredState): StateInfo {
  const rows = state.rowAxis ?? state.loops.at(-1)?.axis
  return {
    id: state.id,
    node: state.node,
    title: state.title,
    what: state.what,
    rowAxis: rows ? axisTitle(rows) : 'steps',
    columnAxis: state.columnAxis.origin ? axisTitle(state.columnAxis) : unitsOf(state.what),
    ...(state.parts && { parts: state.parts }),
  }
}

function unitsOf(what: StateInfo['what']): string {
  return what === 'memory' ? 'features' : 'units'
}

interface Waiting {
  readonly state: LoweredState
  /** Loop steps without the one that is the row. */
  readonly coordinates: readonly number[]
  readonly steps: readonly number[]
  readonly firstRow: number
  rows: number
  readonly columns: number
  readonly values: Float32Array[]
}

/** Gathers states; rows that follow one another in one series become one frame. */
export class StateCollector {
  readonly #labels: AxisLabels
  readonly #most: number
  #waiting: Waiting[] = []
  #since = 0
  #count = 0
  #order = 0
  #told = 0
  /** Whether the most was reached, and whether that was said. */
  #cut = false
  #cutSaid = false

  constructor(labels: AxisLabels, most = MOST_NUMBERS) {
    this.#labels = labels
    this.#most = most
  }

  /** A tensor `[1, (rows,) columns]` computed at these loop steps. */
  add(state: LoweredState, tensor: Tensor, steps: readonly number[]): void {
    if (this.#cut) return
    this.#told += sizeOf(tensor.dims)
    this.#cut = this.#told > this.#most
    if (this.#cut) return
    if (this.#waiting.length === 0) this.#since = performance.now()
    this.#count++
    const columns = tensor.dims.at(-1)!
    const stepRow = !state.rowAxis && steps.length > 0
    const coordinates = stepRow ? steps.slice(0, -1) : steps
    const firstRow = stepRow ? steps.at(-1)! : 0
    // The runtime gives each run an array of its own.
    const values = tensor.data as Float32Array
    const before = stepRow
      ? this.#waiting.findLast((one) => one.state === state && one.columns === columns)
      : undefined
    if (
      before &&
      before.firstRow + before.rows === firstRow &&
      coordinates.every((step, i) => step === before.coordinates[i])
    ) {
      before.rows++
      before.values.push(values)
    } else {
      const rows = state.rowAxis ? tensor.dims.at(-2)! : 1
      this.#waiting.push({ state, coordinates, steps, firstRow, rows, columns, values: [values] })
    }
  }

  /** Whether frames are to be sent now. */
  due(): boolean {
    if (this.#cut) return !this.#cutSaid
    if (this.#waiting.length === 0) return false
    return this.#count >= STEPS_TOGETHER || performance.now() - this.#since > PATIENCE
  }

  /** What has come since the last time; `cut` once, when the rest is left out. */
  take(): { readonly frames: readonly StateFrame[]; readonly cut?: true } | undefined {
    const cut = this.#cut && !this.#cutSaid
    this.#cutSaid = this.#cut
    if (this.#waiting.length === 0 && !cut) return undefined
    const frames = this.#waiting.map((one) => this.#frame(one))
    this.#waiting = []
    this.#count = 0
    return { frames, ...(cut && { cut }) }
  }

  #frame({ state, coordinates, steps, firstRow, rows, columns, values }: Waiting): StateFrame {
    const joined = new Float32Array(rows * columns)
    let at = 0
    for (const part of values) {
      joined.set(part, at)
      at += part.length
    }
    const labels = this.#labels
    const innermost = state.loops.at(-1)
    let rowLabels: string[]
    if (state.rowAxis) rowLabels = labels.of(state.rowAxis, rows, state.loops)
    else if (innermost && steps.length > 0)
      rowLabels = labels.of(innermost.axis, firstRow + rows, state.loops).slice(firstRow)
    else rowLabels = [state.title]
    const last = steps.at(-1)
    const step =
      state.what === 'memory' && innermost && last !== undefined
        ? labels.of(innermost.axis, last + 1, state.loops)[last]
        : undefined
    return {
      state: state.id,
      order: this.#order++,
      coordinates,
      firstRow,
      rows,
      columns,
      values: joined,
      rowLabels,
      ...(step !== undefined && { step }),
    }
  }
}

/** Decisions as a person reads them. */
import { decodeWords, detokenize, SPECIAL } from '#shared/base/words'
import type { RunOutput } from '#shared/contract/contract'
import type { Tensor, Value } from '#shared/ir/graph'
import type { LoweredDecision } from '../compile/lowered'
import { toNumbers } from './tensors'

/** Numbers of one output that are put into words. */
const SHOWN = 32

export function runOutput(decision: LoweredDecision, read: (value: Value) => Tensor): RunOutput {
  const value = read(decision.collected)
  const choices = decision.collectedChoice && toNumbers(read(decision.collectedChoice))
  const values = Float32Array.from(value.data as Float32Array)
  return {
    name: decision.id,
    title: decision.title,
    node: decision.node,
    text: choices ? chosenText(decision, choices, values) : numbersText(values),
    // The batch is one item, and not shown.
    dims: value.dims.slice(1),
    values,
    labels: decision.labels,
  }
}

function chosenText(decision: LoweredDecision, choices: readonly number[], values: Float32Array): string {
  const labels = decision.labels ?? []
  if (SPECIAL.every((word, i) => labels[i] === word)) return detokenize(decodeWords(choices, labels))
  // Decisions of repetitions follow one another: the last one stands.
  const choice = choices.at(-1)!
  const probability = values[values.length - labels.length + choice] ?? 0
  return `${labels[choice] ?? choice} (${Math.round(100 * probability)} %)`
}

function numbersText(values: Float32Array): string {
  const shown = Array.from(values.subarray(0, SHOWN), (value) => Number(value.toPrecision(4)).toString())
  return values.length > SHOWN ? `${shown.join(' ')} …` : shown.join(' ')
}

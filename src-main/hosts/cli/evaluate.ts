/** `evaluate`: how good a network is on examples that it never learned from. */
import { resolve } from 'node:path'
import type { Evaluation } from '#shared/contract/training'
import type { Studio } from '../studio'
import type { EvaluateCommand } from './command'
import { openFile } from './documentFile'
import type { Terminal } from './terminal'

export async function evaluate(
  studio: Studio,
  { file, data, examples, json }: EvaluateCommand,
  terminal: Terminal,
): Promise<void> {
  const { document, weights } = await openFile(studio, file)
  const dataPath = data && resolve(data)
  const { notes, ...evaluation } = await studio.evaluate({ document, weights, examples, dataPath })
  for (const note of notes ?? []) terminal.progress(note)
  if (evaluation.examples < examples)
    terminal.progress(`There are only ${evaluation.examples} unseen examples; ${examples} were asked for.`)
  terminal.result(json ? JSON.stringify(evaluation) : evaluationText(evaluation))
}

export function evaluationText({ metrics, byLength, examples }: Evaluation): string {
  const head = Object.entries(metrics).map(([name, value]) => metricText(name, value, examples))
  if (byLength.length === 0) return head.join('\n')
  const rows = byLength.map(
    ({ length, examples: count, accuracy }) =>
      `${String(length).padStart(6)}  ${String(count).padStart(8)}  ${percent(accuracy).padStart(7)}`,
  )
  return [...head, '', 'length  examples    right', ...rows].join('\n')
}

function metricText(name: string, value: number, examples: number): string {
  if (name === 'accuracy') return `${percent(value)} right of ${examples} unseen examples`
  if (name === 'error') return `error ${value.toPrecision(4)} on ${examples} unseen examples`
  return lookText(name, value)
}

/** Whether attention is where the task knows that it should be. */
export function lookText(name: string, share: number): string {
  const hop = /^support (\d+)$/.exec(name)?.[1]
  if (hop !== undefined) return `  hop ${hop}: ${percent(share)}`
  const meanings: Readonly<Record<string, string>> = {
    alignment: 'Greatest weight on what the word is about',
    support: 'Greatest weight where the answer comes from',
    'support all': '  each such place looked at by some hop',
  }
  return `${meanings[name] ?? name}: ${percent(share)}`
}

/** One digit behind the point, as on the page; never rounded up to all of it. */
export function percent(share: number): string {
  return `${(Math.floor(share * 1000 + 1e-9) / 10).toFixed(1)} %`
}

/** `run`: what a network says and where it looks. */
import { join, resolve } from 'node:path'
import type { EngineEventName } from '#main/engine/protocol'
import { atomicWrite } from '#main/files/atomicWrite'
import { encodeNpy } from '#main/files/npy'
import { fault } from '#shared/base/fault'
import { type AssembledAttention, assembleAttention } from '#shared/contract/assemble'
import type { Answer, Ask, Events, RunOutput } from '#shared/contract/contract'
import type { Slice } from '#shared/contract/slice'
import type { Tensor } from '#shared/ir/graph'
import type { Studio } from '../studio'
import type { Command } from './command'
import { openFile } from './documentFile'
import { makeFolder } from './folder'
import { attentionText } from './grid'
import { leastWeights } from './leastWeights'
import type { Terminal } from './terminal'

const RUN = 'cli'

export async function run(
  studio: Studio,
  { file, inputs, forceWords, json, record }: Extract<Command, { name: 'run' }>,
  terminal: Terminal,
): Promise<void> {
  const { document, weights } = await openFile(studio, file)
  if (json) expectPrintable(leastWeights(document, inputs), 'at the least ')
  const ask = { run: RUN, document, weights, inputs, ...(forceWords !== undefined && { forceWords }) }
  const { answer, slices } = await runToEnd(studio, ask, terminal)
  for (const word of answer.unknown)
    terminal.progress(`“${word}” is not in the vocabulary and was read as unknown.`)
  const attention = assembleAttention(answer.sites, slices)
  if (record !== undefined) {
    const forced = forceWords !== undefined && { forceWords }
    const recorded = await studio.record({ document, weights, inputs, ...forced })
    const count = await writeArrays(resolve(record), { ...recorded.inputs, ...recorded.outputs })
    terminal.progress(`Wrote ${count} arrays to ${record}.`)
  }
  if (json) expectPrintable(weightsIn(attention))
  terminal.result(json ? JSON.stringify(runJson(answer.outputs, attention)) : runText(answer, attention))
}

async function runToEnd(
  studio: Studio,
  ask: Ask<'run.start'>,
  terminal: Terminal,
): Promise<{ answer: Answer<'run.start'>; slices: Slice[] }> {
  const slices: Slice[] = []
  let said = ''
  const deafen = studio.listen({
    engineEvent: (name: EngineEventName, event: Events[EngineEventName]) => {
      if (name === 'run.slice' && 'slice' in event) {
        slices.push(event.slice)
        void studio.supervisor.ask('run.credit', { run: RUN, slices: 1 })
      } else if (name === 'run.progress' && 'what' in event && event.what !== said) {
        said = event.what
        terminal.progress(said)
      }
    },
    engineLost: () => undefined,
  })
  try {
    return { answer: await studio.run(ask), slices }
  } finally {
    deafen()
  }
}

/** Weights that are printed at the most: longer texts cannot be made in memory. */
const MOST_PRINTED = 10_000_000

/** Sizes that are known are looked at before the run, what only a run tells behind it. */
function expectPrintable(count: number, about = ''): void {
  if (count > MOST_PRINTED)
    throw fault(
      'too-large',
      `There are ${about}${count.toLocaleString('en-US')} weights, more than --json can print (${MOST_PRINTED.toLocaleString('en-US')}). Give a shorter input, or have them written as arrays: --record DIR.`,
    )
}

function weightsIn(attention: readonly AssembledAttention[]): number {
  return attention.reduce(
    (sum, { weights, rows, columns }) => sum + weights.length * rows.length * columns.length,
    0,
  )
}

/** The form that the command line promises: numbers and text only, no typed arrays. */
export function runJson(outputs: readonly RunOutput[], attention: readonly AssembledAttention[]) {
  const byName = outputs.map(({ name, text, dims, values, labels }) => [
    name,
    { text, dims, values: [...values], ...(labels && { labels }) },
  ])
  return { outputs: Object.fromEntries(byName), attention }
}

/** For people: each decision, then each site as a grid of shades. */
export function runText(
  { outputs, sites }: Answer<'run.start'>,
  attention: readonly AssembledAttention[],
): string {
  const titles = new Map(sites.map(({ id, title }) => [id, title]))
  const said = outputs.map(({ name, text }) => `${name}: ${text}`)
  const seen = attention.map((entry) => attentionText(entry, titles.get(entry.site) ?? entry.site))
  return [said.join('\n'), ...seen].join('\n\n')
}

/** Each tensor as `folder/name.npy`. */
async function writeArrays(folder: string, tensors: Readonly<Record<string, Tensor>>): Promise<number> {
  await makeFolder(folder)
  const entries = Object.entries(tensors)
  for (const [name, tensor] of entries) {
    if (!/^[A-Za-z0-9_.-]+$/.test(name)) throw fault('bug', `“${name}” is no name for a file.`)
    await atomicWrite(join(folder, `${name}.npy`), encodeNpy(tensor))
  }
  return entries.length
}

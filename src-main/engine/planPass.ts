/** One pass of a plan over what a person typed: what every walk through a document's stages begins with, and the words that it says. */
import { need } from '#shared/base/assert'
import { fault } from '#shared/base/fault'
import { SPECIAL } from '#shared/base/words'
import type { Ask } from '#shared/contract/contract'
import { kindOf } from '#shared/kinds/registry'
import type { Weights } from '../compile/weights'
import { drive, type Environment, type Listener } from './drive'
import { type Filled, fillFields } from './fields'
import { AxisLabels } from './labels'
import type { Plan } from './plans'
import { toNumbers } from './tensors'

/** What is run: a document, what was typed, and words that the decoder is made to say. */
export type Asked = Pick<Ask<'run.start'>, 'document' | 'inputs' | 'forceWords'>

export interface Pass {
  readonly filled: Filled
  readonly labels: AxisLabels
  /** What has been computed so far. */
  readonly environment: Environment
  /** Goes through all stages; a word that a step says is among the labels before the listener hears of the step. */
  readonly go: (listener: Listener) => Promise<void>
}

/** @param weights all of them, where the plan has none of its own */
export function beginPass({ lowered, stages }: Plan, asked: Asked, weights?: Weights): Pass {
  const { document } = asked
  const filled = fillFields(document, lowered, asked.inputs, asked.forceWords)
  const labels = new AxisLabels(document, filled.labels)
  const environment: Environment = new Map(lowered.graph.constants)
  for (const input of lowered.graph.inputs) {
    const tensor = filled.feeds[input.name]
    if (tensor) environment.set(input, tensor)
  }
  if (weights)
    for (const { name, value } of lowered.parameters.values())
      environment.set(value, need(weights[name], name))
  const speaking = asked.forceWords === undefined ? lowered.speakers : []
  const speakers = new Map(speaking.map((speaker) => [speaker.loop, speaker] as const))
  return {
    filled,
    labels,
    environment,
    go: (listener) =>
      drive(stages, environment, {
        computed: (values, steps, read) => listener.computed?.(values, steps, read),
        async stepped(loop, steps, read) {
          const speaker = speakers.get(loop.id)
          if (speaker) {
            const [index = 0] = toNumbers(read(speaker.word))
            const vocabulary = document.vocabularies[speaker.vocabulary]
            labels.say(`${speaker.field}.words`, vocabulary?.[index] ?? SPECIAL[3])
          }
          await listener.stepped?.(loop, steps, read)
        },
      }),
  }
}

/** Whether words are forced, where they can be. */
export function isForced({ document, forceWords }: Asked): boolean {
  if (forceWords === undefined) return false
  const speaking = Object.values(document.nodes).filter((node) => kindOf(node.kind).loop === 'until')
  if (speaking.length !== 1)
    throw fault(
      'bad-input',
      `Words can be forced on a document with one loop until an end word; this one has ${speaking.length}.`,
    )
  return true
}

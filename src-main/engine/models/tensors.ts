/** Any tensor of a model: a weight from its file, or what a run makes of it. */
import { need } from '#shared/base/assert'
import { fault } from '#shared/base/fault'
import type { ModelInputs } from '#shared/contract/model'
import type { Tensor } from '#shared/ir/graph'
import { everyNode } from '#shared/ir/walk'
import { fillInputs } from '../../inputs/fill/fill'
import { fitFeeds } from '../../inspect/feeds'
import type { OpenModel } from '../openModel'
import { halvesOf } from './halves'
import { keyOf } from './lastRun'
import { statesIn, withStates } from './pass'
import type { RunningModel } from './runningModel'

/** @throws FaultError `not-found` or `unsupported` */
export async function tensorOf(running: RunningModel, name: string, inputs: ModelInputs): Promise<Tensor> {
  const { open: opened } = running
  const constant = constantOf(opened, name)
  // Numbers that lie in a file are read when they are asked for.
  if (constant !== undefined) return constant
  const key = `${keyOf(inputs)} ${name}`
  if (running.tensor?.key === key) return running.tensor.tensor
  const feeds = await feedsOf(running, inputs)
  const tensor = feeds[name] ?? (await computed(running, name, feeds))
  running.tensor = { key, tensor }
  return tensor
}

/** What the model is fed; a decoder's encoder runs first. */
async function feedsOf(
  running: RunningModel,
  inputs: ModelInputs,
): Promise<Readonly<Record<string, Tensor>>> {
  const halves = await halvesOf(running, inputs)
  const [first] = halves
  const mine = need(
    halves.find((half) => half.running === running),
    'this model among its halves',
  )
  if (first === undefined || first === mine) return fillInputs(mine.plan, mine.inputs).feeds
  const filled = fillInputs(first.plan, first.inputs)
  const { open: encoder, sessions } = first.running
  const { session } = await sessions.of([])
  const results = await session.run(
    fitFeeds(encoder.model, filled.feeds),
    encoder.model.graph.outputs.map((output) => output.name),
  )
  return fillInputs(mine.plan, withStates(mine, statesIn(results), filled)).feeds
}

async function computed(
  running: RunningModel,
  name: string,
  feeds: Readonly<Record<string, Tensor>>,
): Promise<Tensor> {
  const { graph } = running.open.model
  const made = graph.nodes.some((node) => node.outputs.some((output) => output?.name === name))
  if (!made) {
    const inside = [...everyNode(graph)].some((node) => node.outputs.some((output) => output?.name === name))
    throw inside
      ? fault(
          'unsupported',
          `“${name}” lies inside of a loop or a branch; its numbers cannot be had from outside.`,
        )
      : fault('not-found', `The model has no tensor “${name}”.`)
  }
  const session = await running.sessions.withValue(name)
  try {
    const results = await session.run(fitFeeds(running.open.model, feeds), [name])
    return need(results[name], name)
  } finally {
    await session.release()
  }
}

function constantOf({ model: { graph } }: OpenModel, name: string): Tensor | undefined {
  for (const [value, tensor] of graph.constants) if (value.name === name) return tensor
  for (const node of everyNode(graph)) {
    const { value } = node.attributes
    if (node.op === 'Constant' && node.outputs[0]?.name === name && value?.type === 'tensor')
      return value.value
    for (const attribute of Object.values(node.attributes))
      if (attribute.type === 'graph')
        for (const [held, tensor] of attribute.value.constants) if (held.name === name) return tensor
  }
  return undefined
}

/** `inspect`: the attention in a model made elsewhere. */
import { basename, resolve } from 'node:path'
import { atomicWrite } from '#main/files/atomicWrite'
import { decodeTensors, encodeNpz } from '#main/files/npz'
import { fault } from '#shared/base/fault'
import type { ModelSite, OpenedModel } from '#shared/contract/contract'
import type { Slice } from '#shared/contract/slice'
import type { Tensor } from '#shared/ir/graph'
import { readUserFile } from '../disk'
import type { Studio } from '../studio'
import type { Command } from './command'
import { siteTensors } from './siteTensors'
import type { Terminal } from './terminal'

const RUN = 'cli'

export async function inspect(
  studio: Studio,
  { file, feeds, json, weights }: Extract<Command, { name: 'inspect' }>,
  terminal: Terminal,
): Promise<void> {
  const path = resolve(file)
  const opened = await studio.holdings.openModel(basename(path), { path })
  const given =
    feeds === undefined ? undefined : decodeTensors(await readUserFile(resolve(feeds)), basename(feeds))
  if (weights !== undefined && given === undefined && opened.inputs.length > 0)
    throw fault(
      'bad-input',
      `--weights needs --feeds with the model's inputs: ${opened.inputs.map(({ name }) => name).join(', ')}.`,
    )
  const shapes = new Map<string, readonly number[]>()
  if (given !== undefined || weights !== undefined) {
    const tensors = siteTensors(await slicesOf(studio, opened, given ?? {}))
    for (const [id, { dims }] of Object.entries(tensors)) shapes.set(id, dims)
    if (weights !== undefined) {
      await atomicWrite(resolve(weights), encodeNpz(tensors))
      terminal.progress(`Wrote the weights to ${weights}: ${[...shapes.keys()].join(', ')}.`)
    }
  }
  terminal.result(json ? JSON.stringify(inspectJson(opened, shapes)) : inspectText(opened, shapes))
}

async function slicesOf(
  studio: Studio,
  { model, sites }: OpenedModel,
  feeds: Readonly<Record<string, Tensor>>,
): Promise<Slice[]> {
  const slices: Slice[] = []
  const deafen = studio.listen({
    engineEvent: (name, event) => {
      if (name !== 'run.slice' || !('slice' in event)) return
      slices.push(event.slice)
      void studio.supervisor.ask('run.credit', { run: RUN, slices: 1 })
    },
    engineLost: () => undefined,
  })
  try {
    const shown = sites.filter((site) => site.shown).map(({ id }) => id)
    await studio.runModel({ run: RUN, model, inputs: { tensors: feeds }, sites: shown })
    return slices
  } finally {
    deafen()
  }
}

export function inspectJson({ sites, refused }: OpenedModel, shapes: ReadonlyMap<string, readonly number[]>) {
  return {
    sites: sites.map((site) => ({
      id: site.id,
      name: site.title,
      operator: site.operator,
      kind: site.kind,
      causal: site.causal,
      heads: site.heads,
      shape: shapes.get(site.id) ?? null,
      shown: site.shown,
      reason: site.reason ?? null,
    })),
    refused,
  }
}

export function inspectText(opened: OpenedModel, shapes: ReadonlyMap<string, readonly number[]>): string {
  const { name, nodes, sites, refused } = opened
  const lines = [
    `${name}: ${nodes} nodes, attention in ${sites.length} ${sites.length === 1 ? 'place' : 'places'}`,
  ]
  for (const site of sites) lines.push(`  ${siteLine(site, shapes.get(site.id))}`)
  if (refused.length > 0) lines.push('Not attention:')
  for (const { name: at, reason } of refused) lines.push(`  ${at}: ${reason}`)
  return lines.join('\n')
}

function siteLine(site: ModelSite, shape: readonly number[] | undefined): string {
  const heads = site.heads === 1 ? '1 head' : `${site.heads} heads`
  const facts = [site.operator, site.kind, site.causal ? 'causal' : undefined, heads, shape?.join(' × ')]
  const line = `${site.id}  ${facts.filter((fact) => fact !== undefined).join(', ')}`
  return site.shown ? line : `${line}; cannot be shown: ${site.reason ?? 'no reason given'}`
}

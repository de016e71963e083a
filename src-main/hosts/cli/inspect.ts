/** `inspect`: the attention in a model made elsewhere. */
import { basename, resolve } from 'node:path'
import { atomicWrite } from '#main/files/atomicWrite'
import { encodeNpz } from '#main/files/npz'
import { fault } from '#shared/base/fault'
import type { ModelSite, OpenedModel } from '#shared/contract/contract'
import type { ModelInputs } from '#shared/contract/model'
import type { Slice } from '#shared/contract/slice'
import type { Studio } from '../studio'
import type { InspectCommand } from './command'
import { modelInputs } from './modelInputs'
import { siteTensors } from './siteTensors'
import type { Terminal } from './terminal'

const RUN = 'cli'
/** Seconds after which a run is spoken of, or ended where the file does not tell that it ends. */
const PATIENCE = 3

export async function inspect(studio: Studio, command: InspectCommand, terminal: Terminal): Promise<void> {
  const { file, json, weights } = command
  const path = resolve(file)
  const opened = await studio.holdings.openModel(basename(path), { path })
  const shapes = new Map<string, readonly number[]>()
  if (
    [command.feeds, command.tokenizer, command.text, command.image, weights].some(
      (each) => each !== undefined,
    )
  ) {
    const { inputs, notes } = await modelInputs(studio, opened, command)
    const found = await slicesOf(studio, opened, inputs, command.patience ?? PATIENCE, terminal)
    for (const note of [...notes, ...found.notes]) terminal.progress(note)
    const tensors = siteTensors(found.slices)
    for (const [id, { dims }] of Object.entries(tensors)) shapes.set(id, dims)
    if (weights !== undefined) {
      await atomicWrite(resolve(weights), encodeNpz(tensors))
      terminal.progress(`Wrote the weights to ${weights}: ${[...shapes.keys()].join(', ') || 'none'}.`)
    }
  }
  terminal.result(json ? JSON.stringify(inspectJson(opened, shapes)) : inspectText(opened, shapes))
}

async function slicesOf(
  studio: Studio,
  { model, sites, mayNotEnd }: OpenedModel,
  inputs: ModelInputs,
  patience: number,
  terminal: Terminal,
): Promise<{ slices: Slice[]; notes: readonly string[] }> {
  const slices: Slice[] = []
  let tooLong: string | undefined
  const timer = setTimeout(() => {
    if (mayNotEnd === undefined) {
      terminal.progress(`Still running after ${patience} seconds; Ctrl+C ends it.`)
      return
    }
    const why = `the Loop “${mayNotEnd}” has no number of steps in the file, and may never end`
    terminal.progress(`Silent for ${patience} seconds: ${why}. It is being ended.`)
    tooLong = `This run was ended after ${patience} seconds: ${why}. --patience gives it longer.`
    void studio.supervisor.cancel(RUN)
  }, patience * 1000)
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
    const { notes } = await studio.runModel({ run: RUN, model, inputs, sites: shown })
    return { slices, notes }
  } catch (error) {
    throw tooLong === undefined ? error : fault('cancelled', tooLong, error)
  } finally {
    clearTimeout(timer)
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
      shape: shapes.get(site.id) ?? site.shape ?? null,
      shown: site.shown,
      reason: site.reason ?? null,
    })),
    refused: refused.map(({ name, reason }) => ({ name, reason })),
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

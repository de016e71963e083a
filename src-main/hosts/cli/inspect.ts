/** `inspect`: the attention in a model made elsewhere. */
import { basename, resolve } from 'node:path'
import { atomicWrite } from '#main/files/atomicWrite'
import { encodeNpz } from '#main/files/npz'
import type { ModelSite, OpenedModel } from '#shared/contract/contract'
import type { Studio } from '../studio'
import type { InspectCommand } from './command'
import { modelInputs } from './modelInputs'
import { runModelToEnd } from './modelRun'
import { siteTensors } from './siteTensors'
import type { Terminal } from './terminal'

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
    const sites = opened.sites.filter((site) => site.shown).map(({ id }) => id)
    const found = await runModelToEnd(studio, opened, { inputs, sites }, command.patience, terminal)
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

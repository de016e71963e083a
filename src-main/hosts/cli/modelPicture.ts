/** A picture of a model made elsewhere: lines or grid of a site, all heads, a level of its graph. */
import { attentionOf, siteOf } from '#main/export/pictures/attention'
import { headsOf, levelOf, namedSites, shownModelRun } from '#main/export/pictures/modelRun'
import { fault } from '#shared/base/fault'
import type { OpenedModel } from '#shared/contract/contract'
import { JOINED, type Joined, type ModelInputs } from '#shared/contract/model'
import { JOINED_SITES } from '#shared/pictures/model/siteGroups'
import { tensorFile } from '#shared/pictures/modelFiles'
import type { Played } from '#shared/pictures/played'
import type { Studio } from '../studio'
import type { PictureCommand } from './exportCommand'
import { modelInputs } from './modelInputs'
import { runModelToEnd } from './modelRun'
import type { Terminal } from './terminal'

export async function modelPicture(
  studio: Studio,
  opened: OpenedModel,
  command: PictureCommand,
  terminal: Terminal,
): Promise<Played> {
  const { theme } = command
  // What can be shown of every model: all of its heads, or where it has none its graph.
  const view =
    (command.tensor === undefined ? command.view : 'tensor') ??
    (command.site !== undefined || command.to === 'gif'
      ? undefined
      : opened.sites.length > 0
        ? 'heads'
        : 'graph')
  if (view === 'graph') return graphOf(studio, opened, command)
  if (view === 'canvas' || view === 'states' || view === 'inputs')
    throw fault(
      'bad-input',
      `“${view}” is drawn of networks that Heed built; of a model: heads, graph, tensor, lines, grid, picture.`,
    )
  if (Object.keys(command.inputs).length > 0)
    throw fault(
      'bad-input',
      '--input is for networks that Heed built; a model takes --text, --image or --feeds.',
    )
  const { inputs, notes } = await modelInputs(studio, opened, command)
  if (view === 'tensor') {
    for (const note of notes) terminal.progress(note)
    return tensorOf(studio, opened, command, inputs)
  }
  const found = await foundSites(studio, opened)
  if (!found.some(({ shown }) => shown)) throw fault('bad-input', noSites(opened))
  const joined = joinedOf(command.site)
  const ask =
    view === 'heads'
      ? { sites: [], overview: true, joined: JOINED }
      : joined !== undefined
        ? { sites: [], joined: [joined] }
        : { sites: [siteOf(namedSites(found, new Map()), command.site, undefined).id] }
  const run = await runModelToEnd(studio, opened, { inputs, ...ask }, command.patience, terminal)
  for (const note of [...notes, ...run.notes]) terminal.progress(note)
  if (view === 'heads') return headsOf(opened.name, found, run, theme)
  const shown = shownModelRun(found, run)
  const site = joined === undefined ? command.site : `${JOINED_SITES}${joined}`
  const sites = site === undefined ? shown.sites.filter(({ id }) => id === ask.sites[0]) : shown.sites
  return attentionOf({ ...shown, sites }, { view, site, head: command.head, theme })
}

async function graphOf(studio: Studio, { model, name }: OpenedModel, { level = '', theme }: PictureCommand) {
  return levelOf(name, await studio.opening.models.ask('model.scope', { model, scope: level }), theme)
}

/** A weight as it lies in the file, any other tensor as the inputs make it. */
async function tensorOf(
  studio: Studio,
  { model }: OpenedModel,
  { tensor, theme }: PictureCommand,
  inputs: ModelInputs,
): Promise<Played> {
  if (tensor === undefined) throw fault('bad-input', '--view tensor needs --tensor NAME: which one.')
  const svg = tensorFile(await studio.tensor({ model, tensor, inputs }), theme)
  return { steps: 1, svg: () => svg }
}

/** Sites of both halves, where the model is one of two. */
async function foundSites(studio: Studio, { model, sites }: OpenedModel) {
  const { pair } = await studio.modelForm({ model })
  return [...sites, ...(pair?.sites ?? [])]
}

function joinedOf(site: string | undefined): Joined | undefined {
  return JOINED.find((each) => site === each || site === `${JOINED_SITES}${each}`)
}

function noSites({ name, sites }: OpenedModel): string {
  const [first] = sites
  return first === undefined
    ? `No attention was found in ${name}. Its graph can be drawn: --view graph.`
    : `No attention of ${name} can be shown: ${first.reason ?? 'no reason given'}`
}

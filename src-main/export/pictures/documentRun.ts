/** Pictures of a document: its canvas, and what a run of it showed. */
import { fault } from '#shared/base/fault'
import type { RunOutput } from '#shared/contract/contract'
import type { SiteInfo, Slice } from '#shared/contract/slice'
import type { StateFrame, StateInfo } from '#shared/contract/states'
import type { DocumentNode, HeedDocument } from '#shared/document/document'
import { kinds, withDefaults } from '#shared/kinds/registry'
import type { BesideWeights } from '#shared/pictures/attentionFigure'
import { heatOf, passesOf, unitOrder } from '#shared/pictures/model/heat'
import { emptyHistory, followSlices, type SiteHistory } from '#shared/pictures/model/history'
import type { PaperPixels } from '#shared/pictures/model/paper'
import { FIRST_VIEWS, isWritten, siteKind, VIEWS, type ViewName } from '#shared/pictures/model/viewChoice'
import { pictureSize, pixelsOfText } from '#shared/pictures/pixels'
import { type Played, playedAttention } from '#shared/pictures/played'
import { statesRoom } from '#shared/pictures/rooms'
import type { Theme } from '#shared/pictures/scale'
import { canvasSvg } from '#shared/pictures/svg/canvasSvg'
import { figureFile } from '#shared/pictures/svg/figure'
import { statesSvg } from '#shared/pictures/svg/statesSvg'

export interface DocumentRun {
  readonly document: HeedDocument
  readonly inputs: Readonly<Record<string, string>>
  readonly sites: readonly SiteInfo[]
  readonly slices: readonly Slice[]
  readonly outputs: readonly RunOutput[]
  readonly states: readonly StateInfo[]
  readonly frames: readonly StateFrame[]
}

export function canvasFile(document: HeedDocument, theme: Theme): string {
  return figureFile(canvasSvg(document, theme), { title: document.title }, theme)
}

/** @throws FaultError `bad-input` where there is no such site or it has no such view */
export function attentionOf(
  run: DocumentRun,
  {
    view,
    site,
    theme,
  }: { readonly view?: ViewName | undefined; readonly site?: string | undefined; readonly theme: Theme },
): Played {
  const chosen = siteOf(run, site, view)
  const kind = siteKind(chosen)
  const named = view ?? FIRST_VIEWS[kind][0]!
  if (!VIEWS[kind].includes(named))
    throw fault(
      'bad-input',
      `The attention “${chosen.title}” (${chosen.id}) is not drawn as ${named}: it looks over ${chosen.columnAxis}. Its views: ${VIEWS[kind].join(', ')}.`,
    )
  // A memory that is written is one picture of all that write and read it.
  const together = named === 'memory' && isWritten(chosen)
  const beside = together ? run.sites.filter(({ columnAxis }) => columnAxis === chosen.columnAxis) : [chosen]
  const told = beside.map((site) => ({ site, history: historyOf(run.slices, site.id) }))
  if (told.find(({ site }) => site === chosen)?.history.steps.length === 0)
    throw fault('bad-input', `The attention “${chosen.title}” showed no weights in this run.`)
  return playedAttention(named, chosen, told, { theme }, (whole) => besideOf(run, chosen, whole))
}

/** @throws FaultError `bad-input` where the network has no hidden states */
export function statesOf(run: DocumentRun, theme: Theme): Played {
  const info = run.states.find(({ what }) => what === 'states')
  const frames = run.frames.filter(({ state }) => state === info?.id)
  const pass = passesOf(frames)[0]
  const heat = pass === undefined ? undefined : heatOf(frames, pass)
  if (info === undefined || heat === undefined)
    throw fault('bad-input', 'This network has no recurrent layer whose states could be drawn.')
  const parts = info.parts?.length ?? 1
  const order = unitOrder(heat, 'peak', parts)
  const about = `${heat.steps} ${info.rowAxis} × ${heat.units} ${info.columnAxis}`
  return {
    steps: heat.steps,
    svg: (shown) =>
      figureFile(
        statesSvg(heat, { order, shown, parts, theme }, statesRoom(heat.units)),
        { title: info.title, about },
        theme,
      ),
  }
}

/** What of a run stands beside the weights of a site. */
function besideOf(run: DocumentRun, site: SiteInfo, whole: boolean): BesideWeights {
  const field = site.columnField ?? site.rowField
  return {
    pixels: pixelsIn(run, site.columnGrid === undefined ? site.rowField : site.columnField),
    question:
      fieldsOf(run.document)
        .find((one) => one.field !== field && !one.picture)
        ?.text(run.inputs) ?? '',
    answer: whole ? (run.outputs[0]?.text ?? '') : '',
    states: run.states,
    frames: (state) => run.frames.filter((frame) => frame.state === state),
  }
}

function pixelsIn(run: DocumentRun, field: string | undefined): PaperPixels | undefined {
  const found = fieldsOf(run.document).find((one) => one.field === field && one.picture)
  if (found === undefined) return undefined
  const size = pictureSize(found.params)
  return { width: size.width, height: size.height, rgba: pixelsOfText(found.text(run.inputs), size) }
}

function fieldsOf(document: HeedDocument) {
  return Object.values(document.nodes).flatMap((node: DocumentNode) => {
    const kind = kinds.get(node.kind)
    if (kind?.input === undefined) return []
    const params = withDefaults(kind, node.params)
    const field = String(params.field ?? node.id)
    const picture = kind.input.form === 'picture'
    return [
      {
        field,
        params,
        picture,
        text: (inputs: DocumentRun['inputs']) => inputs[field] ?? document.example[field] ?? '',
      },
    ]
  })
}

function historyOf(slices: readonly Slice[], site: string): SiteHistory {
  return followSlices(
    emptyHistory(),
    slices.filter((slice) => slice.site === site).toSorted((a, b) => a.order - b.order),
  )
}

/** The named site, or the first one that has the view. */
function siteOf({ sites }: DocumentRun, id: string | undefined, view: ViewName | undefined): SiteInfo {
  const named = id === undefined ? undefined : sites.find((site) => site.id === id || site.node === id)
  if (sites.length === 0) throw fault('bad-input', 'This network has no attention that could be drawn.')
  if (id !== undefined && named === undefined)
    throw fault(
      'bad-input',
      `There is no attention site “${id}”. Sites: ${sites.map((site) => site.id).join(', ')}.`,
    )
  return (
    named ?? sites.find((site) => view === undefined || VIEWS[siteKind(site)].includes(view)) ?? sites[0]!
  )
}

/** Pictures of a document: its canvas, and what a run of it showed. */
import { fault } from '#shared/base/fault'
import type { RunOutput } from '#shared/contract/contract'
import type { SiteInfo, Slice } from '#shared/contract/slice'
import type { StateFrame, StateInfo } from '#shared/contract/states'
import type { DocumentNode, HeedDocument } from '#shared/document/document'
import { kinds, withDefaults } from '#shared/kinds/registry'
import type { BesideWeights } from '#shared/pictures/attentionFigure'
import { heatOf, passesOf, unitOrder } from '#shared/pictures/model/heat'
import type { PaperPixels } from '#shared/pictures/model/paper'
import { pictureSize, pixelsOfText } from '#shared/pictures/pixels'
import type { Played } from '#shared/pictures/played'
import { statesRoom } from '#shared/pictures/rooms'
import type { Theme } from '#shared/pictures/scale'
import { canvasSvg } from '#shared/pictures/svg/canvasSvg'
import { figureFile } from '#shared/pictures/svg/figure'
import { statesSvg } from '#shared/pictures/svg/statesSvg'
import { isNamed, type ShownRun } from './attention'

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

/** A run of a document as attention is drawn from. */
export function shownRun(run: DocumentRun): ShownRun {
  return { ...run, beside: (site, whole) => besideOf(run, site, whole) }
}

/**
 * @param layer by its id, its node or its title; the first one where absent
 * @throws FaultError `bad-input` where the network has no such hidden states
 */
export function statesOf(run: DocumentRun, theme: Theme, layer?: string): Played {
  const infos = run.states.filter(({ what }) => what === 'states')
  const info = layer === undefined ? infos[0] : infos.find((info) => isNamed(info, layer))
  if (info === undefined && infos.length > 0)
    throw fault(
      'bad-input',
      `There are no states of “${layer}”. Layers with states: ${infos.map(({ node }) => node).join(', ')}.`,
    )
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

/** Any view of a site as a figure: drawing, title and scale; the page and the command line draw the same. */
import type { SiteInfo } from '../contract/slice'
import type { StateFrame, StateInfo } from '../contract/states'
import { newestArrival, type SiteHistory } from './model/history'
import { frameAt, greatestAmount, memoryOf } from './model/memoryFrames'
import type { PaperAttention, PaperPixels } from './model/paper'
import { isWritten, type ViewName } from './model/viewChoice'
import { gridRoom, linesRoom, memoryRoom, PICTURE_ROOM, writtenRoom } from './rooms'
import { aboutHeads, type Figure, figureFile, legendOf } from './svg/figure'
import { gridSvg } from './svg/gridSvg'
import { hopsSvg } from './svg/hopsSvg'
import { linesSvg } from './svg/linesSvg'
import { litSvg } from './svg/litSvg'
import type { Drawing } from './svg/svg'
import { writtenSvg } from './svg/writtenSvg'

/** What a view shows beside the weights. */
export interface BesideWeights {
  /** The picture that was looked at. */
  readonly pixels?: PaperPixels | undefined
  /** What was asked of a memory, and what the network said. */
  readonly question?: string | undefined
  readonly answer?: string | undefined
  /** Every site over the same written memory, itself among them. */
  readonly others?: readonly {
    readonly site: SiteInfo
    readonly history: SiteHistory
    readonly shown: number
  }[]
  readonly states?: readonly StateInfo[]
  readonly frames?: (state: string) => readonly StateFrame[]
  /** What was done to the tokens, in words. */
  readonly about?: string | undefined
}

export function attentionDrawing(view: ViewName, picture: PaperAttention, beside: BesideWeights): Drawing {
  switch (view) {
    case 'lines':
      return linesSvg(picture, linesRoom(picture))
    case 'grid':
      return gridSvg(picture, gridRoom(picture))
    case 'picture':
      return litSvg(picture, beside.pixels, PICTURE_ROOM)
    case 'memory':
      return isWritten(picture.site) ? written(picture, beside) : hops(picture, beside)
  }
}

/** The whole SVG file. `style` may bring fonts along. */
export function attentionFile(
  view: ViewName,
  picture: PaperAttention,
  beside: BesideWeights,
  style = '',
): string {
  const about = [aboutHeads(picture), beside.about ?? ''].filter((part) => part !== '').join(' · ')
  const figure: Figure = {
    title: picture.site.title,
    about,
    ...(view !== 'picture' && { legend: legendOf(view === 'lines' ? picture : { ...picture, layers: [] }) }),
  }
  return figureFile(attentionDrawing(view, picture, beside), figure, picture.theme, style)
}

function hops(picture: PaperAttention, { question = '', answer = '' }: BesideWeights): Drawing {
  return hopsSvg(picture, { question, answer }, memoryRoom(picture))
}

function written(picture: PaperAttention, beside: BesideWeights): Drawing {
  const { states = [], frames = () => [], others = [picture] } = beside
  const memories = states.filter(({ what }) => what === 'memory')
  const parts = others.flatMap(({ site, history, shown }) => {
    const newest = history.steps[Math.max(0, shown - 1)]
    const matrix = newest && history.passes.get(newest.pass)
    if (matrix === undefined) return []
    const writes = memories.some(({ node }) => node === site.node)
    return [{ node: site.node, title: site.title, matrix, shown, writes }]
  })
  const writer = parts.findLast(({ writes }) => writes)
  const now = writer && newestArrival(writer.matrix, writer.shown)?.row
  const info = memoryOf(memories, writer?.node)
  const all = info === undefined ? [] : frames(info.id)
  const frame = frameAt(
    all,
    writer === undefined || now === undefined ? undefined : [...writer.matrix.coordinates, now],
  )
  const title =
    now === undefined
      ? 'Memory, blank'
      : `Memory after “${frame?.step ?? writer?.matrix.rowLabels[now] ?? ''}”`
  const slots = Math.max(1, ...parts.map(({ matrix }) => matrix.columnLabels.length))
  return writtenSvg(
    parts,
    picture.joined,
    frame && { frame, title, most: greatestAmount(all) },
    picture,
    writtenRoom(slots),
  )
}

/** The picture under the light of one row, the sentence with the word that is being said, and each word's light in small. */
import type { SiteInfo } from '../../contract/slice'
import {
  layoutPicture,
  SENTENCE_FONT,
  SENTENCE_LINE,
  THUMB_GAP,
  THUMB_LABEL,
  WORD_INSET,
} from '../layout/pictureLayout'
import { arrivalOf } from '../model/history'
import { lampOf, lampsOf } from '../model/lamps'
import type { PaperAttention, PaperPixels } from '../model/paper'
import { lookedAt, patchesOf, patchRowWeights } from '../model/pictureRows'
import { type Lamp, shadeOf } from '../model/shade'
import { textWidth } from '../textWidth'
import { INKS } from './inks'
import type { Room } from './linesSvg'
import { type Drawing, element, group, label, points, raster } from './svg'

const GAP = 12
/** From this enlargement on, single pixels are meant to be seen. */
const PIXELS_SEEN = 3
const QUERY = '#86a9ff'
const DARK = '#0a0c12'

export function litSvg(picture: PaperAttention, pixels: PaperPixels | undefined, room: Room): Drawing {
  const { site, matrix, shown, layers, joined, theme, focus } = picture
  const patches = patchesOf(site)
  const aspect = pixels === undefined ? patches[1] / patches[0] : pixels.width / pixels.height
  const said = site.rowGrid === undefined
  const leading = site.leading ?? 0
  const words = matrix.rowLabels.slice(0, said ? matrix.rowLabels.length : leading)
  const measure = (text: string) => textWidth(text, SENTENCE_FONT)
  const layout = layoutPicture({ ...room, aspect, words, strip: said, measure })
  const looked = lookedAt(site, matrix, shown, focus)
  const light =
    site.columnGrid === undefined
      ? [lampOf(patchRowWeights(site, matrix, shown, joined, focus?.column ?? 0), patches, false)]
      : looked === undefined
        ? []
        : lampsOf(site, layers, looked.arrival, theme, false)
  const place = { x: 0, y: 0, ...layout.picture }
  const parts = [lit(pixels, light, place)]
  if (!said && looked !== undefined && looked.row >= leading)
    parts.push(outline(patches, looked.row - leading, place))
  const beside = layout.strip === 'beside'
  const stripLeft = beside ? place.width + GAP : 0
  const wide = {
    width: layout.thumb.width + THUMB_GAP,
    height: layout.thumb.height + THUMB_LABEL + THUMB_GAP,
  }
  const across = Math.max(1, Math.floor((layout.room.width + THUMB_GAP) / wide.width))
  const thumbs = layout.strip === 'none' ? [] : words
  const stripHeight = Math.ceil(thumbs.length / across) * wide.height - THUMB_GAP
  const sentence = sentenceOf(
    picture,
    words,
    looked?.row,
    Math.max(place.width, room.width),
    Math.max(place.height, beside ? stripHeight : 0) + GAP / 2,
  )
  parts.push(group(sentence.parts, { 'data-part': 'rows' }))
  const stripTop = beside ? 0 : sentence.bottom + GAP / 2
  thumbs.forEach((text, row) => {
    const arrival = arrivalOf(matrix, row, shown)
    if (arrival === undefined) return
    const at = {
      x: stripLeft + (row % across) * wide.width,
      y: stripTop + Math.floor(row / across) * wide.height,
      ...layout.thumb,
    }
    parts.push(lit(pixels, lampsOf(site, layers, arrival, theme, false), at))
    parts.push(
      label(text, at.x + at.width / 2, at.y + at.height + THUMB_LABEL / 2, {
        size: 11,
        fill: INKS[theme].soft,
        anchor: 'middle',
        room: at.width,
      }),
    )
  })
  const stripWidth =
    thumbs.length === 0 ? 0 : stripLeft + Math.min(across, thumbs.length) * wide.width - THUMB_GAP
  return {
    width: Math.max(place.width, stripWidth, sentence.right),
    height: Math.max(sentence.bottom, thumbs.length === 0 ? 0 : stripTop + stripHeight),
    body: parts.join('\n'),
  }
}

interface Place extends Room {
  readonly x: number
  readonly y: number
}

function lit(pixels: PaperPixels | undefined, lamps: readonly Lamp[], place: Place): string {
  const parts = [
    pixels === undefined
      ? element('rect', { ...place, fill: '#d6d9df' })
      : place.width / pixels.width >= PIXELS_SEEN
        ? points(pixels.rgba, pixels, place)
        : raster(pixels.rgba, pixels, place),
  ]
  const first = lamps[0]?.light
  if (first !== undefined) parts.push(raster(shadeOf(lamps), first, place))
  return group(parts, { 'data-part': 'light' })
}

/** The patch that asks. */
function outline([rows, columns]: readonly [number, number], patch: number, place: Place): string {
  const [width, height] = [place.width / columns, place.height / rows]
  const box = {
    x: place.x + (patch % columns) * width + 1.5,
    y: place.y + Math.floor(patch / columns) * height + 1.5,
    width: width - 3,
    height: height - 3,
    fill: 'none',
  }
  return (
    element('rect', { ...box, stroke: DARK, 'stroke-opacity': 0.7, 'stroke-width': 4 }) +
    element('rect', { ...box, stroke: QUERY, 'stroke-width': 2 })
  )
}

function sentenceOf(
  { matrix, shown, theme }: PaperAttention,
  words: readonly string[],
  current: number | undefined,
  width: number,
  top: number,
): { readonly parts: string[]; readonly bottom: number; readonly right: number } {
  const { ink, accent } = INKS[theme]
  let [x, y, right] = [0, top, 0]
  const parts = words.map((text, row) => {
    const wide = textWidth(text, SENTENCE_FONT) + WORD_INSET
    if (x > 0 && x + wide > width) [x, y] = [0, y + SENTENCE_LINE]
    const middle = y + SENTENCE_LINE / 2
    const opacity = arrivalOf(matrix, row, shown) === undefined ? 0.28 : 1
    const drawn = label(text, x + WORD_INSET / 2, middle, { size: SENTENCE_FONT, fill: ink, opacity })
    const line =
      row === current
        ? element('rect', {
            x: x + WORD_INSET / 2,
            y: middle + 8,
            width: wide - WORD_INSET,
            height: 2,
            fill: accent,
          })
        : ''
    x += wide
    right = Math.max(right, x)
    return drawn + line
  })
  return { parts, bottom: words.length === 0 ? top : y + SENTENCE_LINE, right }
}

/** Whether a site looks over a picture, or from one. */
export function looksAtPicture({ columnGrid, rowGrid }: SiteInfo): boolean {
  return columnGrid !== undefined || rowGrid !== undefined
}

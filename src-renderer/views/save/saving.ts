/** What a view can be saved as, and the saving. */
import { createStore } from 'zustand/vanilla'
import { toFault } from '#shared/base/fault'
import { fileName } from '#shared/base/fileName'
import { frameSteps, gifOf } from '#shared/pictures/gif'
import type { Played } from '#shared/pictures/played'
import { largestOf, roomierFile, withoutGround } from '#shared/pictures/svg/fileLook'
import type { Page } from '../../commands/page'
import { notify, notifyFault } from '../../stores/session'
import { fontStyle, frameOf, pngOf } from './raster'

export interface SavedPicture {
  /** "Lines", "Grid". */
  readonly title: string
  readonly played: Played
  /** Steps that are shown now; all where absent. */
  readonly shown?: number | undefined
}

export interface SavedNumbers {
  readonly format: 'csv' | 'npy' | 'json'
  bytes(): Uint8Array
}

/** What can be saved of what is shown at this moment. */
export interface Saveable {
  /** Beginning of files' names. */
  readonly name: string
  readonly pictures: readonly SavedPicture[]
  readonly numbers: readonly SavedNumbers[]
}

export type PictureFormat = 'svg' | 'png' | 'gif'

/** How pictures are written, until somebody chooses otherwise again. */
export interface SaveLook {
  /** Pixels of a PNG for one unit of the picture. */
  readonly scale: number
  readonly transparent: boolean
}

export const saveLook = createStore<SaveLook>(() => ({ scale: 2, transparent: false }))

/** Pixels of a GIF for one unit of the picture. */
const GIF_SCALE = 1.5

export async function savePicture(
  page: Page,
  name: string,
  picture: SavedPicture,
  format: PictureFormat,
): Promise<void> {
  const file = fileName(`${name} ${picture.title}`, format)
  await saving(page, file, () => bytesOf(picture, format, saveLook.getState()))
}

export async function saveNumbers(page: Page, name: string, numbers: SavedNumbers): Promise<void> {
  await saving(page, fileName(name, numbers.format), () => numbers.bytes())
}

async function saving(page: Page, file: string, make: () => Uint8Array | Promise<Uint8Array>): Promise<void> {
  try {
    page.desk.download(await make(), file)

    notify(page.session, 'hint', `Saved ${file}.`)
  } catch (error) {
    notifyFault(page.session, toFault(error))
  }
}

async function bytesOf(
  { played, shown = played.steps }: SavedPicture,
  format: PictureFormat,
  { scale, transparent }: SaveLook,
): Promise<Uint8Array> {
  const still = (style?: string) => {
    const svg = played.svg(shown, style)
    return transparent ? withoutGround(svg) : svg
  }
  if (format === 'svg') return new TextEncoder().encode(still())
  const style = await fontStyle()
  if (format === 'png') return pngOf(still(style), scale)
  const steps = frameSteps(played.steps)
  const size = largestOf(steps.map((step) => played.svg(step)))
  return gifOf(steps.length, (at) => frameOf(roomierFile(played.svg(steps[at]!, style), size), GIF_SCALE))
}

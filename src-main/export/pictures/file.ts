/** A picture as the bytes of its file. */
import { fault } from '#shared/base/fault'
import { frameSteps, gifOf } from '#shared/pictures/gif'
import type { Played } from '#shared/pictures/played'
import { largestOf, roomierFile, scaledFile, sizeOf, withoutGround } from '#shared/pictures/svg/fileLook'
import { fontsOf } from './fonts'
import { pixelsOf, pngOf } from './png'

/** How a picture is written, whatever it shows. */
export interface FileLook {
  readonly to: 'svg' | 'png' | 'gif'
  /** Pixels for one unit of the picture. */
  readonly scale: number
  /** Pixels from left to right, in place of a scale. */
  readonly width?: number | undefined
  readonly transparent: boolean
}

/** @throws FaultError `bad-input` for a GIF of what does not move, `too-large` for pixels beyond all sizes */
export async function pictureBytes(
  played: Played,
  { to, scale, width, transparent }: FileLook,
  progress: (sentence: string) => void,
): Promise<Uint8Array> {
  const whole = played.svg(played.steps)
  const svg = transparent ? withoutGround(whole) : whole
  const times = width === undefined ? scale : width / sizeOf(svg).width
  if (to === 'svg') return new TextEncoder().encode(scaledFile(svg, times))
  const { missing } = await fontsOf(svg)
  if (missing !== '')
    progress(`No font of this machine has ${missing}: boxes stand for it. As SVG the text stays text.`)
  if (to === 'png') return pngOf(svg, times)
  if (played.steps < 2)
    throw fault(
      'bad-input',
      'There is nothing to play: what is shown has one step only. Write it as svg or png.',
    )
  const steps = frameSteps(played.steps)
  const size = largestOf(steps.map((step) => played.svg(step)))
  return gifOf(steps.length, async (at) => {
    progress(`Frame ${at + 1} of ${steps.length}`)
    return pixelsOf(roomierFile(played.svg(steps[at]!), size), times)
  })
}

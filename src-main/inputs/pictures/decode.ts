/** Bytes of a PNG or JPEG file → a picture. */
import { decodePicture as decodePixels } from '#main/tasks/pictures/decode'
import type { Picture } from '#shared/contract/model'

/** What shows through is white. @throws FaultError `bad-file`, `too-large` or `unsupported` */
export function decodePicture(bytes: Uint8Array): Picture {
  const { width, height, data } = decodePixels(bytes)
  const rgba = new Uint8Array(width * height * 4)
  for (let pixel = 0; pixel < width * height; pixel++) {
    for (let c = 0; c < 3; c++) rgba[4 * pixel + c] = Math.round(255 * data[3 * pixel + c]!)
    rgba[4 * pixel + 3] = 255
  }
  return { width, height, rgba }
}

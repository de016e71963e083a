/** Bytes of a PNG or JPEG file → pixels. */
import { convertIndexedToRgb, decode as decodePng, hasPngSignature } from 'fast-png'
import jpeg from 'jpeg-js'
import { fault } from '#shared/base/fault'

/** Row-major height × width × 3; red, green and blue from 0 to 1. */
export interface Pixels {
  readonly width: number
  readonly height: number
  readonly data: Float32Array
}

/** Pixels of the largest picture that is opened: a small file can claim to hold any number. */
const MOST_PIXELS = 50_000_000
const JPEG_MEMORY_MB = 1024
/** Where a PNG file's first chunk says its width and height. */
const PNG_HEADER_BYTES = 24

/** What shows through is white. @throws FaultError `bad-file`, `too-large` or `unsupported` */
export function decodePicture(bytes: Uint8Array): Pixels {
  if (hasPngSignature(bytes)) return fromPng(bytes)
  if (bytes[0] === 0xff && bytes[1] === 0xd8) return fromJpeg(bytes)
  throw fault('unsupported', 'expected a PNG or JPEG picture, found another kind of file')
}

function fromPng(bytes: Uint8Array): Pixels {
  if (bytes.length < PNG_HEADER_BYTES)
    throw fault('bad-file', 'expected a PNG picture, found a file that is cut off')
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  expectSize(view.getUint32(16), view.getUint32(20))
  try {
    const png = decodePng(bytes)
    const { width, height, channels, depth } = png
    if (png.palette) return toRgb(width, height, convertIndexedToRgb(png), png.palette[0]?.length ?? 3, 255)
    if (depth < 8) return toRgb(width, height, unpack(png.data, width, height, depth), 1, 2 ** depth - 1)
    return toRgb(width, height, png.data, channels, 2 ** depth - 1)
  } catch (error) {
    throw fault('bad-file', 'expected a PNG picture, found one that cannot be read', error)
  }
}

function fromJpeg(bytes: Uint8Array): Pixels {
  try {
    const { width, height, data } = jpeg.decode(bytes, {
      useTArray: true,
      formatAsRGBA: false,
      maxResolutionInMP: MOST_PIXELS / 1e6,
      maxMemoryUsageInMB: JPEG_MEMORY_MB,
    })
    return toRgb(width, height, data, 3, 255)
  } catch (error) {
    throw fault('bad-file', 'expected a JPEG picture, found one that cannot be read', error)
  }
}

function expectSize(width: number, height: number): void {
  if (width * height > MOST_PIXELS || width === 0 || height === 0)
    throw fault('too-large', `expected at most ${MOST_PIXELS} pixels, found ${width} × ${height}`)
}

/** Grey values of fewer than eight bits, rows beginning at whole bytes → one a place. */
function unpack(data: ArrayLike<number>, width: number, height: number, depth: number): Uint8Array {
  const values = new Uint8Array(width * height)
  const bytesInRow = Math.ceil((width * depth) / 8)
  for (let y = 0; y < height; y++)
    for (let x = 0; x < width; x++) {
      const bit = x * depth
      const byte = data[y * bytesInRow + (bit >> 3)]!
      values[y * width + x] = (byte >> (8 - depth - (bit & 7))) & (2 ** depth - 1)
    }
  return values
}

/** `channels`: 1 grey, 2 grey and opacity, 3 colour, 4 colour and opacity. */
function toRgb(
  width: number,
  height: number,
  values: ArrayLike<number>,
  channels: number,
  full: number,
): Pixels {
  const data = new Float32Array(width * height * 3)
  const colours = channels < 3 ? 1 : 3
  for (let i = 0; i < width * height; i++) {
    const opacity = channels % 2 === 0 ? values[i * channels + channels - 1]! / full : 1
    for (let c = 0; c < 3; c++) {
      const value = values[i * channels + (colours === 1 ? 0 : c)]! / full
      data[3 * i + c] = value * opacity + 1 - opacity
    }
  }
  return { width, height, data }
}

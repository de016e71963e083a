/** A picture → the tensor that a model takes, and the picture as the model sees it. */
import type { Picture } from '#shared/contract/model'
import type { Dim, Tensor } from '#shared/ir/graph'
import { toHalf } from '../half'
import { resize } from './resize'
import type { PictureRule } from './rule'

/** ITU-R BT.601. */
const GREY = [0.299, 0.587, 0.114] as const

export function preparePicture(picture: Picture, rule: PictureRule): { tensor: Tensor; seen: Picture } {
  const solid = onWhite(picture)
  const { width, height } = resizedTo(solid, rule)
  const seen = cutOut(resize(solid, width, height, rule.filter), rule.width, rule.height)
  return { tensor: batched(tensorOf(seen, rule), rule.input.shape?.[0]), seen }
}

/** The same picture as often as the file says. */
function batched(tensor: Tensor, batch: Dim | undefined): Tensor {
  const [, ...rest] = tensor.dims
  if (typeof batch !== 'number' || batch === 1) return tensor
  const one = tensor.data as Float32Array
  const Kind = one.constructor as Float32ArrayConstructor
  const data = new Kind(batch * one.length)
  for (let i = 0; i < batch; i++) data.set(one, i * one.length)
  return { dtype: tensor.dtype, dims: [batch, ...rest], data }
}

function resizedTo(
  { width, height }: Picture,
  { resize: wanted }: PictureRule,
): { width: number; height: number } {
  if ('width' in wanted) return wanted
  const { shortest } = wanted
  return width < height
    ? { width: shortest, height: Math.trunc((shortest * height) / width) }
    : { width: Math.trunc((shortest * width) / height), height: shortest }
}

/** The middle; what lies outside of the picture is black. */
function cutOut(picture: Picture, width: number, height: number): Picture {
  if (picture.width === width && picture.height === height) return picture
  const left = Math.floor((picture.width - width) / 2)
  const top = Math.floor((picture.height - height) / 2)
  const rgba = new Uint8Array(width * height * 4)
  for (let y = 0; y < height; y++)
    for (let x = 0; x < width; x++) {
      const [fromX, fromY] = [x + left, y + top]
      const inside = fromX >= 0 && fromY >= 0 && fromX < picture.width && fromY < picture.height
      const at = (y * width + x) * 4
      if (inside) {
        const from = (fromY * picture.width + fromX) * 4
        rgba.set(picture.rgba.subarray(from, from + 4), at)
      } else rgba[at + 3] = 255
    }
  return { width, height, rgba }
}

function onWhite(picture: Picture): Picture {
  const { width, height } = picture
  const rgba = picture.rgba.slice()
  for (let at = 0; at < rgba.length; at += 4) {
    const opacity = rgba[at + 3]! / 255
    if (opacity === 1) continue
    for (let c = 0; c < 3; c++) rgba[at + c] = Math.round(rgba[at + c]! * opacity + 255 * (1 - opacity))
    rgba[at + 3] = 255
  }
  return { width, height, rgba }
}

function tensorOf({ rgba }: Picture, rule: PictureRule): Tensor {
  const { width, height, channels, layout, mean, deviation, rescale, input } = rule
  const pixels = width * height
  const values = new Float32Array(pixels * channels)
  const first = layout === 'channels first'
  for (let p = 0; p < pixels; p++)
    for (let c = 0; c < channels; c++) {
      const raw =
        channels === 1 ? GREY.reduce((sum, share, i) => sum + share * rgba[p * 4 + i]!, 0) : rgba[p * 4 + c]!
      values[first ? c * pixels + p : p * channels + c] = (raw * rescale - mean[c]!) / deviation[c]!
    }
  const dims = first ? [1, channels, height, width] : [1, height, width, channels]
  if (input.dtype === 'uint8') return { dtype: 'uint8', dims, data: Uint8Array.from(values) }
  if (input.dtype === 'float16') return { dtype: 'float16', dims, data: Uint16Array.from(values, toHalf) }
  if (input.dtype === 'float64') return { dtype: 'float64', dims, data: Float64Array.from(values) }
  return { dtype: 'float32', dims, data: values }
}

/** How a picture becomes what a model takes: `preprocessor_config.json`, or what most models want. */
import type { Value } from '#shared/ir/graph'
import { readJson } from '../json'
import { channelsAxis } from '../roles'

export type Filter = 'nearest' | 'lanczos' | 'bilinear' | 'bicubic'

export interface PictureRule {
  readonly input: Value
  /** What the model takes. */
  readonly width: number
  readonly height: number
  readonly channels: 1 | 3
  readonly layout: 'channels first' | 'channels last'
  /** Before anything is cut off; undefined leaves the proportions and makes the shorter side `shortest` long. */
  readonly resize: { readonly width: number; readonly height: number } | { readonly shortest: number }
  readonly filter: Filter
  /** Pixels of 0–255 are multiplied by this. */
  readonly rescale: number
  readonly mean: readonly number[]
  readonly deviation: readonly number[]
  readonly from?: string | undefined
}

const FILE = 'preprocessor_config.json'
const USUAL_SIZE = 224
const MOST_SIZE = 4096
/** Of ImageNet's pixels, in the order red, green, blue. */
const MEAN = [0.485, 0.456, 0.406]
const DEVIATION = [0.229, 0.224, 0.225]
/** PIL's numbers. */
const FILTERS: readonly Filter[] = ['nearest', 'lanczos', 'bilinear', 'bicubic']

/** @throws FaultError `bad-file` when the file is no JSON */
export function pictureRule(input: Value, file: Uint8Array | undefined): PictureRule {
  const axis = channelsAxis(input) ?? 1
  const shape = input.shape ?? []
  const channels = shape[axis] === 1 ? 1 : 3
  const sizeAt = (at: number) => (typeof shape[at] === 'number' ? (shape[at] as number) : undefined)
  const fixed = axis === 1 ? [sizeAt(2), sizeAt(3)] : [sizeAt(1), sizeAt(2)]
  const json = file === undefined ? {} : readJson(FILE, file)
  const crop = json.do_center_crop === true ? sizeIn(json.crop_size) : undefined
  const wanted = sizeIn(json.size)
  const target = crop ?? (wanted && 'width' in wanted ? wanted : undefined)
  const shortest = wanted && 'shortest' in wanted ? wanted.shortest : undefined
  const height = fixed[0] ?? (target && 'height' in target ? target.height : (shortest ?? USUAL_SIZE))
  const width = fixed[1] ?? (target && 'width' in target ? target.width : (shortest ?? USUAL_SIZE))
  const normal = json.do_normalize !== false
  const rescaled = json.do_rescale !== false && input.dtype !== 'uint8'
  const each = (value: unknown, usual: readonly number[], none: number) =>
    !normal || input.dtype === 'uint8' ? usual.map(() => none) : numbersIn(value, usual)
  const usualMean = channels === 1 ? [0.5] : MEAN
  const usualDeviation = channels === 1 ? [0.5] : DEVIATION
  return {
    input,
    width,
    height,
    channels,
    layout: axis === 1 ? 'channels first' : 'channels last',
    resize:
      json.do_resize === false || wanted === undefined
        ? { width, height }
        : 'shortest' in wanted && crop === undefined
          ? { width, height }
          : wanted,
    filter: FILTERS[typeof json.resample === 'number' ? json.resample : 2] ?? 'bilinear',
    rescale: rescaled ? (typeof json.rescale_factor === 'number' ? json.rescale_factor : 1 / 255) : 1,
    mean: each(json.image_mean, usualMean, 0),
    deviation: each(json.image_std, usualDeviation, 1),
    ...(file !== undefined && { from: FILE }),
  }
}

type Size = PictureRule['resize']

/** `224`, `{ height, width }` or `{ shortest_edge }`. */
function sizeIn(value: unknown): Size | undefined {
  const whole = (number: unknown): number | undefined =>
    Number.isInteger(number) && (number as number) > 0 && (number as number) <= MOST_SIZE
      ? (number as number)
      : undefined
  const single = whole(value)
  if (single !== undefined) return { width: single, height: single }
  const { height, width, shortest_edge } = (value ?? {}) as Readonly<Record<string, unknown>>
  const [h, w, shortest] = [whole(height), whole(width), whole(shortest_edge)]
  if (h !== undefined && w !== undefined) return { width: w, height: h }
  return shortest === undefined ? undefined : { shortest }
}

function numbersIn(value: unknown, usual: readonly number[]): readonly number[] {
  if (!Array.isArray(value) || !value.every((item) => typeof item === 'number' && Number.isFinite(item)))
    return usual
  const numbers = value as number[]
  if (numbers.length === usual.length) return numbers
  return numbers.length === 3 && usual.length === 1 ? [numbers.reduce((a, b) => a + b, 0) / 3] : usual
}

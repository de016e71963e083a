import { err, ok } from '../../base/result'
import { FIELD_PARAM, numberTensor, parseNumbers } from '../inputText'
import type { Kind, Params } from '../kind'

interface Layout {
  readonly rows: number
  readonly columns: number
  /** Pixels on one side of a patch. */
  readonly patch: number
  readonly channels: number
}

function layoutOf(params: Params): Layout {
  return {
    rows: Number(params.rows),
    columns: Number(params.columns),
    patch: Number(params.patch),
    channels: Number(params.channels),
  }
}

/** Pixels `[height, width, channels]` → patches `[rows · columns, patch · patch · channels]`, all row-major. */
function patchesOf(pixels: readonly number[], { rows, columns, patch, channels }: Layout): Float32Array {
  const patches = new Float32Array(pixels.length)
  const run = patch * channels
  let to = 0
  for (let row = 0; row < rows; row++)
    for (let column = 0; column < columns; column++)
      for (let line = 0; line < patch; line++) {
        const from = ((row * patch + line) * columns + column) * run
        for (let i = 0; i < run; i++) patches[to++] = pixels[from + i]!
      }
  return patches
}

/** The pixel, row by row over the whole picture, that an element of the patches belongs to. */
function pixelOf(element: number, { columns, patch, channels }: Layout): number {
  const inPatch = Math.floor(element / channels) % (patch * patch)
  const at = Math.floor(element / (patch * patch * channels))
  const row = Math.floor(at / columns) * patch + Math.floor(inPatch / patch)
  return row * columns * patch + (at % columns) * patch + (inPatch % patch)
}

const side = (label: string, help: string, initial: number, max: number, onCard = false) =>
  ({ type: 'integer', label, help, default: initial, min: 1, max, onCard }) as const

export const kind: Kind = {
  id: 'picture',
  version: 1,
  title: 'Picture',
  group: 'input',
  icon: 'M4 4h16v16H4zM12 4v16M4 12h16M7 8.5h2M15 16h2',
  doc: {
    sentence: 'A picture as a grid of patches, each one a vector of its pixels: what attention looks at.',
  },
  params: {
    field: FIELD_PARAM('picture'),
    rows: side('Rows', 'Rows of patches.', 4, 64, true),
    columns: side('Columns', 'Columns of patches.', 4, 64, true),
    patch: side('Patch', 'Pixels on each side of a patch.', 4, 64),
    channels: side('Channels', 'Numbers for each pixel: 1 for grey, 3 for red, green and blue.', 3, 4),
  },
  inputs: {},
  outputs: {
    patches: { shape: 'P D', help: 'One vector for each patch, row by row: its pixels, from 0 to 1.' },
  },
  axes(params) {
    const { rows, columns, patch, channels } = layoutOf(params)
    return ok({
      P: { size: rows * columns, origin: `${params.field}.patches`, grid: [rows, columns] },
      D: { size: patch * patch * channels },
    })
  },
  structural: 'input',
  input: {
    tensors: () => [{ suffix: '', dtype: 'float32', axes: ['P', 'D'] }],
    lengths: {},
    parse(text, params) {
      const layout = layoutOf(params)
      const { rows, columns, patch, channels } = layout
      const [height, width] = [rows * patch, columns * patch]
      const { numbers, wrong } = parseNumbers(text)
      if (wrong !== undefined)
        return err(`Number ${numbers.length + 1}: expected a number from 0 to 1, found “${wrong}”.`)
      const expected = height * width * channels
      if (numbers.length !== expected)
        return err(
          `Expected a picture of ${width} × ${height} pixels with ${channels === 1 ? '1 number' : `${channels} numbers`} each (${expected} in all), found ${numbers.length} numbers.`,
        )
      const outside = numbers.findIndex((number) => number < 0 || number > 1)
      if (outside >= 0)
        return err(`Number ${outside + 1}: expected a number from 0 to 1, found ${numbers[outside]}.`)
      const places = Array.from(
        { length: rows * columns },
        (_, i) => `${Math.floor(i / columns) + 1},${(i % columns) + 1}`,
      )
      return ok({
        tensors: {
          '': numberTensor([1, rows * columns, patch * patch * channels], patchesOf(numbers, layout)),
        },
        labels: { [`${params.field}.patches`]: places },
        unknown: [],
      })
    },
    pixels(params) {
      const layout = layoutOf(params)
      const { rows, columns, patch } = layout
      return { height: rows * patch, width: columns * patch, of: (element) => pixelOf(element, layout) }
    },
    form: 'picture',
    placeholder: 'Choose or draw a picture',
  },
}

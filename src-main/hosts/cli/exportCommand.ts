/** `export`, as data: a model, code, or a picture. */
import { VIEW_TITLES, type ViewName } from '#shared/pictures/model/viewChoice'
import type { Theme } from '#shared/pictures/scale'
import {
  inputsOf,
  MODEL_OPTIONS,
  type ModelGiven,
  mistake,
  modelGiven,
  type TextOf,
  type Values,
  whole,
} from './commandOptions'

/** `canvas`, `states`, `inputs`: of Heed's own networks; `heads`, `graph`, `tensor`: of models. */
export type PictureView = 'canvas' | 'states' | 'inputs' | 'heads' | 'graph' | 'tensor' | ViewName

/** How a picture is written, whatever it shows. */
export interface PictureLook {
  readonly to: 'svg' | 'png' | 'gif'
  /** Pixels for one unit of the picture. */
  readonly scale: number
  /** Pixels from left to right, in place of a scale. */
  readonly width?: number | undefined
  readonly theme: Theme
  readonly transparent: boolean
}

export interface PictureCommand extends PictureLook, ModelGiven {
  readonly name: 'export'
  readonly file: string
  readonly out: string
  /** What the file shows first, where absent. */
  readonly view?: PictureView | undefined
  /** The attention site, its node, or its name; of states the layer. */
  readonly site?: string | undefined
  /** One head, from 0. */
  readonly head?: number | undefined
  /** Level of a model's graph. */
  readonly level?: string | undefined
  /** Name of a tensor of a model. */
  readonly tensor?: string | undefined
  /** Of an answer in rows, the one that inputs are asked about, from 0. */
  readonly row?: number | undefined
  readonly inputs: Readonly<Record<string, string>>
}

export interface CodeCommand {
  readonly name: 'export'
  readonly file: string
  readonly to: 'onnx' | 'pytorch'
  readonly out: string
}

export type ExportCommand = PictureCommand | CodeCommand

export const LOOK_OPTIONS = {
  scale: { type: 'string' },
  width: { type: 'string' },
  theme: { type: 'string' },
  background: { type: 'string' },
} as const

/** Which attention is drawn, and how. */
export const ATTENTION_OPTIONS = {
  view: { type: 'string' },
  site: { type: 'string' },
  head: { type: 'string' },
} as const

export const EXPORT_OPTIONS = {
  to: { type: 'string' },
  out: { type: 'string' },
  ...ATTENTION_OPTIONS,
  level: { type: 'string' },
  tensor: { type: 'string' },
  row: { type: 'string' },
  input: { type: 'string', multiple: true },
  ...LOOK_OPTIONS,
  ...MODEL_OPTIONS,
} as const

export const VIEWS = [
  'canvas',
  ...(Object.keys(VIEW_TITLES) as ViewName[]),
  'states',
  'inputs',
  'heads',
  'graph',
  'tensor',
] as const satisfies readonly PictureView[]
const CODE = ['onnx', 'pytorch'] as const
const PICTURES = ['svg', 'png', 'gif'] as const

export function exportCommand(file: string, values: Values, text: TextOf): ExportCommand {
  const given = text('to')
  const code = CODE.find((format) => format === given)
  const to = PICTURES.find((format) => format === given)
  if (code === undefined && to === undefined)
    throw mistake(
      `export writes --to onnx or --to pytorch, or a picture: --to svg, png or gif. It was given ${given ? `“${given}”` : 'no --to'}.`,
    )
  const out = text('out')
  if (!out) throw mistake('export needs --out PATH: where to write the file (of PyTorch: a folder).')
  if (code !== undefined) {
    const odd = Object.keys(EXPORT_OPTIONS).find(
      (option) => option !== 'to' && option !== 'out' && values[option] !== undefined,
    )
    if (odd !== undefined) throw mistake(`--${odd} is for pictures: give --to svg, png or gif with it.`)
    return { name: 'export', file, to: code, out }
  }
  const view = VIEWS.find((view) => view === text('view'))
  if (view === undefined && text('view') !== undefined)
    throw mistake(`--view must be one of ${VIEWS.join(', ')}, but is “${text('view')}”.`)
  const row = whole('row', text('row'), 1, 1_000_000)
  return {
    name: 'export',
    file,
    out,
    view,
    site: text('site'),
    head: headIn(text),
    level: text('level'),
    tensor: text('tensor'),
    row: row === undefined ? undefined : row - 1,
    inputs: inputsOf((values.input as string[] | undefined) ?? []),
    ...pictureLook(to!, text),
    ...modelGiven(text),
  }
}

/** Heads are counted from 1 where people read them. */
export function headIn(text: TextOf): number | undefined {
  const head = whole('head', text('head'), 1, 100_000)
  return head === undefined ? undefined : head - 1
}

/** Shared with whatever else draws. */
export function pictureLook(to: PictureLook['to'], text: TextOf): PictureLook {
  const theme = text('theme') ?? 'light'
  if (theme !== 'light' && theme !== 'dark')
    throw mistake(`--theme must be light or dark, but is “${theme}”.`)
  const scale = Number(text('scale') ?? (to === 'png' ? 2 : 1))
  if (!(scale > 0 && scale <= 64))
    throw mistake(`--scale must be a number above 0 and up to 64, but is “${text('scale')}”.`)
  const width = whole('width', text('width'), 16, 16_384)
  if (width !== undefined && text('scale') !== undefined)
    throw mistake('--scale and --width say the same thing: give one of them.')
  const background = text('background') ?? 'solid'
  if (background !== 'solid' && background !== 'transparent')
    throw mistake(`--background must be solid or transparent, but is “${background}”.`)
  if (background === 'transparent' && to === 'gif')
    throw mistake('A GIF has no half-transparent edges: --background transparent is for svg and png.')
  return { to, scale, width, theme, transparent: background === 'transparent' }
}

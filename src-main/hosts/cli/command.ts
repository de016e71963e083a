/** The command line as data: what was asked for, or the sentence that says what is wrong with it. */
import { type ParseArgsConfig, parseArgs } from 'node:util'
import { fault } from '#shared/base/fault'
import { VIEW_TITLES, type ViewName } from '#shared/pictures/model/viewChoice'
import type { Theme } from '#shared/pictures/scale'

export interface TrainCommand {
  readonly name: 'train'
  readonly file: string
  /** A generator in place of the document's. */
  readonly task?: string | undefined
  /** A file or folder in place of the document's task. */
  readonly data?: string | undefined
  /** Begin with new weights in place of the file's. */
  readonly fresh: boolean
  readonly steps?: number | undefined
  readonly seed?: number | undefined
  readonly rate?: number | undefined
  readonly batch?: number | undefined
  readonly restarts?: number | undefined
  readonly threads?: number | undefined
  readonly start?: 'softmax' | 'linear' | undefined
  /** Share of empty sentences. */
  readonly empties?: number | undefined
  readonly out?: string | undefined
  readonly json: boolean
}

export interface EvaluateCommand {
  readonly name: 'evaluate'
  readonly file: string
  readonly data?: string | undefined
  readonly examples: number
  readonly json: boolean
}

export interface InspectCommand {
  readonly name: 'inspect'
  readonly file: string
  readonly feeds?: string | undefined
  readonly tokenizer?: string | undefined
  readonly text?: string | undefined
  readonly image?: string | undefined
  readonly json: boolean
  readonly weights?: string | undefined
  /** Seconds that a run may take whose end the file does not tell. */
  readonly patience?: number | undefined
}

export interface PictureCommand {
  readonly name: 'export'
  readonly file: string
  readonly to: 'svg' | 'png' | 'gif'
  readonly out: string
  readonly view: 'canvas' | 'states' | ViewName
  /** The attention site, or its node. */
  readonly site?: string | undefined
  readonly inputs: Readonly<Record<string, string>>
  /** Pixels for one unit of the picture. */
  readonly scale: number
  readonly theme: Theme
}

export type Command =
  | { readonly name: 'help'; readonly about: string | undefined }
  | { readonly name: 'templates' }
  | { readonly name: 'check'; readonly file: string }
  | {
      readonly name: 'run'
      readonly file: string
      readonly inputs: Readonly<Record<string, string>>
      readonly forceWords?: string | undefined
      readonly json: boolean
      readonly record?: string | undefined
    }
  | TrainCommand
  | EvaluateCommand
  | { readonly name: 'export'; readonly file: string; readonly to: 'onnx' | 'pytorch'; readonly out: string }
  | PictureCommand
  | InspectCommand

type Options = NonNullable<ParseArgsConfig['options']>

const options = {
  templates: {},
  check: {},
  run: {
    input: { type: 'string', multiple: true },
    'force-words': { type: 'string' },
    json: { type: 'boolean' },
    record: { type: 'string' },
  },
  train: {
    task: { type: 'string' },
    data: { type: 'string' },
    fresh: { type: 'boolean' },
    steps: { type: 'string' },
    seed: { type: 'string' },
    rate: { type: 'string' },
    batch: { type: 'string' },
    restarts: { type: 'string' },
    threads: { type: 'string' },
    start: { type: 'string' },
    empties: { type: 'string' },
    out: { type: 'string' },
    json: { type: 'boolean' },
  },
  evaluate: { data: { type: 'string' }, examples: { type: 'string' }, json: { type: 'boolean' } },
  export: {
    to: { type: 'string' },
    out: { type: 'string' },
    view: { type: 'string' },
    site: { type: 'string' },
    input: { type: 'string', multiple: true },
    scale: { type: 'string' },
    theme: { type: 'string' },
  },
  inspect: {
    feeds: { type: 'string' },
    tokenizer: { type: 'string' },
    text: { type: 'string' },
    image: { type: 'string' },
    json: { type: 'boolean' },
    weights: { type: 'string' },
    patience: { type: 'string' },
  },
} as const satisfies Record<string, Options>

export type CommandName = keyof typeof options

export function isCommandName(name: string | undefined): name is CommandName {
  return name !== undefined && Object.hasOwn(options, name)
}

/** @throws FaultError `bad-input`, with a sentence that names the mistake */
export function parseCommand(args: readonly string[]): Command {
  const [name, ...rest] = args
  if (name === undefined || name === 'help' || name === '--help' || name === '-h')
    return { name: 'help', about: rest[0] }
  if (!isCommandName(name))
    throw mistake(`There is no command “${name}”. Commands: ${Object.keys(options).join(', ')}.`)
  if (rest.includes('--help') || rest.includes('-h')) return { name: 'help', about: name }
  const { values, positionals } = parsed(name, rest)
  const text = (option: string) => values[option] as string | undefined
  switch (name) {
    case 'templates':
      if (positionals.length > 0) throw mistake('templates takes no arguments.')
      return { name }
    case 'check':
      return { name, file: oneFile(name, positionals) }
    case 'run':
      return {
        name,
        file: oneFile(name, positionals),
        inputs: inputsOf((values.input as string[] | undefined) ?? []),
        forceWords: text('force-words'),
        json: values.json === true,
        record: text('record'),
      }
    case 'train':
      return trainCommand(oneFile(name, positionals), values, text)
    case 'evaluate':
      return {
        name,
        file: oneFile(name, positionals),
        data: text('data'),
        examples: whole('examples', text('examples'), 1, 100_000) ?? EXAMPLES,
        json: values.json === true,
      }
    case 'export':
      return exportCommand(oneFile(name, positionals), values, text)
    case 'inspect':
      return {
        name,
        file: oneFile(name, positionals),
        feeds: text('feeds'),
        tokenizer: text('tokenizer'),
        text: text('text'),
        image: text('image'),
        json: values.json === true,
        weights: text('weights'),
        ...(values.patience !== undefined && { patience: patienceOf(text('patience')) }),
      }
  }
}

function patienceOf(text: string | undefined): number {
  const seconds = Number(text)
  if (!(seconds > 0 && seconds <= 86_400))
    throw mistake(`--patience: expected seconds, at most 86400, found “${text}”.`)
  return seconds
}

/** Unseen examples that are judged by, where nobody says how many. */
const EXAMPLES = 2000

function trainCommand(
  file: string,
  values: Parsed['values'],
  text: (option: string) => string | undefined,
): TrainCommand {
  const [task, data] = [text('task'), text('data')]
  if (task !== undefined && data !== undefined)
    throw mistake('train learns from one thing: give --task or --data, not both.')
  return {
    name: 'train',
    file,
    task,
    data,
    fresh: values.fresh === true,
    steps: whole('steps', text('steps'), 1, 10_000_000),
    seed: whole('seed', text('seed'), 0, Number.MAX_SAFE_INTEGER),
    rate: rateIn(text('rate')),
    batch: whole('batch', text('batch'), 1, 4096),
    restarts: whole('restarts', text('restarts'), 1, 1000),
    threads: whole('threads', text('threads'), 1, 64),
    start: startIn(text('start')),
    empties: shareIn(text('empties')),
    out: text('out'),
    json: values.json === true,
  }
}

const VIEWS = ['canvas', ...Object.keys(VIEW_TITLES), 'states'] as PictureCommand['view'][]
const FORMATS = ['onnx', 'pytorch', 'svg', 'png', 'gif'] as const

function exportCommand(
  file: string,
  values: Parsed['values'],
  text: (option: string) => string | undefined,
): Extract<Command, { name: 'export' }> {
  const given = text('to')
  const to = FORMATS.find((format) => format === given)
  if (to === undefined)
    throw mistake(
      `export writes --to onnx or --to pytorch, or a picture: --to svg, png or gif. It was given ${given ? `“${given}”` : 'no --to'}.`,
    )
  const out = text('out')
  if (!out) throw mistake('export needs --out PATH: where to write the file (of PyTorch: a folder).')
  if (to === 'onnx' || to === 'pytorch') {
    const [odd] = ['view', 'site', 'input', 'scale', 'theme'].filter((option) => values[option] !== undefined)
    if (odd !== undefined) throw mistake(`--${odd} is for pictures: give --to svg, png or gif with it.`)
    return { name: 'export', file, to, out }
  }
  const view = VIEWS.find((view) => view === (text('view') ?? (to === 'gif' ? 'lines' : 'canvas')))
  if (view === undefined)
    throw mistake(`--view must be one of ${VIEWS.join(', ')}, but is “${text('view')}”.`)
  const theme = text('theme') ?? 'light'
  if (theme !== 'light' && theme !== 'dark')
    throw mistake(`--theme must be light or dark, but is “${theme}”.`)
  const scale = Number(text('scale') ?? (to === 'png' ? 2 : 1))
  if (!(scale > 0 && scale <= 16))
    throw mistake(`--scale must be a number above 0 and up to 16, but is “${text('scale')}”.`)
  const inputs = inputsOf((values.input as string[] | undefined) ?? [])
  return { name: 'export', file, to, out, view, site: text('site'), inputs, scale, theme }
}

function whole(option: string, given: string | undefined, least: number, most: number): number | undefined {
  if (given === undefined) return undefined
  const number = /^\d+$/.test(given) ? Number(given) : Number.NaN
  if (number >= least && number <= most) return number
  throw mistake(`--${option} must be a whole number from ${least} to ${most}, but is “${given}”.`)
}

function rateIn(given: string | undefined): number | undefined {
  if (given === undefined) return undefined
  const rate = given.trim() === '' ? Number.NaN : Number(given)
  if (rate > 0 && rate <= 100) return rate
  throw mistake(`--rate must be a number above 0 and up to 100, but is “${given}”.`)
}

function startIn(given: string | undefined): TrainCommand['start'] {
  if (given === undefined || given === 'softmax' || given === 'linear') return given
  throw mistake(`--start must be softmax or linear, but is “${given}”.`)
}

function shareIn(given: string | undefined): number | undefined {
  if (given === undefined) return undefined
  const share = given.trim() === '' ? Number.NaN : Number(given)
  if (share >= 0 && share <= 1) return share
  throw mistake(`--empties must be a number from 0 to 1, but is “${given}”.`)
}

interface Parsed {
  readonly values: Readonly<Record<string, string | boolean | (string | boolean)[] | undefined>>
  readonly positionals: readonly string[]
}

function parsed(name: CommandName, args: readonly string[]): Parsed {
  try {
    const known: Options = options[name]
    return parseArgs({ args: [...args], options: known, allowPositionals: true, strict: true })
  } catch (error) {
    // Node's sentence, up to its advice about positional arguments.
    const sentence = (error instanceof Error ? error.message : String(error)).split('. To specify')[0]!
    throw mistake(`${name}: ${sentence.replace(/\.$/, '')}. See: npm run -s heed -- ${name} --help`)
  }
}

function oneFile(name: string, positionals: readonly string[]): string {
  const [file, ...more] = positionals
  if (!file) throw mistake(`${name} needs a file. See: npm run -s heed -- ${name} --help`)
  if (more.length > 0)
    throw mistake(`${name} takes one file, but was given ${positionals.length}: ${positionals.join(', ')}.`)
  return file
}

/** `field=text` by field; the text may hold further equals signs. */
function inputsOf(given: readonly string[]): Record<string, string> {
  const inputs: Record<string, string> = {}
  for (const input of given) {
    const at = input.indexOf('=')
    if (at < 1) throw mistake(`--input must be field="text", but is “${input}”.`)
    const field = input.slice(0, at)
    if (Object.hasOwn(inputs, field)) throw mistake(`--input gives the field “${field}” twice.`)
    inputs[field] = input.slice(at + 1)
  }
  return inputs
}

function mistake(sentence: string) {
  return fault('bad-input', sentence)
}

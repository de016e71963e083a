/** The command line as data: what was asked for, or the sentence that says what is wrong with it. */
import { type ParseArgsConfig, parseArgs } from 'node:util'
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
import {
  ATTENTION_OPTIONS,
  EXPORT_OPTIONS,
  type ExportCommand,
  exportCommand,
  LOOK_OPTIONS,
} from './exportCommand'
import { type ShownTraining, trainingPictures } from './trainingPictures'

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
  /** How its attention formed, as a GIF. */
  readonly gif?: string | undefined
  /** Its curves: .svg, .png or .csv. */
  readonly curves?: string | undefined
  /** What the GIF shows, and how both pictures look. */
  readonly shown: ShownTraining
  readonly json: boolean
}

export interface EvaluateCommand {
  readonly name: 'evaluate'
  readonly file: string
  readonly data?: string | undefined
  readonly examples: number
  readonly json: boolean
}

export interface InspectCommand extends ModelGiven {
  readonly name: 'inspect'
  readonly file: string
  readonly json: boolean
  readonly weights?: string | undefined
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
  | ExportCommand
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
    gif: { type: 'string' },
    curves: { type: 'string' },
    ...ATTENTION_OPTIONS,
    ...LOOK_OPTIONS,
    json: { type: 'boolean' },
  },
  evaluate: { data: { type: 'string' }, examples: { type: 'string' }, json: { type: 'boolean' } },
  export: EXPORT_OPTIONS,
  inspect: { ...MODEL_OPTIONS, json: { type: 'boolean' }, weights: { type: 'string' } },
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
        ...modelGiven(text),
        json: values.json === true,
        weights: text('weights'),
      }
  }
}

/** Unseen examples that are judged by, where nobody says how many. */
const EXAMPLES = 2000

function trainCommand(file: string, values: Values, text: TextOf): TrainCommand {
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
    ...trainingPictures(text),
    json: values.json === true,
  }
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

function parsed(
  name: CommandName,
  args: readonly string[],
): { readonly values: Values; readonly positionals: readonly string[] } {
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

/** The command line as data: what was asked for, or the sentence that says what is wrong with it. */
import { type ParseArgsConfig, parseArgs } from 'node:util'
import { fault } from '#shared/base/fault'

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
  | { readonly name: 'export'; readonly file: string; readonly to: 'onnx'; readonly out: string }
  | {
      readonly name: 'inspect'
      readonly file: string
      readonly feeds?: string | undefined
      readonly json: boolean
      readonly weights?: string | undefined
    }

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
  export: { to: { type: 'string' }, out: { type: 'string' } },
  inspect: { feeds: { type: 'string' }, json: { type: 'boolean' }, weights: { type: 'string' } },
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
    case 'export': {
      const file = oneFile(name, positionals)
      const to = text('to')
      if (to !== 'onnx')
        throw mistake(`export writes --to onnx, but was given ${to ? `“${to}”` : 'no --to'}.`)
      const out = text('out')
      if (!out) throw mistake('export needs --out PATH: where to write the model.')
      return { name, file, to, out }
    }
    case 'inspect':
      return {
        name,
        file: oneFile(name, positionals),
        feeds: text('feeds'),
        json: values.json === true,
        weights: text('weights'),
      }
  }
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

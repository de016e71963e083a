/**
 * The table of Sukhbaatar et al., arXiv 1503.08895: each pair of bAbI files of a folder is learned and judged by the command line, as anybody would
 * do it. No option of the network or of its training lies here.
 */
import { spawn } from 'node:child_process'
import { mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import process from 'node:process'
import { fault } from '#shared/base/fault'

/** Test error in %, tasks of bAbI v1.2 `en` with 1,000 training questions, three hops, the best of ten restarts; and the authors' own run. */
const PAPER: Readonly<Record<number, Readonly<Record<Column, number>>>> = {
  1: { PE: 0.1, 'PE LS': 0.2, 'PE LS RN': 0.0, authors: 0.1 },
  2: { PE: 21.6, 'PE LS': 12.8, 'PE LS RN': 8.3, authors: 8.2 },
  6: { PE: 7.9, 'PE LS': 8.7, 'PE LS RN': 7.6, authors: 7.9 },
  11: { PE: 4.3, 'PE LS': 0.0, 'PE LS RN': 0.9, authors: 0.7 },
  15: { PE: 0.0, 'PE LS': 0.0, 'PE LS RN': 0.0, authors: 0.0 },
  20: { PE: 0.0, 'PE LS': 0.0, 'PE LS RN': 0.0, authors: 0.0 },
}

type Column = 'PE' | 'PE LS' | 'PE LS RN' | 'authors'

/** What each column is called with, beside the document's own settings. */
const ROWS: Readonly<Record<Exclude<Column, 'authors'>, readonly string[]>> = {
  PE: ['--start', 'softmax', '--empties', '0'],
  'PE LS': ['--empties', '0'],
  'PE LS RN': [],
}

const USAGE =
  'bench -- babi DIR [--rows "PE, PE LS, PE LS RN"] [--restarts N] [--seed S] [--tasks 1,2]: DIR holds pairs of bAbI files, qaN_…_train.txt and qaN_…_test.txt.'

interface Pair {
  readonly task: number
  readonly training: string
  readonly test: string
}

interface Learned {
  readonly seconds: number
  readonly restarts?: { readonly errors: readonly number[]; readonly kept: number }
}

export async function babi(args: readonly string[], root: string): Promise<void> {
  const { folder, rows, options, tasks } = chosen(args)
  const pairs = pairsIn(folder).filter(({ task }) => tasks === undefined || tasks.includes(task))
  const lines: string[][] = []
  for (const name of rows)
    for (const pair of pairs) {
      const { error, learned } = await judged(root, pair, [...ROWS[name], ...options])
      const { restarts } = learned
      const paper = PAPER[pair.task]
      const kept = restarts
        ? `${restarts.kept} of ${restarts.errors.length}, training error ${percent(restarts.errors[restarts.kept - 1]!)}`
        : '1'
      console.error(
        `  ${name}, task ${pair.task}: ${percent(error)} % (${Math.round(learned.seconds)} s; kept ${kept})`,
      )
      lines.push([
        String(pair.task),
        name,
        percent(error),
        paper ? paper[name].toFixed(1) : '–',
        paper ? paper.authors.toFixed(1) : '–',
        kept,
        `${Math.round(learned.seconds)} s`,
      ])
    }
  console.log(
    table([['task', 'row', 'test error %', 'paper', "authors' run", 'restart kept', 'learned in'], ...lines]),
  )
}

function chosen(args: readonly string[]) {
  const [folder, ...rest] = args
  if (folder === undefined || folder.startsWith('--') || rest.length % 2 > 0) throw fault('bad-input', USAGE)
  let rows: (keyof typeof ROWS)[] = ['PE LS RN']
  let tasks: number[] | undefined
  const options: string[] = []
  for (let i = 0; i < rest.length; i += 2) {
    const [option, value] = [rest[i]!, rest[i + 1]!]
    const parts = value.split(',').map((part) => part.trim())
    if (option === '--rows' && parts.every((part) => part in ROWS)) rows = parts as typeof rows
    else if (option === '--tasks') tasks = parts.map(Number)
    else if (option === '--restarts' || option === '--seed') options.push(option, value)
    else throw fault('bad-input', USAGE)
  }
  if (!options.includes('--restarts')) options.push('--restarts', '10')
  return { folder: resolve(folder), rows, options, tasks }
}

function pairsIn(folder: string): Pair[] {
  const names = readdirSync(folder)
  const pairs = names.flatMap((name) => {
    const task = /^qa(\d+)_.*_train\.txt$/.exec(name)?.[1]
    const test = name.replace(/_train\.txt$/, '_test.txt')
    return task !== undefined && names.includes(test)
      ? [{ task: Number(task), training: join(folder, name), test: join(folder, test) }]
      : []
  })
  if (pairs.length === 0) throw fault('not-found', `${folder} holds no such pair. ${USAGE}`)
  return pairs.sort((a, b) => a.task - b.task)
}

async function judged(root: string, { training, test }: Pair, options: readonly string[]) {
  const folder = mkdtempSync(join(tmpdir(), 'heed-babi-'))
  const out = join(folder, 'learned.heed')
  try {
    const learned = (await heed(root, [
      'train',
      'memory-network-paper',
      '--fresh',
      '--data',
      training,
      ...options,
      '--out',
      out,
      '--json',
    ])) as Learned
    const { metrics } = (await heed(root, ['evaluate', out, '--data', test, '--json'])) as {
      metrics: { accuracy: number }
    }
    return { learned, error: 1 - metrics.accuracy }
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

/** The command line's answer. */
function heed(root: string, args: readonly string[]): Promise<unknown> {
  const program = join(root, 'src-main', 'hosts', 'launch', 'heed.mjs')
  const child = spawn(process.execPath, [program, ...args], { cwd: root, stdio: ['ignore', 'pipe', 'pipe'] })
  let said = ''
  let complaint = ''
  child.stdout.on('data', (part: Buffer) => {
    said += part.toString()
  })
  child.stderr.on('data', (part: Buffer) => {
    complaint += part.toString()
  })
  return new Promise((resolve, reject) => {
    child.on('error', reject)
    child.on('close', (code) => {
      if (code === 0) resolve(JSON.parse(said))
      else
        reject(
          fault(
            'runtime',
            `heed ${args[0]} failed: ${complaint.trim().split('\n').at(-1) ?? `exit code ${code}`}`,
          ),
        )
    })
  })
}

function percent(share: number): string {
  return (100 * share).toFixed(1)
}

function table(lines: readonly (readonly string[])[]): string {
  const widths = lines[0]!.map((_, i) => Math.max(...lines.map((line) => line[i]!.length)))
  const text = (line: readonly string[]) =>
    `| ${line.map((cell, i) => cell.padEnd(widths[i]!)).join(' | ')} |`
  return [text(lines[0]!), text(widths.map((width) => '-'.repeat(width))), ...lines.slice(1).map(text)].join(
    '\n',
  )
}

/** A training step of templates and networks like them: Heed beside PyTorch, on the same batches from the same weights. */
import { type ChildProcessWithoutNullStreams, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import process from 'node:process'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import { fault } from '#shared/base/fault'
import type { Bench, Row } from '../row'
import { ratioOf, spreadOf } from '../samples'

const NETWORKS = [
  'lstm-classifier',
  'translation-attention',
  'translation-plain',
  'transformer',
  'transformer-128',
  'memory-network',
  'attention-states',
  'caption',
]
const THREADS = [1, 2]
/** As many steps as there are batches in each round: every size is there. */
const IN_ROUND = 16
const ROUNDS = 8

export const train: Bench = {
  name: 'train',
  async run({ root, python = process.env.HEED_TORCH_PYTHON }) {
    if (python === undefined)
      console.error('  Without PyTorch: give --python PATH or HEED_TORCH_PYTHON to have it measured beside.')
    const rows: Row[] = []
    for (const network of NETWORKS)
      for (const threads of THREADS) rows.push(...(await compared(root, python, network, threads)))
    return rows
  },
}

async function compared(
  root: string,
  python: string | undefined,
  network: string,
  threads: number,
): Promise<Row[]> {
  const folder = mkdtempSync(join(tmpdir(), 'heed-bench-'))
  const file = join(folder, 'exchange.npz')
  const trainees: Trainee[] = []
  try {
    const program = join(dirname(fileURLToPath(import.meta.url)), 'trainer.mjs')
    const heed = await begin(process.execPath, [program, network, String(threads), file], root)
    trainees.push(heed)
    const script = join(root, 'bench', 'reference', 'training_speed.py')
    const peer = python && (await begin(python, [script, network, String(threads), file], root))
    if (peer) trainees.push(peer)

    // The first round makes sessions; what both sides learn in it must be the same.
    const warm = await heed.steps(IN_ROUND)
    const warmPeer = peer && (await peer.steps(IN_ROUND))
    if (warmPeer) expectSame(network, warm.losses, warmPeer.losses)
    const own: number[] = []
    const theirs: number[] = []
    const peaks = { own: 0, theirs: 0 }
    for (let round = 0; round < ROUNDS; round++) {
      const mine = async () => {
        const { times, peak } = await heed.steps(IN_ROUND)
        own.push(...times)
        peaks.own = peak
      }
      const yours = async () => {
        if (!peer) return
        const { times, peak } = await peer.steps(IN_ROUND)
        theirs.push(...times)
        peaks.theirs = peak
      }
      for (const turn of round % 2 === 0 ? [mine, yours] : [yours, mine]) await turn()
    }
    const made = warm.times.filter((time) => time > 10 * spreadOf(own).median)
    console.error(
      `  ${network}, threads: ${threads}; median ${spreadOf(own).median.toFixed(1)} ms` +
        (peer
          ? ` (PyTorch ${spreadOf(theirs).median.toFixed(1)} ms, ${ratioOf(theirs, own).toFixed(2)} times as long)`
          : '') +
        `; peak memory ${Math.round(peaks.own)} MB` +
        (peer ? ` (PyTorch ${Math.round(peaks.theirs)} MB)` : '') +
        `; sessions made in ${made.map((time) => `${Math.round(time)} ms`).join(', ')}`,
    )
    return [
      {
        name: `training step of ${network}, batch 64, ${threads} thread${threads === 1 ? '' : 's'}`,
        times: spreadOf(own),
        ...(peer && {
          beside: { name: peer.name, times: spreadOf(theirs), ratio: ratioOf(own, theirs) },
          goal: { of: 'ratio', under: 1 } as const,
        }),
      },
    ]
  } finally {
    for (const trainee of trainees) trainee.end()
    rmSync(folder, { recursive: true, force: true })
  }
}

function expectSame(network: string, own: readonly number[], theirs: readonly number[]): void {
  own.forEach((loss, i) => {
    const other = theirs[i] ?? Number.NaN
    if (!(Math.abs(loss - other) < 1e-3 * Math.abs(other)))
      throw fault(
        'runtime',
        `${network}: expected the same loss on both sides at step ${i + 1}, found ${loss} and ${other}.`,
      )
  })
}

interface Steps {
  readonly times: readonly number[]
  readonly losses: readonly number[]
  /** Of the whole process, in MB. */
  readonly peak: number
}

interface Trainee {
  readonly name: string
  steps(count: number): Promise<Steps>
  end(): void
}

async function begin(program: string, args: readonly string[], root: string): Promise<Trainee> {
  const child: ChildProcessWithoutNullStreams = spawn(program, args, {
    cwd: root,
    env: { ...process.env, PYTHONDONTWRITEBYTECODE: '1' },
  })
  let complaint = ''
  child.stderr.on('data', (part: Buffer) => {
    complaint += part.toString()
  })
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]()
  const ended = once(child, 'close').catch((error: unknown) => {
    complaint = String(error)
  })
  const answer = async () => {
    const next = await lines.next()
    if (!next.done) return JSON.parse(next.value)
    await ended
    throw fault('runtime', `${program} could not train: ${complaint.trim().split('\n').at(-1) ?? ''}`)
  }
  const { name } = await answer()
  return {
    name,
    async steps(count) {
      child.stdin.write(`${count}\n`)
      return answer()
    },
    end: () => child.stdin.end(),
  }
}

/** The same forced words through translation-attention, one pass over all steps: Heed's unrolled graph beside PyTorch. */
import { type ChildProcessWithoutNullStreams, spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { need } from '#shared/base/assert'
import { fault } from '#shared/base/fault'
import type { Tensor } from '#shared/ir/graph'
import { compileModel, compileUnrolled } from '../../src-main/compile/compile'
import { fillFields } from '../../src-main/engine/fields'
import { createSession, type Session } from '../../src-main/engine/session'
import { encodeModel } from '../../src-main/onnx/encode'
import { templateDocument } from '../inside/prepared'
import type { Bench, Row } from '../row'
import { measure, ratioOf, spreadOf } from '../samples'

const TEMPLATE = 'translation-attention'
const WORDS = 'trois cent quatre-vingt-dix-sept'
const BATCHES = [1, 64]
const ROUNDS = 20
const IN_ROUND = 15

export const forced: Bench = {
  name: 'forced',
  async run({ root, python }) {
    const peer = python === undefined ? undefined : await startPeer(python, root)
    const rows: Row[] = []
    try {
      for (const batch of BATCHES) {
        const { run, release } = await unrolled(batch)
        const own: number[] = []
        const theirs: number[] = []
        await measure(run, { warm: 30, count: 0 })
        await peer?.measure(batch, 30)
        for (let round = 0; round < ROUNDS; round++) {
          own.push(...(await measure(run, { warm: 1, count: IN_ROUND })))
          if (peer) theirs.push(...(await peer.measure(batch, IN_ROUND)))
        }
        await release()
        rows.push({
          name: `forced pass of ${TEMPLATE}, batch ${batch}`,
          times: spreadOf(own),
          ...(peer && {
            beside: { name: peer.name, times: spreadOf(theirs), ratio: ratioOf(own, theirs) },
          }),
        })
      }
    } finally {
      peer?.end()
    }
    return rows
  },
}

async function unrolled(batch: number): Promise<{ run: () => unknown; release: Session['release'] }> {
  const document = templateDocument(TEMPLATE)
  const open = compileModel(document, { forced: true })
  const { feeds } = fillFields(document, open, {}, WORDS)
  const sizes: Record<string, number> = { batch }
  for (const input of open.graph.inputs)
    input.shape?.forEach((dim, axis) => {
      if (typeof dim === 'string' && axis > 0) sizes[dim] = need(feeds[input.name], input.name).dims[axis]!
    })
  const { graph } = compileUnrolled(document, { forced: true, sizes })
  const session = await createSession(encodeModel(graph))
  const given = Object.fromEntries(
    session.inputs.map((name) => [name, repeated(need(feeds[name], name), batch)]),
  )
  // What the peer gives too: each word's probabilities and weights.
  const fetch = ['decide', 'attention.attention']
  return { run: () => session.run(given, fetch), release: session.release }
}

/** One item of indices as a batch of the same. */
function repeated({ dtype, dims, data }: Tensor, batch: number): Tensor {
  const numbers = data as BigInt64Array
  const all = new BigInt64Array(numbers.length * batch)
  for (let i = 0; i < batch; i++) all.set(numbers, i * numbers.length)
  return { dtype, dims: [batch, ...dims.slice(1)], data: all }
}

interface Peer {
  readonly name: string
  measure(batch: number, count: number): Promise<number[]>
  end(): void
}

async function startPeer(python: string, root: string): Promise<Peer> {
  const child: ChildProcessWithoutNullStreams = spawn(
    python,
    [join(root, 'bench', 'reference', 'speed.py'), TEMPLATE, WORDS],
    { cwd: root, env: { ...process.env, PYTHONDONTWRITEBYTECODE: '1' } },
  )
  let complaint = ''
  child.stderr.on('data', (part: Buffer) => {
    complaint += part.toString()
  })
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]()
  const ended = once(child, 'close').catch((error: unknown) => {
    complaint = String(error)
  })
  const answer = async (): Promise<string> => {
    const next = await lines.next()
    if (!next.done) return next.value
    await ended
    throw fault('runtime', `${python} could not run PyTorch: ${complaint.trim().split('\n').at(-1) ?? ''}`)
  }
  const name = await answer()
  return {
    name,
    async measure(batch, count) {
      child.stdin.write(`${batch} ${count}\n`)
      return (await answer()).split(' ').map(Number)
    },
    end: () => child.stdin.end(),
  }
}

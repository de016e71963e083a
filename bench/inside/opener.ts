/**
 * One way to open a model, in a process of its own so that its memory is its own: prints `{ milliseconds, bytes, … }`.
 *
 *     opener graph PATH     Heed: the hierarchy's first level and the list of sites
 *     opener session PATH   plain onnxruntime: a session from the file
 *     opener run PATH       Heed with one site shown beside plain onnxruntime, run in turn; as it is by default in both
 */
import { readFileSync } from 'node:fs'
import process from 'node:process'
import { InferenceSession, Tensor as RuntimeTensor } from 'onnxruntime-node'
import { need } from '#shared/base/assert'
import { openModel } from '../../src-main/engine/openModel'
import { createSession } from '../../src-main/engine/session'
import { instrument } from '../../src-main/inspect/instrument'
import { measurePair } from '../samples'
import { WORDS } from './largeModel'

const TOKENS = 128
const WARM = 3
const COUNT = 15

export interface Opened {
  readonly milliseconds: number
  /** Memory over that of the process before: of the process itself, and with the pages of files that it maps. */
  readonly own: number
  readonly all: number
  readonly sites?: number
  readonly cards?: number
}

export interface Ran {
  readonly shown: readonly number[]
  readonly plain: readonly number[]
  readonly ratio: number
  /** Greatest difference of the outputs of both. */
  readonly difference: number
}

/** Memory of this process now and at its highest, in bytes: anonymous pages, and all of them. */
function memory(): { own: number; all: number } {
  const status = process.platform === 'linux' ? readFileSync('/proc/self/status', 'utf8') : ''
  const read = (name: string) => Number(new RegExp(`${name}:\\s+(\\d+)`).exec(status)?.[1] ?? 0) * 1024
  const now = process.memoryUsage.rss()
  return { own: read('RssAnon') || now, all: read('VmHWM') || now }
}

async function measured(work: () => Promise<Partial<Opened>>): Promise<Opened> {
  const before = memory()
  const start = performance.now()
  const found = await work()
  const milliseconds = performance.now() - start
  const after = memory()
  return { ...found, milliseconds, own: after.own - before.own, all: after.all - before.all }
}

async function run(path: string): Promise<Ran> {
  const { model, found, folder } = await openModel('large', { path })
  const site = need(
    found.sites.find(({ shown }) => shown),
    'a site that is shown',
  )
  const { bytes, outputs } = instrument(model, [site])
  const session = await createSession(bytes, { folder })
  const plain = await InferenceSession.create(path, {
    extra: { session: { intra_op: { allow_spinning: '0' } } },
  })
  const ids = BigInt64Array.from({ length: TOKENS }, (_, i) => BigInt((i * 7919) % WORDS))
  const dims = [1, TOKENS]
  const name = 'last_hidden_state'
  const fetch = [name, ...outputs.map((output) => output.name)]
  const ours = () => session.run({ input_ids: { dtype: 'int64', dims, data: ids } }, fetch)
  const theirs = () => plain.run({ input_ids: new RuntimeTensor('int64', ids, dims) }, [name])
  const [a, b] = [(await ours())[name]!.data as Float32Array, (await theirs())[name]!.data as Float32Array]
  const difference = a.reduce((most, x, i) => Math.max(most, Math.abs(x - b[i]!)), 0)
  const { first, second, ratio } = await measurePair(ours, theirs, { warm: WARM, count: COUNT })
  return { shown: first, plain: second, ratio, difference }
}

async function main(how: string | undefined, path: string): Promise<Opened | Ran> {
  if (how === 'run') return run(path)
  if (how === 'session')
    return measured(async () => {
      await InferenceSession.create(path)
      return {}
    })
  return measured(async () => {
    const { found, hierarchy } = await openModel('large', { path })
    const { nodes } = hierarchy().scope('')
    return { sites: found.sites.length, cards: nodes.length }
  })
}

main(process.argv[2], need(process.argv[3], 'the path of a model')).then(
  (answer) => console.log(JSON.stringify(answer)),
  (error: unknown) => {
    console.error(error)
    process.exit(1)
  },
)

/** A model of 435 MB: the time until its graph and sites are there, beside a session of plain onnxruntime; and what showing a site costs. */
import { execFile } from 'node:child_process'
import { mkdtemp, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import process from 'node:process'
import { promisify } from 'node:util'
import { largeModel } from '../inside/largeModel'
import type { Opened, Ran } from '../inside/opener'
import { type Bench, row } from '../row'
import { ratioOf, spreadOf } from '../samples'

const COUNT = 7
/** Of the time that a session takes. */
const GOAL = 0.1
const RUN_GOAL = 1.1

export const open: Bench = {
  name: 'open',
  async run({ root }) {
    const folder = await mkdtemp(join(tmpdir(), 'heed-bench-'))
    try {
      const path = join(folder, 'model.onnx')
      await writeFile(path, largeModel())
      const { size } = await stat(path)
      const opener = join(root, '.cache', 'bench', 'opener.mjs')
      const ask = async <T>(how: string) => JSON.parse(await answerOf(opener, how, path)) as T
      // The file lies in the system's cache for both.
      await ask('session')
      const graphs: Opened[] = []
      const sessions: Opened[] = []
      for (let i = 0; i < COUNT; i++) {
        graphs.push(await ask<Opened>('graph'))
        sessions.push(await ask<Opened>('session'))
      }
      const ran = await ask<Ran>('run')
      console.error(memoryLine(size, graphs, sessions))
      console.error(`  outputs with one site shown and without differ by ${ran.difference} at the most`)
      const times = (opened: readonly Opened[]) => opened.map(({ milliseconds }) => milliseconds)
      return [
        {
          ...row(`open ${megabytes(size)} MB → graph and ${graphs[0]?.sites} sites`, times(graphs)),
          beside: {
            name: 'session of plain onnxruntime',
            times: spreadOf(times(sessions)),
            ratio: ratioOf(times(graphs), times(sessions)),
          },
          goal: { of: 'ratio', under: GOAL },
        },
        {
          ...row('run it, one site shown', ran.shown),
          beside: { name: 'plain onnxruntime', times: spreadOf(ran.plain), ratio: ran.ratio },
          goal: { of: 'ratio', under: RUN_GOAL },
        },
      ]
    } finally {
      await rm(folder, { recursive: true, force: true })
    }
  },
}

async function answerOf(program: string, how: string, path: string): Promise<string> {
  const { stdout } = await promisify(execFile)(process.execPath, [program, how, path])
  return stdout
}

function memoryLine(size: number, graphs: readonly Opened[], sessions: readonly Opened[]): string {
  const most = (opened: readonly Opened[], of: 'own' | 'all') =>
    megabytes(Math.max(...opened.map((each) => each[of])))
  return (
    `  memory for a file of ${megabytes(size)} MB: Heed's graph and sites ${most(graphs, 'own')} MB of its own (${most(graphs, 'all')} MB at the most), ` +
    `a session of plain onnxruntime ${most(sessions, 'own')} MB (${most(sessions, 'all')} MB at the most)`
  )
}

function megabytes(bytes: number): number {
  return Math.round(bytes / 1e6)
}

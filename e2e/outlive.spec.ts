/** No engine outlives its host, whatever it does when the host is killed. */
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from '@playwright/test'
import { encodeModel } from '#main/onnx/encode'
import type { Answer, Ask, Message, RequestName } from '#shared/contract/contract'
import { endless } from './harness/endless'
import { connectLink, type TestLink } from './harness/link'
import { computedBy, enginesOf, isRunning, newHome, type RunningServer, startServer } from './harness/server'

test.skip(process.platform !== 'linux', 'finds the engine through /proc')

/** Milliseconds. */
const SOON = 2500

let home = ''
let server: RunningServer
let link: TestLink
test.beforeEach(async () => {
  home = newHome()
  server = await startServer(0, home)
  link = await connectLink(server)
})
test.afterEach(async () => {
  await server.kill()
  await rm(home, { recursive: true, force: true })
})

async function ask<N extends RequestName>(name: N, what: Ask<N>): Promise<Answer<N>> {
  const envelope = await link.ask(name, what)
  if (!envelope.ok) throw new Error(envelope.fault.message)
  return envelope.value
}

async function expectGone(engines: readonly number[]): Promise<void> {
  expect(engines.length).toBeGreaterThan(0)
  // Not waited for: the server's output ends only when its engines have let go of it.
  server.process.kill('SIGKILL')
  try {
    await expect.poll(() => engines.filter(isRunning), { timeout: SOON }).toEqual([])
  } finally {
    for (const pid of engines.filter(isRunning)) process.kill(pid, 'SIGKILL')
  }
}

test('one that has nothing to do', async () => {
  const { document } = await ask('document.template', { id: 'feed-forward' })
  await ask('document.check', { document })
  await expectGone(enginesOf(server))
})

test('one that is inside of a run that does not end', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'heed-e2e-outlive-'))
  const path = join(folder, 'endless.onnx')
  await writeFile(path, encodeModel(endless()))
  const { model } = await ask('model.openPath', { path })
  const [engine] = enginesOf(server)
  const before = computedBy(engine!)
  const x = { dtype: 'bool', dims: [], data: Uint8Array.of(1) } as const
  void link.ask('model.run', { run: 'r', model, inputs: { tensors: { x } }, sites: [] })
  await expect.poll(() => computedBy(engine!) - before).toBeGreaterThan(0.5)
  await expectGone([engine!])
  await rm(folder, { recursive: true })
})

test('one that trains', async () => {
  const { document, weights } = await ask('document.template', { id: 'translation-attention' })
  const { settings } = await ask('train.defaults', { document })
  void link.ask('train.start', { training: 't', document, weights, settings })
  const learned = ({ type, ...message }: Message) =>
    type === 'event' && 'name' in message && message.name.startsWith('train.')
  await link.hear(learned)
  await expectGone(enginesOf(server))
})

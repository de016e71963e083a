/** The real engine behind the real server: what a kill, a hang and a page that goes away cost. */
import { expect, test } from '@playwright/test'
import type { Message, OpenedDocument } from '#shared/contract/contract'
import { connectLink, type TestLink } from './harness/link'
import { enginesOf, type RunningServer, startServer } from './harness/server'

test.skip(process.platform !== 'linux', 'finds the engine through /proc')

const WINDOW = 8

let server: RunningServer

test.beforeAll(async () => {
  server = await startServer()
})

test.afterAll(() => server.stop())

async function openTranslation(link: TestLink): Promise<OpenedDocument> {
  const opened = await link.ask('document.template', { id: 'translation-attention' })
  if (!opened.ok) throw new Error(opened.fault.message)
  return opened.value
}

/** Far more words in French than may be in flight. */
const LONG = 'nine hundred and ninety nine thousand nine hundred and ninety nine'

function start(link: TestLink, run: string, { document, weights }: OpenedDocument) {
  return link.ask('run.start', { run, document, weights, inputs: { source: LONG } })
}

function slicesOf(link: TestLink, run: string): Message[] {
  return link.heard.filter(
    (message) =>
      message.type === 'event' &&
      message.name === 'run.slice' &&
      (message.event as { run: string }).run === run,
  )
}

/** A whole run: the page draws whatever comes. */
async function runToEnd(link: TestLink, run: string, opened: OpenedDocument) {
  const answer = start(link, run, opened)
  await expect.poll(() => slicesOf(link, run).length).toBeGreaterThan(0)
  await link.ask('run.credit', { run, slices: 1000 })
  return answer
}

/** A run that is never given more credit goes on for ever: it waits for its page. */
async function startAndStall(link: TestLink, run: string) {
  const opened = await openTranslation(link)
  const answer = start(link, run, opened)
  await expect.poll(() => slicesOf(link, run).length).toBe(WINDOW)
  return { opened, answer }
}

test('a run streams its slices, and no more than the page has drawn', async () => {
  const link = await connectLink(server)
  const { answer } = await startAndStall(link, 'r')
  await link.ask('run.credit', { run: 'r', slices: 1000 })
  const envelope = await answer
  if (!envelope.ok) throw new Error(envelope.fault.message)
  expect(envelope.value.outputs[0]?.text.length).toBeGreaterThan(0)
  expect(slicesOf(link, 'r').length).toBeGreaterThan(WINDOW)
  link.close()
})

test('a killed engine costs its run and nothing else', async () => {
  const link = await connectLink(server)
  const { opened, answer } = await startAndStall(link, 'r')
  process.kill(enginesOf(server)[0]!, 'SIGKILL')
  const lost = await answer
  expect(lost).toMatchObject({ ok: false, fault: { code: 'engine-lost' } })
  expect(lost.ok ? '' : lost.fault.message).toContain('your document is untouched')
  expect(await runToEnd(link, 'again', opened)).toMatchObject({ ok: true })
  link.close()
})

test('a hung engine lets go of its run all the same', async () => {
  const link = await connectLink(server)
  const { opened, answer } = await startAndStall(link, 'r')
  const [engine] = enginesOf(server)
  process.kill(engine!, 'SIGSTOP')
  await link.ask('run.cancel', { run: 'r' })
  expect(await answer).toMatchObject({ ok: false, fault: { code: 'cancelled' } })
  expect(await runToEnd(link, 'again', opened)).toMatchObject({ ok: true })
  expect(enginesOf(server)).not.toContain(engine)
  link.close()
})

test('a run that lets go is stopped without a new engine', async () => {
  const link = await connectLink(server)
  const { answer } = await startAndStall(link, 'r')
  const before = enginesOf(server)
  await link.ask('run.cancel', { run: 'r' })
  expect(await answer).toMatchObject({ ok: false, fault: { code: 'cancelled' } })
  expect(enginesOf(server)).toEqual(before)
  link.close()
})

test('a page that goes away takes its runs with it', async () => {
  const gone = await connectLink(server)
  await startAndStall(gone, 'r')
  gone.close()
  const link = await connectLink(server)
  expect(await runToEnd(link, 'mine', await openTranslation(link))).toMatchObject({ ok: true })
  link.close()
})

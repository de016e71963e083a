/** The local server from outside: who gets in, and what happens when things go wrong. */
import { request } from 'node:http'
import { expect, test } from '@playwright/test'
import { emptyDocument } from '#shared/document/document'
import { connectLink, cookieOf, knock } from './harness/link'
import { enginesOf, type RunningServer, startAndEnd, startServer } from './harness/server'

let server: RunningServer

test.beforeAll(async () => {
  server = await startServer()
})

test.afterAll(() => server.stop())

/** A request as it is written, without a browser's tidying. */
function get(path: string, headers: Record<string, string> = {}): Promise<{ status: number; body: string }> {
  return new Promise((resolve, reject) => {
    const asked = request({ host: '127.0.0.1', port: server.port, path, headers }, (response) => {
      let body = ''
      response.on('data', (part) => {
        body += String(part)
      })
      response.on('end', () => resolve({ status: response.statusCode ?? 0, body }))
    })
    asked.on('error', reject)
    asked.end()
  })
}

test('the address opens the page, and the token leaves it', async ({ page }) => {
  await page.goto(server.address)
  expect(page.url()).toBe(`${server.origin}/`)
  await expect(page).toHaveTitle(/Heed/)
  expect(await page.evaluate(() => document.cookie)).toBe('')
})

test('without the token nothing is shown', async ({ page }) => {
  const response = await page.goto(server.origin)
  expect(response?.status()).toBe(401)
  await expect(page.locator('body')).toHaveText(
    'Open the whole address that Heed printed when it was started.',
  )
})

test('a page of another site cannot reach Heed', async ({ page }) => {
  await page.goto(server.address)
  await page.goto('data:text/html,<title>other</title>')
  const reached = await page.evaluate(
    (address) =>
      new Promise((resolve) => {
        const socket = new WebSocket(address)
        socket.onopen = () => resolve('reached')
        socket.onerror = () => resolve('refused')
      }),
    `ws://127.0.0.1:${server.port}/link`,
  )
  expect(reached).toBe('refused')
})

test('a foreign Origin or Host is refused, even with the cookie', async () => {
  const cookie = await cookieOf(server)
  expect(await knock(server, { cookie, origin: 'http://heed.example' })).toBe(403)
  expect(await knock(server, { cookie })).toBe(403)
  expect(await knock(server, { cookie, origin: 'http://heed.example', host: 'heed.example' })).toBe(403)
  expect(await knock(server, { origin: server.origin })).toBe(403)
  expect((await get('/', { cookie, host: 'heed.example' })).status).toBe(403)
  expect((await get('/', { cookie, origin: 'http://heed.example' })).status).toBe(403)
})

for (const path of [
  '/../package.json',
  '/%2e%2e/package.json',
  '/..%2f..%2fpackage.json',
  '/assets/../../../package.json',
  '/..\\package.json',
])
  test(`the path ${path} leads nowhere`, async () => {
    const { status, body } = await get(path, { cookie: await cookieOf(server) })
    expect(status).toBe(400)
    expect(body).not.toContain('devDependencies')
  })

test('a second start on a used port says so in one sentence and ends', async () => {
  const { code, printed } = await startAndEnd(server.port)
  expect(code).toBe(1)
  expect(printed.trim()).toBe(
    `Port ${server.port} is in use, perhaps by a Heed that runs already. End it, or choose another port: PORT=${server.port + 1} npm start`,
  )
})

test('a killed engine is replaced, and the page is told', async () => {
  test.skip(process.platform !== 'linux', 'finds the engine through /proc')
  const link = await connectLink(server)
  const checked = await link.ask('document.check', { document: emptyDocument() })
  expect(checked.ok).toBe(true)
  const [engine] = enginesOf(server)
  process.kill(engine!, 'SIGKILL')
  const told = await link.hear((message) => message.type === 'event' && message.name === 'engine.restarted')
  expect(told).toMatchObject({ event: { fault: { code: 'engine-lost' } } })
  expect((await link.ask('document.check', { document: emptyDocument() })).ok).toBe(true)
  expect(enginesOf(server)).not.toContain(engine)
  link.close()
})

test('a message that is none ends the connection and nothing else', async () => {
  const socket = await knock(server, { origin: server.origin, cookie: await cookieOf(server) })
  if (typeof socket === 'number') throw new Error(`refused with ${socket}`)
  const closed = new Promise((resolve) => socket.once('close', resolve))
  socket.send(new Uint8Array([255, 255, 255, 255, 0]))
  expect(await closed).toBe(1007)
  const link = await connectLink(server)
  expect((await link.ask('templates.list', {})).ok).toBe(true)
  link.close()
})

test('the server ends when it is asked to, with its engine', async () => {
  test.skip(process.platform !== 'linux', 'finds the engine through /proc')
  const other = await startServer()
  const link = await connectLink(other)
  await link.ask('document.check', { document: emptyDocument() })
  const engines = enginesOf(other)
  expect(engines).toHaveLength(1)
  await other.stop()
  await expect.poll(() => isAlive(engines[0]!)).toBe(false)
})

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch {
    return false
  }
}

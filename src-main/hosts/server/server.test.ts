import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises'
import { request } from 'node:http'
import { connect } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { WebSocket } from 'ws'
import { decodeMessage, encodeMessage } from '#shared/contract/codec'
import { fakeEngine } from '../fakeEngine'
import { Studio } from '../studio'
import { type Server, serve } from './server'

let folder: string
let studio: Studio
let server: Server
let cookie: string

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'heed-server-'))
  await mkdir(join(folder, 'page', 'assets'), { recursive: true })
  await writeFile(join(folder, 'page', 'index.html'), '<!doctype html><title>Heed</title>')
  await writeFile(join(folder, 'page', 'assets', 'a.js'), 'export {}')
  await writeFile(join(folder, 'secret.txt'), 'secret')
  await symlink(join(folder, 'secret.txt'), join(folder, 'page', 'link.txt'))
  studio = new Studio({ spawn: () => fakeEngine(), templates: folder })
  server = await serve({ studio, page: join(folder, 'page'), port: 0, largestMessage: 10_000 })
  cookie = (await get(new URL(server.address).pathname + new URL(server.address).search)).cookie.split(
    ';',
  )[0]!
})

afterAll(async () => {
  await server.close()
  studio.close()
  await rm(folder, { recursive: true })
})

interface Got {
  readonly status: number
  readonly headers: Readonly<Record<string, string | string[] | undefined>>
  readonly cookie: string
  readonly body: string
}

function get(path: string, headers: Record<string, string> = {}, method = 'GET'): Promise<Got> {
  return new Promise((resolve, reject) => {
    const asked = request({ host: '127.0.0.1', port: server.port, path, headers, method }, (response) => {
      let body = ''
      response.setEncoding('utf8')
      response.on('data', (part: string) => {
        body += part
      })
      response.on('end', () =>
        resolve({
          status: response.statusCode ?? 0,
          headers: response.headers,
          cookie: response.headers['set-cookie']?.[0] ?? '',
          body,
        }),
      )
    })
    asked.on('error', reject)
    asked.end()
  })
}

function dial(headers: Record<string, string>, path = '/link'): Promise<WebSocket | number> {
  return new Promise((resolve) => {
    const socket = new WebSocket(`ws://127.0.0.1:${server.port}${path}`, { headers })
    const first = new Promise((heard) => socket.once('message', heard))
    socket.once('open', () => resolve(Object.assign(socket, { first })))
    socket.once('unexpected-response', (_, response) => resolve(response.statusCode ?? 0))
    socket.once('error', () => undefined)
  })
}

const origin = () => `http://127.0.0.1:${server.port}`

describe('the token', () => {
  test('becomes a cookie that scripts and other sites do not get, and leaves the address', async () => {
    const { search } = new URL(server.address)
    const got = await get(`/${search}`)
    expect(got.status).toBe(303)
    expect(got.headers.location).toBe('/')
    expect(got.cookie).toMatch(/HttpOnly; SameSite=Strict$/)
    expect(Buffer.from(new URLSearchParams(search).get('token')!, 'base64url')).toHaveLength(32)
  })

  test.each(['/', '/index.html', '/assets/a.js', '/?token=wrong', '/?token=', '/nothing'])(
    'without it %s is refused',
    async (path) => {
      const got = await get(path)
      expect(got.status).toBe(401)
      expect(got.body).toContain('Open the whole address')
      expect(got.body).not.toContain('refresh')
    },
  )

  test('a visitor that another site has led here asks again from here', async () => {
    expect((await get('/', { 'sec-fetch-site': 'cross-site' })).body).toContain('http-equiv="refresh"')
  })
})

describe('files', () => {
  test('of the page are given with their type and the policy of content', async () => {
    const page = await get('/', { cookie })
    expect(page).toMatchObject({ status: 200, body: expect.stringContaining('<title>Heed') })
    expect(page.headers['content-type']).toBe('text/html; charset=utf-8')
    expect(page.headers['content-security-policy']).toContain("default-src 'none'")
    expect(page.headers['x-content-type-options']).toBe('nosniff')
    const script = await get('/assets/a.js?v=1', { cookie })
    expect(script.headers['content-type']).toBe('text/javascript; charset=utf-8')
    expect(script.headers['cache-control']).toContain('immutable')
  })

  test.each([
    '/../secret.txt',
    '/assets/../../secret.txt',
    '/%2e%2e/secret.txt',
    '/..%2fsecret.txt',
    '/%252e%252e/secret.txt',
    '/..\\secret.txt',
    '/%00',
    '/link.txt',
    '/assets',
    '/nothing',
  ])('%s is not given', async (path) => {
    const got = await get(path, { cookie })
    expect([400, 404]).toContain(got.status)
    expect(got.body).not.toContain('secret')
  })

  test.each(['POST', 'PUT', 'DELETE', 'OPTIONS'])('%s is refused', async (method) => {
    expect((await get('/', { cookie }, method)).status).toBe(405)
  })
})

describe('strangers', () => {
  test.each(['heed.example', '127.0.0.1.nip.example', '0.0.0.0:1'])(
    'a Host of %s is refused',
    async (host) => {
      expect((await get('/', { cookie, host })).status).toBe(403)
      expect(await dial({ cookie, host, origin: `http://${host}` })).toBe(403)
    },
  )

  test.each(['http://heed.example', 'null', 'http://127.0.0.1:1'])(
    'an Origin of %s is refused',
    async (from) => {
      expect((await get('/', { cookie, origin: from })).status).toBe(403)
      expect(await dial({ cookie, origin: from })).toBe(403)
    },
  )

  test('the link needs the cookie, the origin and the right path', async () => {
    expect(await dial({ origin: origin() })).toBe(403)
    expect(await dial({ cookie: `${cookie}x`, origin: origin() })).toBe(403)
    expect(await dial({ cookie })).toBe(403)
    expect(await dial({ cookie, origin: origin() }, '/other')).toBe(403)
  })

  test('what is no http is survived', async () => {
    await new Promise<void>((resolve) => {
      const socket = connect(server.port, '127.0.0.1', () =>
        socket.end('\u0016\u0003\u0001 nonsense\r\n\r\n'),
      )
      socket.on('error', () => undefined)
      socket.resume()
      socket.on('close', () => resolve())
    })
    expect((await get('/', { cookie })).status).toBe(200)
  })
})

describe('the conversation', () => {
  async function open(): Promise<{ socket: WebSocket; hello: unknown }> {
    const socket = (await dial({ cookie, origin: origin() })) as WebSocket & { first: Promise<Buffer> }
    return { socket, hello: decodeMessage(await socket.first) }
  }

  function next(socket: WebSocket): Promise<unknown> {
    return new Promise((resolve) => socket.once('message', (data) => resolve(decodeMessage(data as Buffer))))
  }

  function closed(socket: WebSocket): Promise<number> {
    return new Promise((resolve) => socket.once('close', resolve))
  }

  test('begins with the host and answers asks', async () => {
    const { socket, hello } = await open()
    expect(hello).toEqual({ type: 'hello', host: { host: 'server', dialogs: false } })
    socket.send(encodeMessage({ type: 'ask', id: 1, name: 'templates.list', ask: {} }))
    expect(await next(socket)).toEqual({ type: 'answer', id: 1, envelope: { ok: true, value: [] } })
    socket.close()
  })

  test('ends with a message that cannot be read', async () => {
    for (const message of ['text', new Uint8Array([1, 2, 3])]) {
      const { socket } = await open()
      socket.send(message)
      expect(await closed(socket)).toBe(1007)
    }
  })

  test('ends with a message that is too large', async () => {
    const { socket } = await open()
    socket.send(new Uint8Array(10_001))
    expect(await closed(socket)).toBe(1009)
  })
})

test('a port in use is the error of listen', async () => {
  await expect(serve({ studio, page: join(folder, 'page'), port: server.port })).rejects.toMatchObject({
    code: 'EADDRINUSE',
  })
})

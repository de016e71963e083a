/**
 * Heed for a browser on this machine: the page's files over http, the conversation over a WebSocket. Nothing is answered without the
 * token, to a foreign `Host`, or to a foreign `Origin`.
 */
import { randomBytes } from 'node:crypto'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { Duplex } from 'node:stream'
import { WebSocketServer } from 'ws'
import { LARGEST_MESSAGE } from '#shared/contract/codec'
import { bareDesk } from '../desk'
import { findFiles } from '../pageFiles'
import { connectPage, type PageLink } from '../pageLink'
import { cleanPath } from '../pagePath'
import type { Studio } from '../studio'
import { attachLink } from './link'
import {
  cookieName,
  cookieValue,
  hostAllowed,
  LINK_PATH,
  originAllowed,
  sameToken,
  securityHeaders,
  TOKEN_BYTES,
  tokenCookie,
} from './policy'
import { refusalPage } from './refusal'

export interface Server {
  readonly port: number
  /** The address with the token in it: who has it, has Heed. */
  readonly address: string
  close(): Promise<void>
}

export interface ServerOptions {
  readonly studio: Studio
  /** Folder of the built page. */
  readonly page: string
  /** 0 is any free port. */
  readonly port: number
  readonly largestMessage?: number
}

/** Serves until closed. Rejects with the error of `listen` (`EADDRINUSE` for a port in use). */
export async function serve({
  studio,
  page,
  port,
  largestMessage = LARGEST_MESSAGE,
}: ServerOptions): Promise<Server> {
  const token = randomBytes(TOKEN_BYTES).toString('base64url')
  const files = await findFiles(page)
  const links = new Set<PageLink>()
  const sockets = new WebSocketServer({
    noServer: true,
    maxPayload: largestMessage,
    perMessageDeflate: false,
  })
  const http = createServer((request, response) => answer(request, response))
  http.on('upgrade', upgrade)
  await new Promise<void>((resolve, reject) => {
    http.once('error', reject)
    http.listen({ port, host: '127.0.0.1', exclusive: true }, resolve)
  })
  const actual = (http.address() as AddressInfo).port
  const cookie = cookieName(actual)

  function known(request: IncomingMessage): boolean {
    return sameToken(cookieValue(request.headers.cookie, cookie), token)
  }

  function answer(request: IncomingMessage, response: ServerResponse): void {
    const { host, origin } = request.headers
    if (!hostAllowed(host)) return refuse(response, 403, 'This address is not one that Heed answers to.')
    for (const [name, value] of Object.entries(securityHeaders(host))) response.setHeader(name, value)
    if (origin !== undefined && !originAllowed(origin, host))
      return refuse(response, 403, 'Another site may not use Heed.')
    if (request.method !== 'GET' && request.method !== 'HEAD')
      return refuse(response, 405, 'Heed answers only to GET here.')
    const path = cleanPath(request.url)
    if (path === undefined) return refuse(response, 400, 'This path is refused.')
    if (path === '/' && sameToken(tokenIn(request.url), token)) {
      response.writeHead(303, {
        Location: '/',
        'Set-Cookie': tokenCookie(cookie, token),
        'Cache-Control': 'no-store',
      })
      response.end()
      return
    }
    if (!known(request)) {
      // A strict cookie does not come along when another site has led here; asked again from this page, it does.
      const again = path === '/' && request.headers['sec-fetch-site'] === 'cross-site'
      return refuse(response, 401, 'Open the whole address that Heed printed when it was started.', again)
    }
    const file = files.get(path)
    if (!file) return refuse(response, 404, 'There is nothing at this address.')
    response.writeHead(200, {
      'Content-Type': file.type,
      'Content-Length': file.content.byteLength,
      'Cache-Control': file.lasting ? 'private, max-age=31536000, immutable' : 'no-store',
    })
    response.end(request.method === 'HEAD' ? undefined : file.content)
  }

  function upgrade(request: IncomingMessage, socket: Duplex, head: Buffer): void {
    const { host, origin } = request.headers
    const allowed =
      hostAllowed(host) &&
      originAllowed(origin, host) &&
      cleanPath(request.url) === LINK_PATH &&
      known(request)
    if (!allowed) {
      socket.end('HTTP/1.1 403 Forbidden\r\nConnection: close\r\nContent-Length: 0\r\n\r\n')
      return
    }
    sockets.handleUpgrade(request, socket, head, (webSocket) => {
      const link = attachLink(webSocket, (send) => connectPage(studio, bareDesk('server'), send))
      links.add(link)
      webSocket.once('close', () => links.delete(link))
    })
  }

  return {
    port: actual,
    address: `http://127.0.0.1:${actual}/?token=${token}`,
    close: async () => {
      for (const link of links) link.close()
      for (const client of sockets.clients) client.terminate()
      http.closeAllConnections()
      await new Promise((resolve) => http.close(resolve))
    },
  }
}

function tokenIn(target: string | undefined): string | undefined {
  return new URLSearchParams(target?.split('?', 2)[1]).get('token') ?? undefined
}

function refuse(response: ServerResponse, status: number, sentence: string, again = false): void {
  response.writeHead(status, { 'Content-Type': 'text/html; charset=utf-8', 'Cache-Control': 'no-store' })
  response.end(refusalPage(sentence, again))
}

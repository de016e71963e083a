/**
 * Heed for a browser on this machine: the page's files over http, the conversation over a WebSocket. Nothing is answered without the
 * token, to a foreign `Host`, or to a foreign `Origin`.
 */
import { randomBytes } from 'node:crypto'
import { createServer, type IncomingMessage } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { Duplex } from 'node:stream'
import { WebSocketServer } from 'ws'
import { LARGEST_MESSAGE } from '#shared/contract/codec'
import { bareDesk } from '../desk'
import { kindOfPath } from '../openable'
import { findFiles } from '../pageFiles'
import { connectPage, type PageLink } from '../pageLink'
import { cleanPath } from '../pagePath'
import type { Studio } from '../studio'
import { attachLink } from './link'
import { cookieName, hostAllowed, LINK_PATH, originAllowed, TOKEN_BYTES } from './policy'
import { hasPass, type Pass, replyTo } from './reply'

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
  /** A document or model that the first page is asked to show. */
  readonly first?: string | undefined
}

/** Serves until closed. Rejects with the error of `listen` (`EADDRINUSE` for a port in use). */
export async function serve({
  studio,
  page,
  port: wanted,
  largestMessage = LARGEST_MESSAGE,
  first,
}: ServerOptions): Promise<Server> {
  const files = await findFiles(page)
  const links = new Set<PageLink>()
  let waiting = first
  const sockets = new WebSocketServer({
    noServer: true,
    maxPayload: largestMessage,
    perMessageDeflate: false,
  })
  const http = createServer()
  await new Promise<void>((resolve, reject) => {
    http.once('error', reject)
    http.listen({ port: wanted, host: '127.0.0.1', exclusive: true }, resolve)
  })
  const { port } = http.address() as AddressInfo
  const pass: Pass = { token: randomBytes(TOKEN_BYTES).toString('base64url'), cookie: cookieName(port) }

  http.on('request', (request, response) => {
    const { status, headers, body } = replyTo(request, pass, files)
    response.writeHead(status, headers)
    response.end(body)
  })

  http.on('upgrade', (request: IncomingMessage, socket: Duplex, head: Buffer) => {
    // A visitor that hangs up in the middle is no error of ours.
    socket.on('error', () => socket.destroy())
    if (!mayLink(request, pass)) {
      socket.end('HTTP/1.1 403 Forbidden\r\nConnection: close\r\nContent-Length: 0\r\n\r\n')
      return
    }
    sockets.handleUpgrade(request, socket, head, (webSocket) => {
      const link = attachLink(webSocket, (send) => connectPage(studio, bareDesk('server'), send))
      links.add(link)
      if (waiting !== undefined)
        link.tell('host.openPath', { path: waiting, kind: kindOfPath(waiting) ?? 'document' })
      waiting = undefined
      webSocket.once('close', () => links.delete(link))
    })
  })

  return {
    port,
    address: `http://127.0.0.1:${port}/?token=${pass.token}`,
    close: async () => {
      for (const link of links) link.close()
      for (const client of sockets.clients) client.terminate()
      http.closeAllConnections()
      await new Promise((resolve) => http.close(resolve))
    },
  }
}

/** A link is for the page that this server gave, in a browser that holds the cookie. */
function mayLink(request: IncomingMessage, pass: Pass): boolean {
  const { host, origin } = request.headers
  return (
    hostAllowed(host) &&
    originAllowed(origin, host) &&
    cleanPath(request.url) === LINK_PATH &&
    hasPass(request, pass)
  )
}

/** A page without a page: the conversation over the WebSocket, spoken by a test. */
import { WebSocket } from 'ws'
import { decodeMessage, encodeMessage } from '#shared/contract/codec'
import type { Answer, Ask, Envelope, Message, RequestName } from '#shared/contract/contract'
import type { RunningServer } from './server'

export interface Knock {
  readonly host?: string
  readonly origin?: string
  readonly cookie?: string
  readonly path?: string
}

export interface TestLink {
  readonly heard: readonly Message[]
  ask<N extends RequestName>(name: N, ask: Ask<N>): Promise<Envelope<Answer<N>>>
  /** Waits until a message has come that fits. */
  hear(fits: (message: Message) => boolean): Promise<Message>
  close(): void
}

/** The cookie that a browser gets for the token. */
export async function cookieOf(server: RunningServer): Promise<string> {
  const response = await fetch(server.address, { redirect: 'manual' })
  return response.headers.getSetCookie()[0]!.split(';')[0]!
}

/** Opens the link, or gives the status with which it was refused. */
export function knock(
  server: RunningServer,
  { host, origin, cookie, path = '/link' }: Knock,
): Promise<WebSocket | number> {
  return new Promise((resolve, reject) => {
    const headers = { ...(host && { host }), ...(origin && { origin }), ...(cookie && { cookie }) }
    const socket = new WebSocket(`ws://127.0.0.1:${server.port}${path}`, { headers })
    socket.once('open', () => resolve(socket))
    socket.once('unexpected-response', (_, response) => resolve(response.statusCode ?? 0))
    socket.once('error', reject)
  })
}

export async function connectLink(server: RunningServer): Promise<TestLink> {
  const socket = await knock(server, { origin: server.origin, cookie: await cookieOf(server) })
  if (typeof socket === 'number') throw new Error(`the link was refused with ${socket}`)
  // A server that is killed resets the connection.
  socket.on('error', () => socket.terminate())
  const heard: Message[] = []
  const waiting = new Set<() => void>()
  socket.on('message', (data: Buffer) => {
    heard.push(decodeMessage(data) as Message)
    for (const look of [...waiting]) look()
  })
  const hear = (fits: (message: Message) => boolean) =>
    new Promise<Message>((resolve) => {
      const look = () => {
        const found = heard.find(fits)
        if (!found) return
        waiting.delete(look)
        resolve(found)
      }
      waiting.add(look)
      look()
    })
  let lastId = 0
  return {
    heard,
    hear,
    ask: async (name, ask) => {
      lastId += 1
      const id = lastId
      socket.send(encodeMessage({ type: 'ask', id, name, ask }))
      const answer = await hear((message) => message.type === 'answer' && message.id === id)
      return (answer as { envelope: Envelope<never> }).envelope
    },
    close: () => socket.close(),
  }
}

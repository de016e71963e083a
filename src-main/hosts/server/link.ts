/** A page at the other end of a WebSocket: messages as bytes. */
import type { RawData, WebSocket } from 'ws'
import { decodeMessage, encodeMessage } from '#shared/contract/codec'
import type { Message } from '#shared/contract/contract'
import type { PageLink } from '../pageLink'

/** Joins a socket and a page's link until the socket closes. A message that cannot be read ends the connection. */
export function attachLink(
  socket: WebSocket,
  connect: (send: (message: Message) => void) => PageLink,
): PageLink {
  const link = connect((message) => {
    if (socket.readyState === socket.OPEN) socket.send(encodeMessage(message))
  })
  socket.binaryType = 'nodebuffer'
  socket.on('message', (data, binary) => {
    try {
      if (!binary) throw new Error('text')
      link.receive(decodeMessage(bytesOf(data)))
    } catch {
      socket.close(1007, 'A message could not be read.')
    }
  })
  socket.on('error', () => socket.terminate())
  socket.once('close', () => link.close())
  return link
}

function bytesOf(data: RawData): Uint8Array {
  if (Array.isArray(data)) return Buffer.concat(data)
  return data instanceof ArrayBuffer ? new Uint8Array(data) : data
}

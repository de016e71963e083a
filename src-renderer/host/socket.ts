/** A channel over a WebSocket to the local server that the page came from. */
import { decodeMessage, encodeMessage } from '#shared/contract/codec'
import type { Message } from '#shared/contract/contract'
import type { Dial } from './link'

export function dialSocket(address: string): Dial {
  return (end) =>
    new Promise((resolve, reject) => {
      const socket = new WebSocket(address)
      socket.binaryType = 'arraybuffer'
      let open = false
      socket.onopen = () => {
        open = true
        resolve({
          send: (message) => socket.send(encodeMessage(message)),
          close: () => socket.close(),
        })
      }
      socket.onmessage = ({ data }) => {
        if (data instanceof ArrayBuffer) end.message(decodeMessage(new Uint8Array(data)) as Message)
      }
      socket.onclose = () => {
        if (open) end.closed()
        else reject(new Error('the local server does not answer'))
      }
    })
}

export function socketAddress({ protocol, host }: Pick<Location, 'protocol' | 'host'>): string {
  return `${protocol === 'https:' ? 'wss' : 'ws'}://${host}/link`
}

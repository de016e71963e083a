/**
 * A channel over a MessagePort that Electron's preload hands to the page. Messages are cloned; typed arrays stay what they are, and
 * nothing is transferred.
 */
import type { Message } from '#shared/contract/contract'
import type { ChannelEnd, Dial } from './link'

/** What a window offers to receive the port through. */
export type PortSource = Pick<EventTarget, 'addEventListener' | 'removeEventListener'>

export const PORT_MESSAGE = 'heed:port'

/** Waits for the next port; when the port closes, the link dials again and so waits for another. */
export function dialPort(source: PortSource): Dial {
  return (end) =>
    new Promise((resolve) => {
      function receive(event: Event) {
        const { data, ports } = event as MessageEvent<unknown>
        const port = ports[0]
        if (!isOffer(data) || port === undefined) return
        source.removeEventListener('message', receive)
        resolve(channelOver(port, end))
      }
      source.addEventListener('message', receive)
    })
}

function channelOver(port: MessagePort, end: ChannelEnd) {
  port.onmessage = ({ data }) => end.message(data as Message)
  port.addEventListener('close', () => end.closed())
  port.start()
  return {
    send: (message: Message) => port.postMessage(message),
    close: () => port.close(),
  }
}

function isOffer(data: unknown): boolean {
  return typeof data === 'object' && data !== null && 'type' in data && data.type === PORT_MESSAGE
}

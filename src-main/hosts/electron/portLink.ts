/** A page at the other end of a MessagePort: messages are cloned, typed arrays stay what they are. */
import { type IpcMainEvent, ipcMain, MessageChannelMain, type WebContents } from 'electron'
import type { Desk } from '../desk'
import { connectPage, type PageLink } from '../pageLink'
import type { Studio } from '../studio'
import { CONNECT } from './channels'
import { senderAllowed } from './policy'

/**
 * Gives a port to each page that asks for one and is Heed's own. A page that loads anew asks anew; its old link is closed.
 * @param onLink hears of each new link
 */
export function listenForPages(
  studio: Studio,
  deskOf: (contents: WebContents) => Desk | undefined,
  onLink: (contents: WebContents, link: PageLink) => void,
): void {
  const links = new Map<WebContents, PageLink>()
  ipcMain.on(CONNECT, (event: IpcMainEvent) => {
    const frame = event.senderFrame
    const desk = deskOf(event.sender)
    if (!desk || !senderAllowed(frame ? { url: frame.url, top: frame.parent === null } : undefined)) return
    links.get(event.sender)?.close()
    const { port1, port2 } = new MessageChannelMain()
    const link = connectPage(studio, desk, (message) => port1.postMessage(message))
    links.set(event.sender, link)
    port1.on('message', ({ data }) => link.receive(data))
    port1.on('close', () => {
      link.close()
      if (links.get(event.sender) === link) links.delete(event.sender)
    })
    port1.start()
    event.sender.postMessage(CONNECT, null, [port2])
    onLink(event.sender, link)
  })
}

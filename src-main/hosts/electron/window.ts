/** One window: shows the page, goes nowhere else, and opens nothing. */
import { BrowserWindow, shell } from 'electron'
import type { Places } from '../places'
import { leaveAnyway } from './dialogs'
import { isPageUrl, mayOpenOutside, PAGE_URL, webPreferences } from './policy'

export async function openWindow(places: Places): Promise<BrowserWindow> {
  const window = new BrowserWindow({
    width: 1440,
    height: 900,
    minWidth: 960,
    minHeight: 600,
    show: false,
    title: 'Heed',
    icon: places.icon,
    webPreferences: webPreferences(places.preload),
  })
  const contents = window.webContents
  window.once('ready-to-show', () => window.show())
  contents.on('will-navigate', (event) => {
    if (!isPageUrl(event.url)) event.preventDefault()
  })
  contents.on('will-redirect', (event) => event.preventDefault())
  contents.on('will-attach-webview', (event) => event.preventDefault())
  contents.on('will-prevent-unload', (event) => {
    if (leaveAnyway(window)) event.preventDefault()
  })
  contents.setWindowOpenHandler(({ url }) => {
    if (mayOpenOutside(url)) void shell.openExternal(url)
    return { action: 'deny' }
  })
  await window.loadURL(PAGE_URL)
  return window
}

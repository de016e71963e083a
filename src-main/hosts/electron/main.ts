/** The desktop app: applies the policy, opens the window, and connects its page with the studio. */
import { app, BrowserWindow, session, type WebContents } from 'electron'
import { toFault } from '#shared/base/fault'
import { fileInArguments, isOpenablePath, kindOfPath, startFolder } from '../openable'
import type { PageLink } from '../pageLink'
import { placesFrom, userCache } from '../places'
import { Studio } from '../studio'
import { dialogDesk } from './dialogs'
import { startEngine } from './engineProcess'
import { setMenu } from './menu'
import { permissionAllowed } from './policy'
import { listenForPages } from './portLink'
import { declareScheme, servePage } from './protocol'
import { openWindow } from './window'

const places = placesFrom(import.meta.dirname)
const links = new Map<WebContents, PageLink>()
/** Documents and models to show as soon as there is a page. */
const waiting: string[] = []

declareScheme()
app.enableSandbox()

if (app.requestSingleInstanceLock()) void main()
else app.quit()

async function main(): Promise<void> {
  const studio = new Studio({
    spawn: () => startEngine(places.engine),
    templates: places.templates,
    cache: userCache(process.platform, process.env),
  })

  /** Shows what waits, in the page in front. */
  async function showWaiting(): Promise<void> {
    const link = frontLink()
    if (!link) return
    for (const path of waiting.splice(0)) {
      try {
        // A model may take a while, and its opening can be stopped: the page asks for it.
        if (kindOfPath(path) === 'model') link.tell('host.openPath', { path, kind: 'model' })
        else link.tell('host.opened', { opened: await studio.openPath(path) })
      } catch (error) {
        link.tell('host.refused', { fault: toFault(error) })
      }
    }
  }

  function openLater(path: string | undefined): void {
    if (path !== undefined && isOpenablePath(path)) waiting.push(path)
    void showWaiting()
  }

  app.on('open-file', (event, path) => {
    event.preventDefault()
    openLater(path)
  })
  app.on('second-instance', (_event, args, folder) => {
    const window = BrowserWindow.getAllWindows()[0]
    if (window?.isMinimized()) window.restore()
    window?.focus()
    openLater(fileInArguments(args, folder))
  })
  app.on('activate', () => {
    if (BrowserWindow.getAllWindows().length === 0) void openWindow(places)
  })
  app.on('window-all-closed', () => {
    if (process.platform !== 'darwin') app.quit()
  })
  app.on('will-quit', () => studio.close())

  openLater(fileInArguments(process.argv.slice(1), startFolder(process.env)))
  await app.whenReady()
  denyPermissions()
  await servePage(places.page)
  setMenu((command) => frontLink()?.tell('host.command', { command }), process.platform === 'darwin')
  listenForPages(
    studio,
    (contents) => {
      const window = BrowserWindow.fromWebContents(contents)
      return window ? dialogDesk(window) : undefined
    },
    (contents, link) => {
      links.set(contents, link)
      contents.once('destroyed', () => links.delete(contents))
      void showWaiting()
    },
  )
  await openWindow(places)
}

function frontLink(): PageLink | undefined {
  const window = BrowserWindow.getFocusedWindow() ?? BrowserWindow.getAllWindows()[0]
  return window && links.get(window.webContents)
}

function denyPermissions(): void {
  session.defaultSession.setPermissionRequestHandler((contents, permission, answer) =>
    answer(permissionAllowed(permission, contents.getURL())),
  )
  session.defaultSession.setPermissionCheckHandler((_contents, permission, origin) =>
    permissionAllowed(permission, `${origin}/`),
  )
  session.defaultSession.setDevicePermissionHandler(() => false)
}

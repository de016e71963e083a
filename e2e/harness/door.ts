/** The two doors to the same page: a browser over the local server, and Electron's window. */
import { mkdtemp } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { _electron, type Page } from '@playwright/test'
import { electronBinary } from './electron'
import { root } from './places'
import type { RunningServer } from './server'

export interface Door {
  readonly page: Page
  /** Does what saves or exports a file, and gives the path of that file. */
  fileFrom(act: () => Promise<void>): Promise<string>
  /** Does what asks for a file, and answers with `path`. */
  giveFile(path: string, act: () => Promise<void>): Promise<void>
  close(): Promise<void>
}

export async function browserDoor(page: Page, server: RunningServer): Promise<Door> {
  await page.goto(server.address)
  return {
    page,
    fileFrom: async (act) => {
      const [download] = await Promise.all([page.waitForEvent('download'), act()])
      const path = join(await mkdtemp(join(tmpdir(), 'heed-e2e-')), download.suggestedFilename())
      await download.saveAs(path)
      return path
    },
    giveFile: async (path, act) => {
      const [chooser] = await Promise.all([page.waitForEvent('filechooser'), act()])
      await chooser.setFiles(path)
    },
    close: () => page.close(),
  }
}

/** The system's dialogs cannot be driven: they answer with a path at once. */
export async function desktopDoor(): Promise<Door> {
  const app = await _electron.launch({ executablePath: electronBinary()!, args: [root] })
  const page = await app.firstWindow()
  return {
    page,
    fileFrom: async (act) => {
      const path = join(await mkdtemp(join(tmpdir(), 'heed-e2e-')), 'saved.heed')
      await app.evaluate(({ dialog }, filePath) => {
        dialog.showSaveDialog = () => Promise.resolve({ canceled: false, filePath })
      }, path)
      await act()
      return path
    },
    giveFile: async (path, act) => {
      await app.evaluate(({ dialog }, filePath) => {
        dialog.showOpenDialog = () => Promise.resolve({ canceled: false, filePaths: [filePath] })
      }, path)
      await act()
    },
    close: () => app.close(),
  }
}

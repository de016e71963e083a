/** The system's dialogs, as the page's desk. */
import { type BrowserWindow, dialog } from 'electron'
import type { Desk } from '../desk'
import { DOCUMENT_EXTENSION, withExtension } from './policy'

const filters = [{ name: 'Heed documents', extensions: [DOCUMENT_EXTENSION] }]

export function dialogDesk(window: BrowserWindow): Desk {
  return {
    info: { host: 'electron', dialogs: true },
    chooseDocument: async () => {
      const { canceled, filePaths } = await dialog.showOpenDialog(window, {
        filters,
        properties: ['openFile'],
      })
      return canceled ? null : (filePaths[0] ?? null)
    },
    chooseTarget: async (name) => {
      const { canceled, filePath } = await dialog.showSaveDialog(window, {
        filters,
        defaultPath: withExtension(name),
      })
      return canceled || filePath === '' ? null : withExtension(filePath)
    },
  }
}

/** Whether a window with unsaved changes may close all the same. */
export function leaveAnyway(window: BrowserWindow): boolean {
  const choice = dialog.showMessageBoxSync(window, {
    type: 'question',
    buttons: ['Close without saving', 'Stay'],
    defaultId: 1,
    cancelId: 1,
    message: 'This document has changes that are not saved.',
    detail: 'They are lost if the window is closed.',
  })
  return choice === 0
}

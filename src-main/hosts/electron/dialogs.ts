/** The system's dialogs, as the page's desk. */
import { type BrowserWindow, dialog } from 'electron'
import type { Desk } from '../desk'
import { kindOfPath } from '../openable'
import { DOCUMENT_EXTENSION, withExtension } from './policy'

const documents = [{ name: 'Heed documents', extensions: [DOCUMENT_EXTENSION] }]
const openable = [
  { name: 'Documents and models', extensions: [DOCUMENT_EXTENSION, 'onnx'] },
  ...documents,
  { name: 'ONNX models', extensions: ['onnx'] },
]

export function dialogDesk(window: BrowserWindow): Desk {
  return {
    info: { host: 'electron', dialogs: true },
    chooseFile: async () => {
      const { canceled, filePaths } = await dialog.showOpenDialog(window, {
        filters: openable,
        properties: ['openFile'],
      })
      const path = canceled ? undefined : filePaths[0]
      return path === undefined ? null : { path, kind: kindOfPath(path) ?? 'document' }
    },
    chooseTarget: async (name) => {
      const { canceled, filePath } = await dialog.showSaveDialog(window, {
        filters: documents,
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

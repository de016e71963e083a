/**
 * What the page gets from the shell: a port to the studio, and where a file lies that the user gave. Runs in the sandbox; built as one CommonJS file that requires
 * only `electron`.
 */
import { contextBridge, ipcRenderer, webUtils } from 'electron'
import { CONNECT, PORT_MESSAGE } from '../channels'

contextBridge.exposeInMainWorld('heedHost', {
  host: 'electron',
  /** Where a file lies that the user dropped or chose; empty for one that a page made. */
  pathOf: (file: File) => webUtils.getPathForFile(file),
})

ipcRenderer.on(CONNECT, (event) => {
  window.postMessage({ type: PORT_MESSAGE }, window.location.origin, [...event.ports])
})

// The page's scripts are deferred: they have begun to listen before this.
window.addEventListener('DOMContentLoaded', () => ipcRenderer.send(CONNECT))

/**
 * The one thing that the page gets from the shell: a port to the studio. Runs in the sandbox; built as one CommonJS file that requires
 * only `electron`.
 */
import { contextBridge, ipcRenderer } from 'electron'
import { CONNECT, PORT_MESSAGE } from '../channels'

contextBridge.exposeInMainWorld('heedHost', { host: 'electron' })

ipcRenderer.on(CONNECT, (event) => {
  window.postMessage({ type: PORT_MESSAGE }, window.location.origin, [...event.ports])
})

// The page's scripts are deferred: they have begun to listen before this.
window.addEventListener('DOMContentLoaded', () => ipcRenderer.send(CONNECT))

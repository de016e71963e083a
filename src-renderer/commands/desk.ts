/** What commands need of a window, by the means of a browser. */
import type { Desk, GivenFile, OpenableFile } from './page'

export function browserDesk(window: Window & typeof globalThis): Desk {
  const { document, localStorage, navigator } = window
  return {
    download(bytes, name) {
      const url = URL.createObjectURL(new Blob([new Uint8Array(bytes)], { type: 'application/octet-stream' }))
      const anchor = document.createElement('a')
      anchor.href = url
      anchor.download = name
      anchor.click()
      window.setTimeout(() => URL.revokeObjectURL(url), 10_000)
    },
    chooseFile(accept) {
      return new Promise((resolve, reject) => {
        const input = document.createElement('input')
        input.type = 'file'
        input.accept = accept
        input.onchange = () => {
          const file = input.files?.[0]
          if (file === undefined) resolve(undefined)
          else readFile(file).then(resolve, reject)
        }
        input.oncancel = () => resolve(undefined)
        input.click()
      })
    },
    chooseFiles() {
      return new Promise((resolve) => {
        const input = document.createElement('input')
        input.type = 'file'
        input.multiple = true
        input.onchange = () => resolve([...(input.files ?? [])].map((file) => openable(window, file)))
        input.oncancel = () => resolve([])
        input.click()
      })
    },
    openable: (file) => openable(window, file),
    chooseFolder() {
      return new Promise((resolve, reject) => {
        const input = document.createElement('input')
        input.type = 'file'
        input.webkitdirectory = true
        input.onchange = () => {
          const chosen = [...(input.files ?? [])]
          const name = chosen[0]?.webkitRelativePath.split('/')[0]
          if (name === undefined) resolve(undefined)
          else
            Promise.all(chosen.map(readFile)).then(
              (files) =>
                resolve({
                  name,
                  files: files.map(({ bytes }, i) => ({
                    name: chosen[i]!.webkitRelativePath.slice(name.length + 1),
                    bytes,
                  })),
                }),
              reject,
            )
        }
        input.oncancel = () => resolve(undefined)
        input.click()
      })
    },
    confirm: (question) => window.confirm(question),
    writeClipboard: (text) => navigator.clipboard.writeText(text),
    readClipboard: () => navigator.clipboard.readText(),
    remember(key, value) {
      try {
        localStorage.setItem(key, value)
      } catch {
        // Without storage nothing is remembered, and nothing else is lost.
      }
    },
    recall(key) {
      try {
        return localStorage.getItem(key) ?? undefined
      } catch {
        return undefined
      }
    },
    nextFrame(then) {
      // A page that is hidden meanwhile paints no frame; the run goes on all the same.
      let done = false
      const once = () => {
        if (!done) then()
        done = true
      }
      window.requestAnimationFrame(once)
      window.setTimeout(once, document.visibilityState === 'visible' ? 250 : 20)
    },
  }
}

/** What the desktop's preload offers beside the link. */
interface HostWindow {
  readonly heedHost?: { readonly pathOf?: (file: File) => string }
}

function openable(window: Window, file: File): OpenableFile {
  // A file that was made by a page, and lies nowhere, has an empty path.
  const path = (window as HostWindow).heedHost?.pathOf?.(file)
  return {
    name: file.name,
    size: file.size,
    path: path === '' ? undefined : path,
    read: async (from, to) => new Uint8Array(await file.slice(from, to).arrayBuffer()),
  }
}

export async function readFile(file: File): Promise<GivenFile> {
  return { name: file.name, bytes: new Uint8Array(await file.arrayBuffer()) }
}

/**
 * Files that are opened: by their path, where the host knows it, else as pieces that the host stores. Nothing of a large model is ever held
 * in the page.
 */
import { fault, toFault } from '#shared/base/fault'
import type { OpenedModel } from '#shared/contract/contract'
import { type RecentFile, UPLOAD_PIECE } from '#shared/contract/opening'
import { announce, dismissAll, notify, notifyFault } from '../stores/session'
import { clearRun, mayLeave, openFile, showOpened } from './files'
import type { OpenableFile, Page } from './page'

let openings = 0

const isModel = (name: string) => /\.onnx$/i.test(name)

/** Opens by the host's dialog where it has one, or by the browser's. */
export async function open(page: Page): Promise<void> {
  if (!page.link.host.dialogs) return openFiles(page, await page.desk.chooseFiles())
  try {
    const chosen = await page.link.ask('file.choose', {})
    if (chosen !== null) await openPath(page, chosen.path)
  } catch (error) {
    notifyFault(page.session, toFault(error))
  }
}

/** Opens what was dropped or chosen together: a model with what lies beside it, or one file after the other. */
export async function openFiles(page: Page, files: readonly OpenableFile[]): Promise<void> {
  const model = files.find(({ name }) => isModel(name))
  if (model !== undefined) {
    if (model.path === undefined) await shown(page, uploaded(page, model.name, files))
    else await openPath(page, model.path)
    return
  }
  for (const file of files) {
    if (file.path !== undefined && /\.heed$/i.test(file.name)) await openPath(page, file.path)
    else await openFile(page, { name: file.name, bytes: await file.read(0, file.size) })
  }
}

/** Whether a model is among files that are dropped. */
export function opensAModel(files: readonly { readonly name: string }[]): boolean {
  return files.some(({ name }) => isModel(name))
}

/** Opens a document or model that lies on the host's machine. */
export async function openPath(page: Page, given: string): Promise<void> {
  // People copy paths with quotation marks.
  const path = given.trim().replace(/^(["'])(.*)\1$/, '$2')
  const name = path.split(/[\\/]/).at(-1) ?? path
  if (isModel(path)) {
    const opening = stoppable(page, `Reading ${name}`, (run) =>
      page.link.ask('model.openPath', { path, run }),
    )
    await shown(page, opening)
    return
  }
  if (!/\.heed$/i.test(path)) {
    notify(page.session, 'hint', `Heed opens .heed documents and .onnx models; ${name} is neither.`)
    return
  }
  if (!mayLeave(page)) return
  try {
    showOpened(page, await page.link.ask('document.openPath', { path }))
  } catch (error) {
    notifyFault(page.session, toFault(error))
  }
}

export async function recentOfHost(page: Page): Promise<readonly RecentFile[]> {
  // A host that keeps no list shows none.
  return page.link.ask('recent.list', {}).catch(() => [])
}

/** Opens a model that does not take the page's place: the other half of a pair, or one to compare with. */
export function openAside(page: Page, files: readonly OpenableFile[]): Promise<OpenedModel | undefined> {
  const model = files.find(({ name }) => isModel(name))
  if (model === undefined) {
    notify(
      page.session,
      'hint',
      `${files[0]?.name ?? 'This'} is no model: expected a file that ends with .onnx.`,
    )
    return Promise.resolve(undefined)
  }
  const { name, path } = model
  if (path === undefined) return uploaded(page, name, files)
  return stoppable(page, `Reading ${name}`, (run) => page.link.ask('model.openPath', { path, run }))
}

function uploaded(
  page: Page,
  name: string,
  files: readonly OpenableFile[],
): Promise<OpenedModel | undefined> {
  return stoppable(page, `Storing ${name}`, async (run, signal) => {
    const announced = files.map((file) => ({ name: file.name, size: file.size }))
    const { upload } = await page.link.ask('upload.begin', { files: announced })
    try {
      await sendPieces(page, upload, files, signal)
      page.session.setState({ busy: `Reading ${name}` })
      return await page.link.ask('upload.open', { upload, run })
    } catch (error) {
      await page.link.ask('upload.drop', { upload }).catch(() => undefined)
      throw error
    }
  })
}

/** One piece after the other: the next one is read when the host has stored the last. */
async function sendPieces(
  page: Page,
  upload: string,
  files: readonly OpenableFile[],
  signal: AbortSignal,
): Promise<void> {
  const total = files.reduce((sum, { size }) => sum + size, 0)
  let done = 0
  for (const [file, { name, size, read }] of files.entries())
    for (let from = 0; from < size; from += UPLOAD_PIECE) {
      if (signal.aborted) throw fault('cancelled', `${name} is not opened.`)
      const bytes = await read(from, Math.min(size, from + UPLOAD_PIECE))
      await page.link.ask('upload.piece', { upload, file, bytes })
      done += bytes.length
      page.session.setState({ busy: `Storing ${name}: ${Math.floor((done / total) * 100)} %` })
    }
}

/** Opens a model while the page says how far it is and offers to stop; nothing where it was stopped or failed. */
async function stoppable(
  page: Page,
  saying: string,
  work: (run: string, signal: AbortSignal) => Promise<OpenedModel>,
): Promise<OpenedModel | undefined> {
  dismissAll(page.session)
  openings += 1
  const run = `opening-${openings}`
  const ending = new AbortController()
  const cancel = () => {
    ending.abort()
    page.link.ask('run.cancel', { run }).catch(() => undefined)
  }
  page.session.setState({ busy: saying, cancelBusy: cancel })
  const deafen = page.link.on('run.progress', (progress) => {
    if (progress.run !== run) return
    const share = progress.total > 0 ? `: ${Math.floor((progress.done / progress.total) * 100)} %` : ''
    page.session.setState({ busy: `${progress.what}${share}` })
  })
  try {
    return await work(run, ending.signal)
  } catch (error) {
    const said = toFault(error)
    if (said.code === 'cancelled') announce(page.session, 'Opening was stopped')
    else notifyFault(page.session, said)
    return undefined
  } finally {
    deafen()
    page.session.setState({ busy: undefined, cancelBusy: undefined })
  }
}

async function shown(page: Page, opening: Promise<OpenedModel | undefined>): Promise<void> {
  const model = await opening
  if (model !== undefined) await showModel(page, model)
}

/** Shows an opened model: as the canvas that it was made of where Heed exported it. */
export async function showModel(page: Page, model: OpenedModel): Promise<void> {
  if (model.canvas) {
    if (!mayLeave(page)) return
    try {
      showOpened(page, await page.link.ask('model.canvas', { model: model.model }))
      notify(
        page.session,
        'hint',
        `${model.name} was exported by Heed: this is the canvas that it was made of.`,
      )
    } catch (error) {
      notifyFault(page.session, toFault(error))
    }
    return
  }
  clearRun(page)
  page.session.setState({ model, screen: 'model', dockTab: 'attention' })
  announce(page.session, `Opened the model ${model.name}: ${model.sites.length} places of attention`)
}

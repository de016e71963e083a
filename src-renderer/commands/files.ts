/** Documents and models in and out of the page. */
import { zipSync } from 'fflate'
import { toFault } from '#shared/base/fault'
import { fileName } from '#shared/base/fileName'
import type { Ask, OpenedDocument } from '#shared/contract/contract'
import { apply } from '#shared/document/diff'
import { setField } from '#shared/document/edits'
import { markSaved, type Step, show, showEmpty } from '../stores/document'
import { IDLE } from '../stores/run'
import { announce, dismissAll, notify, notifyFault, select } from '../stores/session'
import type { GivenFile, Page } from './page'
import { typedExample } from './run'

const RECENT = 'heed.recent'
const RECENT_LIMIT = 8

export interface Recent {
  readonly name: string
  readonly title: string
  /** A template's id, when it was one. */
  readonly template?: string | undefined
}

/** Runs `what` while the page says that it waits; a fault becomes a notice, and the answer is undefined. */
export async function during<T>(page: Page, saying: string, what: () => Promise<T>): Promise<T | undefined> {
  dismissAll(page.session)
  page.session.setState({ busy: saying })
  try {
    return await what()
  } catch (error) {
    notifyFault(page.session, toFault(error))
    return undefined
  } finally {
    page.session.setState({ busy: undefined })
  }
}

export function newDocument(page: Page): void {
  if (!mayLeave(page)) return
  showEmpty(page.documents)
  enter(page)
  announce(page.session, 'A new, empty canvas')
}

export async function openTemplate(page: Page, id: string): Promise<void> {
  if (!mayLeave(page)) return
  const opened = await during(page, 'Opening the template', () => page.link.ask('document.template', { id }))
  if (opened === undefined) return
  showOpened(page, opened)
  rememberRecent(page, { name: opened.name, title: opened.document.title, template: id })
}

/** Opens a document that the page was given as bytes. Models are opened by `opening.ts`. */
export async function openFile(page: Page, { bytes, name }: GivenFile): Promise<void> {
  if (/\.heed$/i.test(name)) {
    if (!mayLeave(page)) return
    const opened = await during(page, `Opening ${name}`, () =>
      page.link.ask('document.decode', { bytes, name }),
    )
    if (opened !== undefined) showOpened(page, opened)
  } else if (/\.np[yz]$/i.test(name)) {
    notify(
      page.session,
      'hint',
      `${name} holds arrays: open a model (.onnx) first, then give them to its inputs.`,
    )
  } else {
    notify(page.session, 'hint', `Heed opens .heed documents and .onnx models; ${name} is neither.`)
  }
}

export function showOpened(page: Page, opened: OpenedDocument): void {
  show(page.documents, opened)
  enter(page)
  rememberRecent(page, { name: opened.name, title: opened.document.title })
  announce(page.session, `Opened ${opened.document.title}`)
  if (opened.alsoOpen)
    notify(
      page.session,
      'hint',
      `${opened.name} is open in another window, too. What is saved last replaces what was saved before.`,
    )
}

/** Takes back work that a page left unsaved. Its old copy goes when this page has one of its own. */
export async function recover(page: Page, key: string): Promise<void> {
  if (!mayLeave(page)) return
  const opened = await during(page, 'Recovering', () => page.link.ask('recovery.take', { key }))
  if (opened === undefined) return
  show(page.documents, opened, true)
  enter(page)
  announce(page.session, `Recovered ${opened.document.title}`)
  const { document, weights, path, name } = opened
  await page.link.ask('recovery.keep', {
    key: page.key,
    document,
    weights,
    name,
    ...(path !== undefined && { path }),
  })
  await page.link.ask('recovery.drop', { key })
}

/** Saves; gives whether a file holds the work now. */
export async function save(page: Page, anew = false): Promise<boolean> {
  keepTyped(page)
  const { document, weights, path, past } = page.documents.getState()
  const step = past.at(-1)
  const name = fileName(document.title, 'heed')
  const kept = anew ? undefined : path
  if (page.link.host.dialogs || kept !== undefined) {
    const saved = await during(page, 'Saving', () => saveAt(page, { document, weights, path: kept, name }))
    if (saved === 'nowhere') return download(page, step)
    if (!saved) return false
    markSaved(page.documents, step, { ...saved, weights })
    rememberRecent(page, { name: saved.name, title: document.title })
    announce(page.session, `Saved ${saved.name}`)
    return true
  }
  return download(page, step)
}

/** A host that shows no dialogs writes only to where it was told to open from since it began. */
async function saveAt(page: Page, ask: Ask<'document.save'>) {
  try {
    return await page.link.ask('document.save', ask)
  } catch (error) {
    if (toFault(error).code === 'unsupported') return 'nowhere'
    throw error
  }
}

async function download(page: Page, step: Step | undefined): Promise<boolean> {
  const { document, weights } = page.documents.getState()
  const name = fileName(document.title, 'heed')
  const encoded = await during(page, 'Saving', () => page.link.ask('document.encode', { document, weights }))
  if (encoded === undefined) return false
  page.desk.download(encoded.bytes, name)
  markSaved(page.documents, step, { name, weights })
  announce(page.session, `Saved ${name}`)
  return true
}

/** What is typed is saved as the document's example. It is no step of history: nobody means to undo typing by undoing a wire. */
function keepTyped(page: Page): void {
  const { document } = page.documents.getState()
  page.documents.setState({ document: apply(document, setField(document, 'example', typedExample(page))) })
}

export function exportOnnx(page: Page): Promise<void> {
  return exportTo(page, 'onnx', 'an ONNX model that plain onnxruntime runs')
}

export function exportPytorch(page: Page): Promise<void> {
  return exportTo(page, 'pytorch', 'a PyTorch module and its weights')
}

async function exportTo(page: Page, to: Ask<'document.export'>['to'], what: string): Promise<void> {
  const { document, weights } = page.documents.getState()
  const made = await during(page, 'Exporting', () =>
    page.link.ask('document.export', { document, weights, to }),
  )
  const [first] = made?.files ?? []
  if (made === undefined || first === undefined) return
  const name = made.files.length === 1 ? first.name : fileName(document.title, 'zip')
  page.desk.download(
    made.files.length === 1
      ? first.bytes
      : zipSync(Object.fromEntries(made.files.map((file) => [file.name, file.bytes]))),
    name,
  )
  notify(page.session, 'hint', `Exported ${name}: ${what}.`)
}

export function toGallery(page: Page): void {
  page.session.setState({ screen: 'gallery', popup: undefined })
}

/** Back from the gallery or a model to the document that is still there. */
export function toDocument(page: Page): void {
  if (page.session.getState().screen === 'model') clearRun(page)
  page.session.setState({ screen: 'editor', model: undefined })
}

export function recentFiles(page: Pick<Page, 'desk'>): readonly Recent[] {
  try {
    const list: unknown = JSON.parse(page.desk.recall(RECENT) ?? '[]')
    return Array.isArray(list) ? list.filter(isRecent) : []
  } catch {
    return []
  }
}

function rememberRecent(page: Page, recent: Recent): void {
  const others = recentFiles(page).filter(({ name }) => name !== recent.name)
  page.desk.remember(RECENT, JSON.stringify([recent, ...others].slice(0, RECENT_LIMIT)))
}

function isRecent(value: unknown): value is Recent {
  if (typeof value !== 'object' || value === null) return false
  const { name, title } = value as Partial<Record<keyof Recent, unknown>>
  return typeof name === 'string' && typeof title === 'string'
}

export function mayLeave(page: Page): boolean {
  const { dirty, document } = page.documents.getState()
  return (
    !dirty ||
    page.desk.confirm(`“${document.title}” has changes that no file holds. Leave it without saving?`)
  )
}

function enter(page: Page): void {
  clearRun(page)
  dismissAll(page.session)
  select(page.session, [])
  page.session.setState({
    screen: 'editor',
    inputs: {},
    forceWords: '',
    popup: undefined,
    model: undefined,
    dockTab: 'attention',
  })
}

export function clearRun(page: Page): void {
  const { run, state } = page.runs.getState()
  if (state === 'running' && run !== undefined) page.link.ask('run.cancel', { run }).catch(() => undefined)
  page.slices.clear()
  page.states.clear()
  page.runs.setState(IDLE, true)
}

/** What the document learns from: one of the tasks, or files of the user's own. */
import { toFault } from '#shared/base/fault'
import type { TaskInfo, TrainingData } from '#shared/contract/training'
import { between } from '#shared/document/diff'
import type { HeedDocument } from '#shared/document/document'
import type { ParamValue } from '#shared/kinds/kind'
import type { Page } from '../commands/page'
import { change, setWeights } from '../stores/document'
import { announce, notify, notifyFault } from '../stores/session'
import { documentKey, type GivenData } from './store'

/** Endings of files that can be learned from. */
export const DATA_FILES = '.txt,.tsv,.csv,.npy,.npz'

export function dataOf(page: Page): GivenData | undefined {
  return page.training.store.getState().data[documentKey(page.documents.getState())]
}

export async function loadTasks(page: Page): Promise<void> {
  if (page.training.store.getState().tasks !== undefined) return
  try {
    const tasks = await page.link.ask('tasks.list', {})
    page.training.store.setState({ tasks })
  } catch (error) {
    notifyFault(page.session, toFault(error))
  }
}

/** The task with its default parameters; the document takes over its fields and words. */
export async function chooseTask(page: Page, { id, title, params }: TaskInfo): Promise<void> {
  const defaults = Object.entries(params).map(([name, param]) => [name, param.default] as const)
  await learnFrom(page, `learn from ${title.charAt(0).toLowerCase()}${title.slice(1)}`, (document) => ({
    document: { ...document, task: { id, params: Object.fromEntries(defaults) } },
  }))
}

export async function setTaskParam(page: Page, { id, params }: TaskInfo, name: string, value: ParamValue) {
  await learnFrom(
    page,
    `set ${params[name]?.label.toLowerCase() ?? name} of the task`,
    (document) => ({
      document: { ...document, task: { id, params: { ...document.task?.params, [name]: value } } },
    }),
    `task ${name}`,
  )
}

/** The document takes over the words of the data; it learns from it until it is taken back. */
export function giveData(page: Page, data: TrainingData): Promise<void> {
  return learnFrom(page, `learn from ${data.name}`, (document) => ({ document, data }))
}

export async function giveFile(page: Page): Promise<void> {
  const file = await page.desk.chooseFile(DATA_FILES)
  if (file) await giveData(page, dataIn(file))
}

export async function giveFolder(page: Page): Promise<void> {
  const folder = await page.desk.chooseFolder()
  if (!folder) return
  const files = folder.files.map(({ name: path, bytes }) => ({ path, bytes }))
  await giveData(page, { name: folder.name, files })
}

export function dataIn({ name, bytes }: { readonly name: string; readonly bytes: Uint8Array }): TrainingData {
  return { name, files: [{ path: name, bytes }] }
}

/** Back to the document's task. */
export function takeDataBack(page: Page): void {
  const key = documentKey(page.documents.getState())
  page.training.store.setState(({ data }) => {
    const { [key]: _, ...rest } = data
    return { data: rest }
  })
}

/** One undo step: what the document is made into is asked of the engine, which refuses what does not fit. */
async function learnFrom(
  page: Page,
  step: string,
  ask: (document: HeedDocument) => { readonly document: HeedDocument; readonly data?: TrainingData },
  gesture?: string,
): Promise<void> {
  const before = page.documents.getState()
  const asked = ask(before.document)
  try {
    const { document, notes, found } = await page.link.ask('document.adopt', asked)
    const now = page.documents.getState()
    if (now.opening !== before.opening || now.document !== before.document) return
    const key = documentKey(now)
    takeDataBack(page)
    const { data } = asked
    if (data && found)
      page.training.store.setState((state) => ({ data: { ...state.data, [key]: { data, found } } }))
    change(page.documents, step, between(before.document, document), gesture)
    // Weights of other words mean nothing for these.
    const begins = notes.length > 0 && before.weights !== ''
    if (begins) setWeights(page.documents, '')
    const words = [...notes, ...(begins ? ['The network begins untrained.'] : [])].join(' ')
    if (words !== '') notify(page.session, 'hint', words)
    page.training.store.setState(({ defaults: { [key]: _, ...defaults } }) => ({ defaults }))
    const { settings } = await page.link.ask('train.defaults', {
      document: page.documents.getState().document,
    })
    page.training.store.setState(({ defaults }) => ({ defaults: { ...defaults, [key]: settings } }))
    announce(page.session, data ? `It learns from ${data.name}` : 'It learns from the task')
  } catch (error) {
    notifyFault(page.session, toFault(error))
  }
}

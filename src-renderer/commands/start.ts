/** What begins with the page and lasts as long as it: listening to the host, keys, drops, the recovery copy, the word on leaving. */
import { giveModelFile, givePair, isForModel, isHalf } from '../model/modelFiles'
import { listenToModels } from '../model/modelRun'
import { beginModel, followSelection } from '../model/modelStore'
import { sidesOf } from '../model/side'
import { keepRecovery } from '../stores/recovery'
import { notifyFault } from '../stores/session'
import { goingOf } from '../training/store'
import { listenToTrainings } from '../training/training'
import { perform } from './commands'
import { readFile } from './desk'
import { openFile, showOpened } from './files'
import { isTyping, startKeys } from './keys'
import { openFiles, openPath, opensAModel } from './opening'
import type { Page } from './page'
import { listen } from './run'

export function startPage(page: Page, window: Window & typeof globalThis): void {
  const { documents, session, link } = page
  keepRecovery(documents, link, page.key, {
    set: (then, milliseconds) => window.setTimeout(then, milliseconds),
    clear: (timer) => window.clearTimeout(timer as number | undefined),
    now: () => Date.now(),
  })
  listen(page)
  listenToTrainings(page)
  listenToModels(page)
  followSelection(page)
  startKeys(page, window)

  session.setState({ link: link.state })
  link.onState((state) => {
    session.setState({ link: state })
    if (state === 'connected') listTemplates(page)
  })
  listTemplates(page)
  link.on('host.command', ({ command }) => hostCommand(page, window, command))
  link.on('host.opened', ({ opened }) => {
    const { dirty, document } = documents.getState()
    const question = `“${document.title}” has changes that no file holds. Leave it without saving?`
    if (!dirty || page.desk.confirm(question)) showOpened(page, opened)
  })
  link.on('host.openPath', ({ path }) => void openPath(page, path))
  link.on('host.refused', ({ fault }) => notifyFault(session, fault))
  session.subscribe((state, before) => {
    if (state.model !== before.model) beginModel(page, state.model)
  })

  window.addEventListener('beforeunload', (event) => {
    if (documents.getState().dirty || goingOf(page.training.store.getState())) event.preventDefault()
  })
  window.addEventListener('dragover', (event) => {
    if (event.dataTransfer?.types.includes('Files')) event.preventDefault()
  })
  window.addEventListener('drop', (event) => void dropped(page, event))
}

function listTemplates(page: Page): void {
  if (page.session.getState().templates !== undefined) return
  page.link.ask('templates.list', {}).then(
    (templates) => page.session.setState({ templates }),
    // A lost link says so by itself, and asks again when it is back.
    () => undefined,
  )
}

/** A menu's undo means the text while the user types, as it does without a menu. */
function hostCommand(page: Page, window: Window, command: string): void {
  const typing = isTyping(window.document.activeElement)
  if (typing && (command === 'edit.undo' || command === 'edit.redo')) {
    window.document.execCommand(command.slice('edit.'.length))
  } else perform(page, command)
}

async function dropped(page: Page, event: DragEvent): Promise<void> {
  const files = [...(event.dataTransfer?.files ?? [])]
  if (files.length === 0) return
  event.preventDefault()
  // The other half of a pair belongs to the model that is open.
  const own = files.every(({ name }) => isForModel(page, name))
  if (!own && opensAModel(files)) return openFiles(page, files.map(page.desk.openable))
  for (const file of files) {
    if (isForModel(page, file.name) && isHalf(file.name)) {
      await givePair(page, sidesOf(page).first, [page.desk.openable(file)])
      continue
    }
    const given = await readFile(file)
    if (isForModel(page, given.name)) await giveModelFile(page, given)
    else await openFile(page, given)
  }
}

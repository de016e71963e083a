/** Everything that has a key or a menu entry, as data: the top bar, the command palette, the shortcuts' page and the keyboard read it. */
import { toFault } from '#shared/base/fault'
import { runOpenedModel } from '../model/modelStore'
import { notify } from '../stores/session'
import { beginTour } from '../tour/tour'
import { trainingCommands } from '../training/trainingCommands'
import { pictureCommands } from '../views/save/pictureCommands'
import { aroundCommands, arrangeCommands } from './arrangeCommands'
import { mayTakeOut, takeOut } from './arranging'
import { type Command, editing, running, selected } from './command'
import {
  copySelection,
  deleteSelection,
  duplicate,
  pasteText,
  redoStep,
  selectAll,
  undoStep,
} from './editing'
import { exportOnnx, exportPytorch, newDocument, save, toDocument, toGallery } from './files'
import { deleteAndHeal } from './inserting'
import { closeInside, mayClose, mayOpen, showInside } from './inside'
import { open } from './opening'
import type { Page } from './page'
import { startRun, stopRun } from './run'
import { tidy } from './tidy'
import { viewCommands } from './viewCommands'

export const commands: readonly Command[] = [
  { id: 'file.new', title: 'New document', group: 'File', run: newDocument },
  {
    id: 'file.open',
    title: 'Open a document or model…',
    group: 'File',
    keys: ['$mod+o'],
    whileTyping: true,
    run: open,
  },
  {
    id: 'file.save',
    title: 'Save',
    group: 'File',
    keys: ['$mod+s'],
    whileTyping: true,
    when: editing,
    run: (page) => save(page),
  },
  {
    id: 'file.saveAs',
    title: 'Save as…',
    group: 'File',
    keys: ['$mod+Shift+s'],
    whileTyping: true,
    when: editing,
    run: (page) => save(page, true),
  },
  {
    id: 'file.export',
    title: 'Export as ONNX',
    group: 'File',
    keys: ['$mod+e'],
    whileTyping: true,
    when: editing,
    run: exportOnnx,
  },
  {
    id: 'file.export-pytorch',
    title: 'Export as PyTorch code',
    group: 'File',
    when: editing,
    run: exportPytorch,
  },
  ...pictureCommands,
  { id: 'file.gallery', title: 'Show the gallery of templates', group: 'File', run: toGallery },
  {
    id: 'file.back',
    title: 'Back to the document',
    group: 'File',
    when: (page) => !editing(page),
    run: toDocument,
  },
  {
    id: 'edit.undo',
    title: (page) => named('Undo', page.documents.getState().past.at(-1)?.name),
    group: 'Edit',
    keys: ['$mod+z'],
    when: (page) => editing(page) && page.documents.getState().past.length > 0,
    run: undoStep,
  },
  {
    id: 'edit.redo',
    title: (page) => named('Redo', page.documents.getState().future.at(-1)?.name),
    group: 'Edit',
    keys: ['$mod+y', '$mod+Shift+z'],
    when: (page) => editing(page) && page.documents.getState().future.length > 0,
    run: redoStep,
  },
  {
    id: 'edit.duplicate',
    title: 'Duplicate',
    group: 'Edit',
    keys: ['$mod+d'],
    when: selected,
    run: duplicate,
  },
  // Their keys are the browser's own, which keys.ts listens to as clipboard events.
  { id: 'edit.copy', title: 'Copy', group: 'Edit', when: selected, run: copyByCommand },
  {
    id: 'edit.cut',
    title: 'Cut',
    group: 'Edit',
    when: selected,
    run: async (page) => {
      if (await copyByCommand(page)) deleteSelection(page)
    },
  },
  { id: 'edit.paste', title: 'Paste', group: 'Edit', when: editing, run: pasteByCommand },
  {
    id: 'edit.delete',
    title: 'Delete',
    group: 'Edit',
    keys: ['Delete', 'Backspace'],
    when: (page) => selected(page) || (editing(page) && page.session.getState().selectedWires.size > 0),
    run: deleteSelection,
  },
  {
    id: 'edit.heal',
    title: 'Delete and heal: wire the neighbours to each other',
    group: 'Edit',
    keys: ['$mod+Delete', '$mod+Backspace'],
    when: selected,
    run: deleteAndHeal,
  },
  {
    id: 'edit.around',
    title: 'Put into a loop or group…',
    group: 'Edit',
    keys: ['$mod+g'],
    when: selected,
    run: (page) => page.session.setState({ popup: { type: 'around' } }),
  },
  ...aroundCommands(),
  {
    id: 'edit.takeOut',
    title: 'Take out of the loop or group, or take it away',
    group: 'Edit',
    keys: ['$mod+Shift+g'],
    when: (page) => editing(page) && mayTakeOut(page),
    run: takeOut,
  },
  ...arrangeCommands(),
  {
    id: 'edit.tidy',
    title: (page) =>
      page.session.getState().selectedNodes.size > 1 ? 'Tidy the selection' : 'Tidy the layout',
    group: 'Edit',
    keys: ['Shift+t'],
    when: (page) => editing(page) && Object.keys(page.documents.getState().document.nodes).length > 0,
    run: (page) => tidy(page),
  },
  {
    id: 'edit.selectAll',
    title: 'Select all',
    group: 'Edit',
    keys: ['$mod+a'],
    when: editing,
    run: selectAll,
  },
  {
    id: 'edit.add',
    title: 'Add a node…',
    group: 'Edit',
    keys: ['Shift+a'],
    when: editing,
    run: (page) => page.session.setState({ popup: { type: 'add' } }),
  },
  {
    id: 'edit.inside',
    title: 'Show what is inside',
    group: 'Edit',
    keys: ['i'],
    when: (page) => editing(page) && mayOpen(page),
    run: showInside,
  },
  {
    id: 'edit.close',
    title: 'Close into one node again',
    group: 'Edit',
    keys: ['Shift+i'],
    when: (page) => editing(page) && mayClose(page),
    run: closeInside,
  },
  {
    id: 'edit.wire',
    title: 'Wire the selected node…',
    group: 'Edit',
    keys: ['w'],
    when: (page) => editing(page) && page.session.getState().selectedNodes.size === 1,
    run: (page) => {
      const [node] = page.session.getState().selectedNodes
      if (node !== undefined) page.session.setState({ popup: { type: 'wire', node } })
    },
  },
  {
    id: 'run.start',
    title: 'Run',
    group: 'Run',
    keys: ['$mod+Enter'],
    whileTyping: true,
    when: (page) => page.session.getState().screen !== 'gallery',
    run: (page) => (editing(page) ? startRun(page) : runOpenedModel(page)),
  },
  {
    id: 'run.stop',
    title: 'Stop',
    group: 'Run',
    keys: ['$mod+Alt+Enter'],
    whileTyping: true,
    when: running,
    run: stopRun,
  },
  ...trainingCommands,
  ...viewCommands,
  {
    id: 'view.palette',
    title: 'All commands…',
    group: 'Help',
    keys: ['$mod+k'],
    whileTyping: true,
    run: (page) => page.session.setState({ popup: { type: 'commands' } }),
  },
  {
    id: 'help.tour',
    title: 'Take the tour (two minutes)',
    group: 'Help',
    run: beginTour,
  },
  {
    id: 'help.shortcuts',
    title: 'Keyboard shortcuts',
    group: 'Help',
    keys: ['Shift+?'],
    run: (page) => page.session.setState({ popup: { type: 'shortcuts' } }),
  },
]

export function commandOf(id: string): Command | undefined {
  return commands.find((command) => command.id === id)
}

export function titleOfCommand(page: Page, { title }: Command): string {
  return typeof title === 'string' ? title : title(page)
}

/** Does a command, when it can be done now. */
export function perform(page: Page, id: string): void {
  const command = commandOf(id)
  if (command === undefined || command.when?.(page) === false) return
  void command.run(page)
}

function named(verb: string, step: string | undefined): string {
  return step === undefined ? verb : `${verb}: ${step}`
}

async function copyByCommand(page: Page): Promise<boolean> {
  const text = copySelection(page)
  if (text === undefined) return false
  try {
    await page.desk.writeClipboard(text)
    return true
  } catch (error) {
    const { message } = toFault(error)
    notify(
      page.session,
      'hint',
      'The browser does not let the clipboard be written from here: use Ctrl+C.',
      message,
    )
    return false
  }
}

async function pasteByCommand(page: Page): Promise<void> {
  try {
    pasteText(page, await page.desk.readClipboard())
  } catch (error) {
    const { message } = toFault(error)
    notify(
      page.session,
      'hint',
      'The browser does not let the clipboard be read from here: use Ctrl+V.',
      message,
    )
  }
}

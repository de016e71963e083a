/** The keyboard: which command a key does, and how a key is written. Keys of the canvas do not fire while the user types. */
import { tinykeys } from 'tinykeys'
import { cancelDrag, dragging } from '../canvas/drag'
import { endDrawing, reachStore } from '../canvas/reach'
import { dismiss, select } from '../stores/session'
import { bindingStore, keysOf, recallBindings } from './bindings'
import { commands } from './commands'
import { copySelection, deleteSelection, pasteText } from './editing'
import type { Page } from './page'

export function startKeys(page: Page, window: Window & typeof globalThis): () => void {
  recallBindings(page.desk)
  let stopKeys = bindKeys(page, window)
  const stopListening = bindingStore.subscribe(() => {
    stopKeys()
    stopKeys = bindKeys(page, window)
  })
  const onCopy = (event: ClipboardEvent) => copied(page, event)
  const onPaste = (event: ClipboardEvent) => pasted(page, event)
  window.document.addEventListener('copy', onCopy)
  window.document.addEventListener('cut', onCopy)
  window.document.addEventListener('paste', onPaste)
  return () => {
    stopListening()
    stopKeys()
    window.document.removeEventListener('copy', onCopy)
    window.document.removeEventListener('cut', onCopy)
    window.document.removeEventListener('paste', onPaste)
  }
}

function bindKeys(page: Page, window: Window & typeof globalThis): () => void {
  const bindings: Record<string, (event: KeyboardEvent) => void> = {}
  for (const command of commands) {
    for (const keys of keysOf(command, bindingStore.getState())) {
      bindings[keys] = (event) => {
        if (event.defaultPrevented || (popupOpen(page) && command.id !== 'view.palette')) return
        if (isTyping(event.target) && !command.whileTyping) return
        if (onButton(event.target) && !keys.includes('$mod') && keys.includes('Enter')) return
        // A browser's own meaning of these keys (save page, find) never fits here.
        event.preventDefault()
        if (command.when?.(page) === false) return
        void command.run(page)
      }
    }
  }
  bindings.Escape = (event) => {
    if (!event.defaultPrevented && !popupOpen(page)) leave(page, event)
  }
  return tinykeys(window, bindings)
}

export function isTyping(target: EventTarget | null): boolean {
  if (!(target instanceof HTMLElement)) return false
  if (target instanceof HTMLInputElement)
    return !['checkbox', 'radio', 'range', 'button'].includes(target.type)
  return (
    target instanceof HTMLTextAreaElement || target instanceof HTMLSelectElement || target.isContentEditable
  )
}

const names: Readonly<Record<string, string>> = {
  $mod: 'Ctrl',
  Shift: 'Shift',
  Alt: 'Alt',
  Enter: 'Enter',
  Delete: 'Delete',
  Backspace: 'Backspace',
}

/** How a key is written for people: `Ctrl+Shift+Z`, `?`. */
export function shownKeys(keys: string): string {
  if (keys === 'Shift+?') return '?'
  return keys
    .split('+')
    .map((key) => names[key] ?? key.toUpperCase())
    .join('+')
}

/** Popup, then drag, then selection, then the loop that the focus lies in, then notices. */
function leave(page: Page, event: KeyboardEvent): void {
  if (isTyping(event.target)) {
    ;(event.target as HTMLElement).blur()
    return
  }
  const { notices, selectedNodes, selectedWires } = page.session.getState()
  const around = frameAround(page, event.target)
  if (reachStore.getState().from !== undefined) endDrawing()
  else if (dragging()) cancelDrag()
  else if (selectedNodes.size + selectedWires.size > 0) select(page.session, [])
  else if (around !== undefined) page.view.focusNode(around)
  else if (notices.length > 0) dismiss(page.session, notices.at(-1)!.id)
}

/** The loop or group around the node that has the keyboard's focus. */
function frameAround(page: Page, target: EventTarget | null): string | undefined {
  const id =
    target instanceof HTMLElement ? target.closest<HTMLElement>('.react-flow__node')?.dataset.id : undefined
  return id === undefined ? undefined : page.documents.getState().document.nodes[id]?.parent
}

function popupOpen(page: Page): boolean {
  return page.session.getState().popup !== undefined
}

function onButton(target: EventTarget | null): boolean {
  return target instanceof HTMLElement && target.closest('button, a, summary') !== null
}

function copied(page: Page, event: ClipboardEvent): void {
  if (isTyping(event.target) || page.session.getState().screen !== 'editor') return
  if (textIsMarked()) return
  const text = copySelection(page)
  if (text === undefined) return
  event.preventDefault()
  event.clipboardData?.setData('text/plain', text)
  if (event.type === 'cut') deleteSelection(page)
}

/** Text that the user marked is meant, where text is to be read; what a drag over the canvas happens to mark is not. */
function textIsMarked(): boolean {
  const marked = window.getSelection()
  if (marked === null || marked.toString() === '') return false
  const at = marked.anchorNode
  const element = at instanceof Element ? at : at?.parentElement
  return element?.closest('.panel, .dock, .notices') != null
}

function pasted(page: Page, event: ClipboardEvent): void {
  if (isTyping(event.target) || popupOpen(page) || page.session.getState().screen !== 'editor') return
  const text = event.clipboardData?.getData('text/plain') ?? ''
  if (text === '') return
  event.preventDefault()
  pasteText(page, text)
}

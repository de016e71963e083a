/** All that a command works on. The page has one; a test makes its own, without a window. */
import type { StoreApi } from 'zustand/vanilla'
import type { Point } from '#shared/document/editsPlaces'
import type { Link } from '../host/link'
import type { DocumentStore } from '../stores/document'
import type { RunState } from '../stores/run'
import type { SessionStore } from '../stores/session'
import type { SliceLog } from '../stores/slices'
import type { StateLog } from '../stores/states'
import type { Trainings } from '../training/store'

export interface Page {
  /** Names this page's unsaved work at the host, for as long as the page lives. */
  readonly key: string
  readonly documents: DocumentStore
  readonly session: SessionStore
  readonly runs: StoreApi<RunState>
  readonly slices: SliceLog
  readonly states: StateLog
  readonly training: Trainings
  readonly link: Link
  readonly desk: Desk
  readonly view: View
}

/** What a window gives beside the page. */
export interface Desk {
  /** Gives the user a file to keep. */
  download(bytes: Uint8Array, name: string): void
  /** Lets the user choose a file; undefined when dismissed. */
  chooseFile(accept: string): Promise<GivenFile | undefined>
  /** Lets the user choose a document, or a model with what lies beside it; empty when dismissed. */
  chooseFiles(): Promise<readonly OpenableFile[]>
  /** A file of the window, whose bytes are read when they are needed. */
  openable(file: File): OpenableFile
  /** Lets the user choose a folder: all files in it, named by their paths inside; undefined when dismissed. */
  chooseFolder(): Promise<{ readonly name: string; readonly files: readonly GivenFile[] } | undefined>
  /** Asks a question that needs an answer before going on. */
  confirm(question: string): boolean
  writeClipboard(text: string): Promise<void>
  readClipboard(): Promise<string>
  remember(key: string, value: string): void
  recall(key: string): string | undefined
  /** Runs when the page paints next, or soon when it is hidden. */
  nextFrame(then: () => void): void
}

/** A file that may be too large to be held: it is read in parts, or opened by its path where that is known. */
export interface OpenableFile {
  readonly name: string
  readonly size: number
  /** Where it lies, where the window knows it. */
  readonly path?: string | undefined
  read(from: number, to: number): Promise<Uint8Array>
}

export interface GivenFile {
  readonly name: string
  readonly bytes: Uint8Array
}

/** The part of the canvas that is seen. */
export interface View {
  /** Middle of what is seen, in canvas units. */
  centre(): Point
  /** Where the pointer was last, in canvas units; undefined when it is not over the canvas. */
  pointer(): Point | undefined
  /** Fits nodes into view: the given ones, or all. */
  fit(ids?: Iterable<string>): void
  /** Brings a node that was just placed into sight, where it is not. */
  reveal(id: string): void
  zoom(step: 1 | -1 | 0): void
  /** The room that a node takes, in canvas units; undefined when it is not drawn. */
  sizeOf(id: string): { readonly width: number; readonly height: number } | undefined
  /** The next change of the document moves nodes to where they come to lie, in sight of the user; `fit` shows all of them then. */
  glide(fit: boolean): void
  /** Moves the keyboard's focus. */
  focusNode(id: string): void
  focusPanel(): void
}

export const NO_VIEW: View = {
  centre: () => ({ x: 0, y: 0 }),
  pointer: () => undefined,
  fit: () => undefined,
  reveal: () => undefined,
  zoom: () => undefined,
  sizeOf: () => undefined,
  glide: () => undefined,
  focusNode: () => undefined,
  focusPanel: () => undefined,
}

/** The part of the conversation that opens files and walks through models made elsewhere. */
import type { OpenedDocument, OpenedModel } from './contract'
import type { ModelMatch, ModelNode, ModelScope } from './model'

/** A file that was opened before on this machine. */
export interface RecentFile {
  readonly path: string
  readonly name: string
  /** A document's title; a model's file name. */
  readonly title: string
  readonly kind: 'document' | 'model'
  /** When it was opened last, ISO 8601. */
  readonly date: string
  /** Why it cannot be opened now, in a sentence: it was moved or deleted. */
  readonly missing?: string | undefined
}

export interface ChosenFile {
  readonly path: string
  readonly kind: 'document' | 'model'
}

export interface OpeningRequests {
  /**
   * Opens a model that lies on this machine, over its own file: nothing of it is copied. Files that belong to it lie in its folder.
   * With a name in `run` it tells `run.progress` and can be stopped by `run.cancel`.
   */
  'model.openPath': { ask: { path: string; run?: string | undefined }; answer: OpenedModel }
  /** A document on this machine; it may be saved there again. */
  'document.openPath': { ask: { path: string }; answer: OpenedDocument }
  /** The host's own open dialog, where it has one, for documents and models; null when dismissed. */
  'file.choose': { ask: Record<string, never>; answer: ChosenFile | null }
  /** Files that the page holds as bytes (dropped into a browser) are stored once beside one another, piece by piece, and opened there. */
  'upload.begin': {
    ask: { files: readonly { readonly name: string; readonly size: number }[] }
    answer: { upload: string }
  }
  /** Pieces come in order; `file` counts the files as they were announced. At most {@link UPLOAD_PIECE} bytes. */
  'upload.piece': { ask: { upload: string; file: number; bytes: Uint8Array }; answer: { stored: number } }
  /** Opens the model among the files. They are deleted when nothing holds the model any more. */
  'upload.open': { ask: { upload: string; run?: string | undefined }; answer: OpenedModel }
  'upload.drop': { ask: { upload: string }; answer: Record<string, never> }
  /** One level of a model's hierarchy; `''` is the whole model. */
  'model.scope': { ask: { model: string; scope: string }; answer: ModelScope }
  /** Nodes by name, operator or tensor, the best matches first; `total` counts those beyond `limit` too. */
  'model.find': {
    ask: { model: string; text: string; limit: number }
    answer: { matches: readonly ModelMatch[]; total: number }
  }
  'model.node': { ask: { model: string; node: string }; answer: ModelNode }
  /** The newest first. */
  'recent.list': { ask: Record<string, never>; answer: readonly RecentFile[] }
  'recent.forget': { ask: { path: string }; answer: Record<string, never> }
}

export interface OpeningEvents {
  /** The host asks the page to open a file of this machine (command line, file association, a second start). */
  'host.openPath': ChosenFile
}

/** Bytes of one piece of an upload at the most. */
export const UPLOAD_PIECE = 4 * 2 ** 20

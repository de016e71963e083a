/**
 * A page without a window: the page's stores and commands behind verbs, for tests. Its host answers what a test tells it to, and it
 * remembers what was asked.
 */
import { expect } from 'vitest'
import { fault, toFault } from '#shared/base/fault'
import type { Answer, Ask, EventName, Events, Message, RequestName } from '#shared/contract/contract'
import type { PortRef } from '#shared/document/document'
import { addKind, connectPorts, redoStep, undoStep } from '../commands/editing'
import { type Desk, type GivenFile, NO_VIEW, type OpenableFile, type Page } from '../commands/page'
import { listen } from '../commands/run'
import { type ChannelEnd, createLink } from '../host/link'
import { createDocumentStore } from '../stores/document'
import { inferenceOf } from '../stores/inference'
import { createRunStore } from '../stores/run'
import { createSessionStore, select } from '../stores/session'
import { createSliceLog } from '../stores/slices'
import { createStateLog } from '../stores/states'
import { createTrainings } from '../training/store'
import { listenToTrainings } from '../training/training'

type Answers = { [N in RequestName]?: (ask: Ask<N>) => Answer<N> | Promise<Answer<N>> }

export class TestPage {
  readonly asked: { readonly name: RequestName; readonly ask: unknown }[] = []
  readonly downloads: GivenFile[] = []
  readonly page: Page
  confirms = true
  /** What the user chooses in a dialog. */
  chosen: readonly OpenableFile[] = []
  #frames: (() => void)[] = []
  #end: ChannelEnd | undefined

  constructor(readonly answers: Answers = {}) {
    const storage = new Map<string, string>()
    const desk: Desk = {
      download: (bytes, name) => this.downloads.push({ bytes, name }),
      chooseFile: () => Promise.resolve(undefined),
      chooseFolder: () => Promise.resolve(undefined),
      chooseFiles: () => Promise.resolve(this.chosen),
      openable: (file) => ({
        name: file.name,
        size: file.size,
        read: async (from, to) => new Uint8Array(await file.slice(from, to).arrayBuffer()),
      }),
      confirm: () => this.confirms,
      writeClipboard: () => Promise.resolve(),
      readClipboard: () => Promise.resolve(''),
      remember: (key, value) => storage.set(key, value),
      recall: (key) => storage.get(key),
      nextFrame: (then) => this.#frames.push(then),
    }
    const link = createLink((end) => {
      this.#end = end
      return Promise.resolve({ send: (message) => void this.#answer(message), close: () => undefined })
    })
    this.page = {
      key: 'page',
      documents: createDocumentStore(),
      session: createSessionStore(),
      runs: createRunStore(),
      slices: createSliceLog(),
      states: createStateLog(),
      training: createTrainings(),
      link,
      desk,
      view: NO_VIEW,
    }
    this.page.session.setState({ screen: 'editor' })
    listen(this.page)
    listenToTrainings(this.page)
  }

  get document() {
    return this.page.documents.getState().document
  }

  get undoName() {
    return this.page.documents.getState().past.at(-1)?.name
  }

  add(kind: string, frame?: string): string {
    select(this.page.session, [])
    return addKind(this.page, kind, frame === undefined ? {} : { frame, at: { x: 0, y: 0 } })
  }

  /** `node.port` to `node.port`; gives the reason when it may not be. */
  wire(from: string, to: string): string | undefined {
    return connectPorts(this.page, end(from), end(to))
  }

  select(...ids: string[]): this {
    select(this.page.session, ids)
    return this
  }

  undo(): this {
    undoStep(this.page)
    return this
  }

  redo(): this {
    redoStep(this.page)
    return this
  }

  expectProblem(node: string, words: RegExp): this {
    const messages = (inferenceOf(this.document).problemsOf.get(node) ?? []).map(({ message }) => message)
    expect(messages.join('\n')).toMatch(words)
    return this
  }

  expectNoProblems(): this {
    expect(inferenceOf(this.document).problems).toEqual([])
    return this
  }

  emit<N extends EventName>(name: N, event: Events[N]): void {
    this.#end?.message({ type: 'event', name, event })
  }

  /** Paints: what waited for the next frame runs. */
  frame(): void {
    for (const then of this.#frames.splice(0)) then()
  }

  asks(name: RequestName): unknown[] {
    return this.asked.filter((each) => each.name === name).map(({ ask }) => ask)
  }

  async #answer(message: Message): Promise<void> {
    if (message.type !== 'ask') return
    const { id, name, ask } = message
    this.asked.push({ name, ask })
    const answer = this.answers[name] as ((ask: unknown) => unknown) | undefined
    try {
      if (answer === undefined) throw fault('unsupported', `This test's host does not answer ${name}.`)
      const value = await answer(ask)
      this.#end?.message({ type: 'answer', id, envelope: { ok: true, value } })
    } catch (error) {
      this.#end?.message({ type: 'answer', id, envelope: { ok: false, fault: toFault(error) } })
    }
  }
}

function end(text: string): PortRef {
  const [node = '', port = ''] = text.split('.')
  return { node, port }
}

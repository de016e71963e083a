/**
 * A page without a page that edits as fast as nobody can: the page's own document and the page's own keeper of copies, over the
 * WebSocket, and saves that follow each other. Each edit is a number, in the document's title and in the length of its note.
 */
import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { decodeHeedFile } from '#main/files/heedFile'
import type { Answer, Ask, RequestName } from '#shared/contract/contract'
import { NO_CHANGE } from '#shared/document/diff'
import { parseDocument } from '#shared/document/migrate'
import type { Link } from '../../src-renderer/host/link'
import {
  change,
  createDocumentStore,
  type DocumentStore,
  markSaved,
  show,
} from '../../src-renderer/stores/document'
import { keepRecovery } from '../../src-renderer/stores/recovery'
import { connectLink, type TestLink } from './link'
import type { RunningServer } from './server'

/** Milliseconds between two edits, at the most. */
const PACE = 30

export class Scribe {
  /** Saves that the host has answered. */
  saves = 0
  /** The highest edit that the host has said to have kept or saved. */
  acknowledged: number
  readonly #link: TestLink
  readonly #path: string
  readonly #store: DocumentStore = createDocumentStore()
  readonly #made = new Map<number, number>()
  #ended = false
  #stop: () => void = () => undefined

  /** Opens the file, and takes back what the one before has left. */
  static async at(server: RunningServer, path: string): Promise<Scribe> {
    const scribe = new Scribe(await connectLink(server), path)
    const opened = await scribe.#ask('document.openPath', { path })
    show(scribe.#store, opened)
    const saved = numberIn(opened.document.title)
    const [newest, ...others] = await scribe.#ask('recovery.list', {})
    if (newest !== undefined) {
      const { key } = newest
      const copy = await scribe.#ask('recovery.take', { key })
      const { document, weights, name } = copy
      if (numberIn(document.title) > saved) {
        show(scribe.#store, copy, true)
        await scribe.#ask('recovery.keep', { key: scribe.#key, document, weights, name, path })
      }
    }
    for (const { key } of newest === undefined ? [] : [newest, ...others])
      await scribe.#ask('recovery.drop', { key })
    scribe.acknowledged = scribe.number
    return scribe
  }

  private constructor(link: TestLink, path: string) {
    this.#link = link
    this.#path = path
    this.acknowledged = 0
  }

  readonly #key = `scribe-${Math.random()}`

  /** The edit that the document is at. */
  get number(): number {
    return numberIn(this.#store.getState().document.title)
  }

  /** When an edit was made, in milliseconds; undefined when it never was. */
  madeAt(number: number): number | undefined {
    return this.#made.get(number)
  }

  /** Edits and saves until it is ended. */
  begin(): void {
    this.#stop = keepRecovery(this.#store, this.#watched(), this.#key, {
      set: (then, milliseconds) => setTimeout(then, milliseconds),
      clear: (timer) => clearTimeout(timer as NodeJS.Timeout),
      now: () => Date.now(),
    })
    this.#edit()
    void this.#save()
  }

  end(): void {
    this.#ended = true
    this.#stop()
    this.#link.close()
  }

  #edit(): void {
    if (this.#ended) return
    const { document } = this.#store.getState()
    const number = this.number + 1
    const [title, note] = [`Edit ${number}`, 'A word. '.repeat(number % 2000)]
    this.#made.set(number, Date.now())
    change(this.#store, 'edit', {
      ...NO_CHANGE,
      fields: {
        title: { before: document.title, after: title },
        note: { before: document.note, after: note },
      },
    })
    setTimeout(() => this.#edit(), Math.random() * PACE)
  }

  async #save(): Promise<void> {
    while (!this.#ended) {
      const { document, weights, past, name } = this.#store.getState()
      const saved = await this.#ask('document.save', { document, weights, path: this.#path, name })
      if (saved === null) throw new Error('the host asked where to save to')
      this.saves += 1
      this.#say(document.title)
      markSaved(this.#store, past.at(-1), { ...saved, weights })
    }
  }

  /** The link as the keeper of copies uses it: what is answered is remembered. */
  #watched(): Pick<Link, 'ask' | 'onState'> {
    return {
      onState: () => () => undefined,
      ask: async (name, ask) => {
        const answer = await this.#ask(name, ask)
        if (name === 'recovery.keep') this.#say((ask as Ask<'recovery.keep'>).document.title)
        return answer
      },
    }
  }

  #say(title: string): void {
    this.acknowledged = Math.max(this.acknowledged, numberIn(title))
  }

  async #ask<N extends RequestName>(name: N, ask: Ask<N>): Promise<Answer<N>> {
    const envelope = await this.#link.ask(name, ask)
    if (!envelope.ok) throw new Error(envelope.fault.message)
    return envelope.value
  }
}

/** Titles of the copies under a server's home. @throws when one of them is not whole */
export async function keptTitles(home: string): Promise<string[]> {
  const folder = join(home, '.cache', 'heed', 'recovery')
  const names = (await readdir(folder).catch(() => [])).filter((name) => name.endsWith('.json'))
  const texts = await Promise.all(names.map((name) => readFile(join(folder, name), 'utf8')))
  return texts.map((text) => {
    const document = parseDocument((JSON.parse(text) as { document: unknown }).document)
    if (!document.ok) throw new Error(document.error.message)
    return document.value.title
  })
}

/** The edit that the newest copy under a server's home is at; 0 where there is none. */
export async function keptNumber(home: string): Promise<number> {
  return Math.max(0, ...(await keptTitles(home)).map(numberIn))
}

/** The edit that a saved file is at. @throws FaultError when it cannot be read */
export async function savedNumber(path: string): Promise<number> {
  return numberIn(decodeHeedFile(new Uint8Array(await readFile(path))).document.title)
}

function numberIn(title: string): number {
  return Number(/^Edit (\d+)$/.exec(title)?.[1] ?? 0)
}

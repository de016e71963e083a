/**
 * Copies of unsaved work, on disk: written after each change of a page, offered again when that page, or its whole host, is gone. One file
 * for each page; which pages still live is known here of this host's own, and of other hosts by a sign of life beside their copies.
 */
import { createHash } from 'node:crypto'
import { mkdir, readdir, readFile, rm, stat, utimes, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { z } from 'zod'
import { atomicWrite } from '#main/files/atomicWrite'
import { fault } from '#shared/base/fault'
import type { Ask, RecoveryInfo } from '#shared/contract/contract'
import type { HeedDocument } from '#shared/document/document'
import { parseDocument } from '#shared/document/migrate'

/** Milliseconds between signs of life. */
const BEAT = 2000
/** A host whose last sign is older than this is taken for dead, even where its process number is in use. */
const SILENT = 4 * BEAT
const KEPT_MS = 30 * 24 * 60 * 60 * 1000

const header = z.object({
  key: z.string(),
  pid: z.number(),
  at: z.number(),
  name: z.string(),
  path: z.string().optional(),
  weights: z.string(),
  document: z.unknown(),
})

type Copy = z.infer<typeof header>

export interface Recovered {
  readonly document: HeedDocument
  readonly weights: string
  readonly name: string
  readonly path?: string | undefined
}

export class Recoveries {
  readonly #folder: string | undefined
  /** Keys of pages that are connected to this host. */
  readonly #live = new Set<string>()
  /** The documents that pages have open, by page: their paths. */
  readonly #writing = new Map<string, Promise<void>>()
  #beat: NodeJS.Timeout | undefined

  /** @param folder where copies lie; without one nothing is kept */
  constructor(folder: string | undefined) {
    this.#folder = folder
  }

  /** A page's work as it is now. The answer comes when it lies on the disk. */
  async keep({ key, document, weights, path, name }: Ask<'recovery.keep'>): Promise<void> {
    const folder = this.#folder
    if (folder === undefined) return
    this.#live.add(key)
    const copy: Copy = {
      key,
      pid: process.pid,
      at: Date.now(),
      name,
      weights,
      document,
      ...(path && { path }),
    }
    await this.#next(key, async () => {
      await mkdir(folder, { recursive: true, mode: 0o700 })
      await this.#signOfLife(folder)
      await atomicWrite(fileOf(folder, key), new TextEncoder().encode(JSON.stringify(copy)))
    })
  }

  /** The work is saved, or nobody wants its copy. */
  async drop(key: string): Promise<void> {
    const folder = this.#folder
    if (folder !== undefined) await this.#next(key, () => rm(fileOf(folder, key), { force: true }))
  }

  /** A page has gone: what it left is offered from now on. */
  leave(key: string): void {
    this.#live.delete(key)
  }

  /** What pages left behind that are gone, newest first. */
  async list(): Promise<RecoveryInfo[]> {
    const left = (await this.#copies()).filter(({ living }) => !living)
    return left
      .map(({ copy: { key, at, name, document } }) => ({
        key,
        at,
        name,
        title: String((document as { title?: unknown } | null)?.title ?? name),
      }))
      .sort((a, b) => b.at - a.at)
  }

  /** Whether another page that lives has unsaved work on this file. */
  async isOpen(path: string, but: string | undefined): Promise<boolean> {
    return (await this.#copies()).some(({ living, copy }) => living && copy.path === path && copy.key !== but)
  }

  /** @throws FaultError `not-found` or `bad-file` */
  async take(key: string): Promise<Recovered> {
    const found = this.#folder === undefined ? undefined : await read(fileOf(this.#folder, key))
    if (!found) throw fault('not-found', 'This copy is no longer there.')
    const parsed = parseDocument(found.document)
    if (!parsed.ok)
      throw fault('bad-file', `The copy of “${found.name}” cannot be read: ${parsed.error.message}`)
    const { weights, name, path } = found
    return { document: parsed.value, weights, name, ...(path !== undefined && { path }) }
  }

  close(): void {
    clearInterval(this.#beat)
  }

  /** One after the other for each page, so that the last one said is the last one written. */
  async #next(key: string, work: () => Promise<void>): Promise<void> {
    const after = (this.#writing.get(key) ?? Promise.resolve()).catch(() => undefined).then(work)
    this.#writing.set(key, after)
    await after
  }

  async #signOfLife(folder: string): Promise<void> {
    if (this.#beat !== undefined) return
    const file = lifeOf(folder, process.pid)
    await writeFile(file, '')
    this.#beat = setInterval(() => {
      const now = new Date()
      void utimes(file, now, now).catch(() => undefined)
    }, BEAT)
    this.#beat.unref()
  }

  async #copies(): Promise<{ readonly copy: Copy; readonly living: boolean }[]> {
    const folder = this.#folder
    if (folder === undefined) return []
    const names = await readdir(folder).catch(() => [])
    const copies = await Promise.all(
      names.filter((name) => name.endsWith('.json')).map((name) => read(join(folder, name))),
    )
    const found: { copy: Copy; living: boolean }[] = []
    for (const copy of copies) {
      if (!copy) continue
      if (Date.now() - copy.at > KEPT_MS) await rm(fileOf(folder, copy.key), { force: true })
      else found.push({ copy, living: await this.#lives(folder, copy) })
    }
    return found
  }

  async #lives(folder: string, { key, pid }: Copy): Promise<boolean> {
    if (pid === process.pid) return this.#live.has(key)
    try {
      process.kill(pid, 0)
    } catch (error) {
      // A process of another user lives, too, but is none of ours.
      if ((error as NodeJS.ErrnoException).code !== 'EPERM') return false
    }
    const sign = await stat(lifeOf(folder, pid)).catch(() => undefined)
    return sign !== undefined && Date.now() - sign.mtimeMs < SILENT
  }
}

/** Keys come from pages: as names of files they are hashed. */
function fileOf(folder: string, key: string): string {
  return join(folder, `${createHash('sha256').update(key).digest('hex').slice(0, 32)}.json`)
}

function lifeOf(folder: string, pid: number): string {
  return join(folder, `${pid}.alive`)
}

async function read(path: string): Promise<Copy | undefined> {
  try {
    return header.parse(JSON.parse(await readFile(path, 'utf8')))
  } catch {
    return undefined
  }
}

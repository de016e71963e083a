/**
 * Copies of unsaved work, on disk: written after each change of a page, offered again when that page, or its whole host, is gone. One file
 * for each page, and a small one that says which document it shows; which pages still live is known here of this host's own, and of other
 * hosts by a sign of life beside their copies.
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
/** A sign or a half-written file of this age is of nobody who lives. */
const LEFT_MS = 60 * 60 * 1000
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

const shown = z.object({ key: z.string(), pid: z.number(), path: z.string() })

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

  /** Which file a page shows: none where `path` is undefined. */
  async hold(key: string, path: string | undefined): Promise<void> {
    const folder = this.#folder
    if (folder === undefined) return
    this.#live.add(key)
    await this.#next(key, async () => {
      if (path === undefined) return rm(fileOf(folder, key, 'open'), { force: true })
      await mkdir(folder, { recursive: true, mode: 0o700 })
      await this.#signOfLife(folder)
      const text = JSON.stringify({ key, pid: process.pid, path })
      await atomicWrite(fileOf(folder, key, 'open'), new TextEncoder().encode(text))
    })
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

  /** Whether a page that lives shows this file, other than those of the keys. */
  async isOpen(path: string, but: ReadonlySet<string>): Promise<boolean> {
    const folder = this.#folder
    if (folder === undefined) return false
    for (const name of await namesIn(folder, '.open')) {
      const held = shown.safeParse(await json(join(folder, name))).data
      if (held === undefined) continue
      if (!(await this.#lives(folder, held))) await rm(join(folder, name), { force: true })
      else if (held.path === path && !but.has(held.key)) return true
    }
    return false
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
    await tidy(folder)
    this.#beat = setInterval(() => {
      const now = new Date()
      void utimes(file, now, now).catch(() => undefined)
    }, BEAT)
    this.#beat.unref()
  }

  async #copies(): Promise<{ readonly copy: Copy; readonly living: boolean }[]> {
    const folder = this.#folder
    if (folder === undefined) return []
    const names = await namesIn(folder, '.json')
    const copies = await Promise.all(names.map((name) => read(join(folder, name))))
    const found: { copy: Copy; living: boolean }[] = []
    for (const copy of copies) {
      if (!copy) continue
      if (Date.now() - copy.at > KEPT_MS) await rm(fileOf(folder, copy.key), { force: true })
      else found.push({ copy, living: await this.#lives(folder, copy) })
    }
    return found
  }

  async #lives(folder: string, { key, pid }: Pick<Copy, 'key' | 'pid'>): Promise<boolean> {
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
function fileOf(folder: string, key: string, extension: 'json' | 'open' = 'json'): string {
  return join(folder, `${createHash('sha256').update(key).digest('hex').slice(0, 32)}.${extension}`)
}

function lifeOf(folder: string, pid: number): string {
  return join(folder, `${pid}.alive`)
}

async function namesIn(folder: string, ending: string): Promise<string[]> {
  return (await readdir(folder).catch(() => [])).filter((name) => name.endsWith(ending))
}

/** What hosts that were killed leave behind beside copies: signs of life, and files that were half written. */
async function tidy(folder: string): Promise<void> {
  for (const name of [...(await namesIn(folder, '.alive')), ...(await namesIn(folder, '.tmp'))]) {
    const found = await stat(join(folder, name)).catch(() => undefined)
    if (found && Date.now() - found.mtimeMs > LEFT_MS) await rm(join(folder, name), { force: true })
  }
}

async function json(path: string): Promise<unknown> {
  try {
    return JSON.parse(await readFile(path, 'utf8'))
  } catch {
    return undefined
  }
}

async function read(path: string): Promise<Copy | undefined> {
  return header.safeParse(await json(path)).data
}

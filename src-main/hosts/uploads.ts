/**
 * Files that a page gives as bytes, stored once in a folder of their own so that the engine can open them by path: a model and what lies
 * beside it. They come piece by piece, and never lie in memory as a whole.
 */
import { randomUUID } from 'node:crypto'
import { rmSync } from 'node:fs'
import { type FileHandle, mkdtemp, open, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { basename, join } from 'node:path'
import { fault } from '#shared/base/fault'

/** Bytes of one upload at the most: a model's file and its external data. */
const LARGEST = 64 * 2 ** 30
/** Uploads that are kept at the most; the ones begun longest ago make room, unless a model of theirs is held. */
const MOST = 8

interface Stored {
  readonly name: string
  readonly size: number
  readonly path: string
  handle: FileHandle | undefined
  written: number
}

interface Upload {
  readonly folder: string
  readonly files: readonly Stored[]
  /** Pieces are written one after the other. */
  last: Promise<unknown>
}

export class Uploads {
  readonly #uploads = new Map<string, Upload>()

  async begin(files: readonly { readonly name: string; readonly size: number }[]): Promise<string> {
    const total = files.reduce((sum, { size }) => sum + size, 0)
    if (total > LARGEST)
      throw fault(
        'too-large',
        `These files have ${gigabytes(total)} GB; Heed stores up to ${gigabytes(LARGEST)} GB. Open the model by its path instead.`,
      )
    const names = new Set<string>()
    for (const { name } of files) {
      if (!plain(name)) throw fault('bad-input', `“${name}” is no file name.`)
      if (names.has(name)) throw fault('bad-input', `Two of the files are called “${name}”.`)
      names.add(name)
    }
    const folder = await mkdtemp(join(tmpdir(), 'heed-model-'))
    const upload = randomUUID()
    const stored = files.map(({ name, size }) => ({
      name,
      size,
      path: join(folder, name),
      handle: undefined,
      written: 0,
    }))
    this.#uploads.set(upload, { folder, files: stored, last: Promise.resolve() })
    for (const oldest of [...this.#uploads.keys()].slice(0, -MOST)) await this.drop(oldest)
    return upload
  }

  /** Bytes of the file that are stored now. */
  async piece(upload: string, file: number, bytes: Uint8Array): Promise<number> {
    const held = this.#of(upload)
    const stored = held.files[file]
    if (stored === undefined) throw fault('bad-input', `The upload has no file ${file}.`)
    const work = held.last.then(async () => {
      if (stored.written + bytes.length > stored.size)
        throw fault('bad-input', `${stored.name} was announced with ${stored.size} bytes, and more came.`)
      try {
        stored.handle ??= await open(stored.path, 'wx', 0o600)
        for (let at = 0; at < bytes.length; ) {
          const { bytesWritten } = await stored.handle.write(
            bytes,
            at,
            bytes.length - at,
            stored.written + at,
          )
          at += bytesWritten
        }
      } catch (error) {
        throw unstored(error, stored.name)
      }
      stored.written += bytes.length
      if (stored.written === stored.size) await close(stored)
      return stored.written
    })
    held.last = work.catch(() => undefined)
    return work
  }

  /** The path of the one model among the files, when all of them are stored. */
  async modelOf(upload: string): Promise<string> {
    const { files, last } = this.#of(upload)
    await last
    for (const stored of files) {
      if (stored.written < stored.size)
        throw fault(
          'bad-input',
          `${stored.name} has not arrived: ${stored.written} of ${stored.size} bytes are there. Give it again.`,
        )
      if (stored.size === 0) {
        stored.handle ??= await open(stored.path, 'w', 0o600)
        await close(stored)
      }
    }
    const models = files.filter(({ name }) => /\.onnx$/i.test(name))
    const only = models.length > 1 ? encoderAmong(models) : models[0]
    if (only === undefined)
      throw fault(
        'bad-input',
        models.length === 0
          ? 'There is no model (.onnx) among these files.'
          : `There are ${models.length} models among these files: ${models.map(({ name }) => name).join(', ')}. Open one at a time.`,
      )
    return only.path
  }

  async drop(upload: string): Promise<void> {
    const held = this.#uploads.get(upload)
    if (held === undefined) return
    this.#uploads.delete(upload)
    await held.last
    await Promise.all(held.files.map(close))
    await rm(held.folder, { recursive: true, force: true })
  }

  /** At once: the host is about to end. */
  close(): void {
    for (const { folder } of this.#uploads.values()) rmSync(folder, { recursive: true, force: true })
    this.#uploads.clear()
  }

  #of(upload: string): Upload {
    const held = this.#uploads.get(upload)
    if (held === undefined) throw fault('not-found', 'This upload is no longer held. Give the files again.')
    return held
  }
}

/** An encoder finds the decoders that lie beside it by their names. */
function encoderAmong(models: readonly Stored[]): Stored | undefined {
  const encoders = models.filter(({ name }) => /encoder/i.test(name))
  const decoders = models.filter(({ name }) => /decoder/i.test(name))
  const halves = encoders.length === 1 && encoders.length + decoders.length === models.length
  return halves ? encoders[0] : undefined
}

async function close(stored: Stored): Promise<void> {
  const { handle } = stored
  stored.handle = undefined
  await handle?.close()
}

function plain(name: string): boolean {
  return basename(name) === name && name !== '.' && name !== '..' && !/[\\/:\0]/.test(name)
}

function unstored(error: unknown, name: string): Error {
  const code = (error as NodeJS.ErrnoException | null)?.code
  const why =
    code === 'ENOSPC' ? 'there is no room left in the temporary folder' : 'the temporary folder refuses it'
  return fault('bad-file', `${name} could not be stored: ${why}. Open the model by its path instead.`, error)
}

function gigabytes(bytes: number): number {
  return Math.round(bytes / 2 ** 30)
}

/**
 * Weights by name, in memory and in a folder that may be deleted at any time: so a page that outlives its host (a recovery copy, a
 * connection that comes back) finds its weights again. The name is made from the numbers: the same weights have the same name.
 */
import { createHash } from 'node:crypto'
import { mkdir, readdir, rm, stat } from 'node:fs/promises'
import { join } from 'node:path'
import type { Weights } from '#main/engine/protocol'
import { atomicWrite } from '#main/files/atomicWrite'
import { decodeSafetensors, encodeSafetensors } from '#main/files/safetensors'
import { readUserFile } from './disk'

/** The name of no weights at all: every parameter has its seeded initial value. */
const NO_WEIGHTS = ''

const KEY = /^weights-[0-9a-f]{64}$/
const KEPT_MS = 30 * 24 * 60 * 60 * 1000

export class WeightsShelf {
  readonly #held = new Map<string, Weights>([[NO_WEIGHTS, {}]])
  readonly #folder: string | undefined

  /** @param folder where a copy is kept; in memory only when absent */
  constructor(folder?: string) {
    this.#folder = folder
    if (folder !== undefined) void forgetOld(folder)
  }

  /** Keeps weights and names them. */
  put(weights: Weights): string {
    if (Object.keys(weights).length === 0) return NO_WEIGHTS
    const bytes = encodeSafetensors(weights)
    const key = `weights-${createHash('sha256').update(bytes).digest('hex')}`
    if (!this.#held.has(key)) {
      this.#held.set(key, weights)
      if (this.#folder !== undefined) void writeCopy(this.#folder, key, bytes)
    }
    return key
  }

  /** The weights of that name; undefined when they are nowhere. */
  async get(key: string): Promise<Weights | undefined> {
    const held = this.#held.get(key)
    if (held !== undefined || this.#folder === undefined || !KEY.test(key)) return held
    const copy = await readCopy(this.#folder, key)
    if (copy !== undefined) this.#held.set(key, copy)
    return copy
  }
}

function pathOf(folder: string, key: string): string {
  return join(folder, `${key}.safetensors`)
}

/** The copy is a convenience: a disk that is full or read-only does not stop anyone from working. */
async function writeCopy(folder: string, key: string, bytes: Uint8Array): Promise<void> {
  try {
    await mkdir(folder, { recursive: true, mode: 0o700 })
    await atomicWrite(pathOf(folder, key), bytes)
  } catch {
    return
  }
}

async function readCopy(folder: string, key: string): Promise<Weights | undefined> {
  try {
    return decodeSafetensors(await readUserFile(pathOf(folder, key))).tensors
  } catch {
    return undefined
  }
}

async function forgetOld(folder: string): Promise<void> {
  const names = await readdir(folder).catch(() => [])
  for (const name of names.filter((each) => each.endsWith('.safetensors'))) {
    const path = join(folder, name)
    const found = await stat(path).catch(() => undefined)
    if (found && Date.now() - found.mtimeMs > KEPT_MS) await rm(path, { force: true }).catch(() => undefined)
  }
}

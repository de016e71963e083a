/** A file read in order with a bounded window: fields are looked at where they lie, payloads are stepped over without being read. */
import type { FileHandle } from 'node:fs/promises'
import { fault } from '#shared/base/fault'

/** Bytes that are read at once. */
const WINDOW = 2 ** 18

export class FileWindow {
  /** Of the next byte, from the start of the file. */
  position = 0
  readonly size: number
  readonly #file: FileHandle
  #bytes = Buffer.alloc(WINDOW)
  /** Where the window begins in the file, and how many bytes it holds. */
  #from = 0
  #held = 0

  constructor(file: FileHandle, size: number) {
    this.#file = file
    this.size = size
  }

  /** Whether this many bytes (or all that are left) are in the window. */
  has(count: number): boolean {
    const until = Math.min(this.position + count, this.size)
    return this.position >= this.#from && until <= this.#from + this.#held
  }

  /** Brings bytes from `position` on into the window: `count` of them, or all that are left. */
  async fill(count: number): Promise<void> {
    if (this.has(count)) return
    const wanted = Math.min(Math.max(count, WINDOW), this.size - this.position)
    if (this.#bytes.length < wanted) this.#bytes = Buffer.alloc(wanted)
    else if (this.#bytes.length > WINDOW && wanted <= WINDOW) this.#bytes = Buffer.alloc(WINDOW)
    this.#from = this.position
    this.#held = 0
    while (this.#held < wanted) {
      const { bytesRead } = await this.#file.read(
        this.#bytes,
        this.#held,
        wanted - this.#held,
        this.#from + this.#held,
      )
      if (bytesRead === 0)
        throw fault('bad-file', 'The file became shorter while it was read. Open it again.')
      this.#held += bytesRead
    }
  }

  /** Bytes of the window, as a view that the next `fill` makes stale. They must be there: see {@link has}. */
  view(from: number, to: number): Uint8Array {
    return this.#bytes.subarray(from - this.#from, to - this.#from)
  }

  byte(): number {
    return this.#bytes[this.position++ - this.#from]!
  }
}

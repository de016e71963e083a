/** A file read in order with a bounded window: fields are looked at where they lie, payloads are stepped over without being read. */
import { readSync } from 'node:fs'
import { fault } from '#shared/base/fault'

/** Bytes that are read at once: few behind a jump, for the next jump may be near; more and more where reading goes on. */
const SHORTEST = 2 ** 13
const LONGEST = 2 ** 18

export class FileWindow {
  /** Of the next byte, from the start of the file. */
  position = 0
  readonly size: number
  readonly #file: number
  #bytes = Buffer.alloc(SHORTEST)
  #window = SHORTEST
  /** Where the window begins in the file, and how many bytes it holds. */
  #from = 0
  #held = 0

  constructor(file: number, size: number) {
    this.#file = file
    this.size = size
  }

  /** Whether this many bytes (or all that are left) are in the window. */
  has(count: number): boolean {
    const until = Math.min(this.position + count, this.size)
    return this.position >= this.#from && until <= this.#from + this.#held
  }

  /** Brings bytes from `position` on into the window: `count` of them, or all that are left. */
  fill(count: number): void {
    if (this.has(count)) return
    const jumped = this.position > this.#from + this.#held
    this.#window = jumped ? SHORTEST : Math.min(this.#window * 2, LONGEST)
    const wanted = Math.min(Math.max(count, this.#window), this.size - this.position)
    // A large one is let go again: it was needed for one field.
    if (this.#bytes.length < wanted || this.#bytes.length > LONGEST) this.#bytes = Buffer.alloc(wanted)
    this.#from = this.position
    this.#held = 0
    while (this.#held < wanted) {
      const at = this.#from + this.#held
      const read = readSync(this.#file, this.#bytes, this.#held, wanted - this.#held, at)
      if (read === 0) throw fault('bad-file', 'The file became shorter while it was read. Open it again.')
      this.#held += read
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

/** Bytes that are written one after the other, without knowing how many there will be. */
export class Growing {
  #bytes = new Uint8Array(2 ** 16)
  length = 0

  add(bytes: Uint8Array): void {
    const needed = this.length + bytes.length
    if (needed > this.#bytes.length) {
      const larger = new Uint8Array(Math.max(needed, this.#bytes.length * 2))
      larger.set(this.#bytes.subarray(0, this.length))
      this.#bytes = larger
    }
    this.#bytes.set(bytes, this.length)
    this.length = needed
  }

  /** What was written; a view. */
  bytes(): Uint8Array {
    return this.#bytes.subarray(0, this.length)
  }
}

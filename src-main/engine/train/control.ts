/** What a person tells a training while it goes on: pause, go on, stop. */
export class TrainingControl {
  stopped = false
  #paused = false
  #wake: (() => void) | undefined

  get paused(): boolean {
    return this.#paused
  }

  pause(paused: boolean): void {
    this.#paused = paused
    this.#wake?.()
  }

  stop(): void {
    this.stopped = true
    this.#wake?.()
  }

  async whilePaused(): Promise<void> {
    while (this.#paused && !this.stopped)
      await new Promise<void>((resolve) => {
        this.#wake = resolve
      })
  }
}

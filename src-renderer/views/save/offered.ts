/** What commands save: what the view that was shown last offers. */
import type { Saveable } from './saving'

const stack: (() => Saveable)[] = []

export const offered = {
  /** Gives the function that takes the offer back. */
  offer(saveable: () => Saveable): () => void {
    stack.push(saveable)
    return () => {
      stack.splice(stack.indexOf(saveable), 1)
    }
  },
  now(): Saveable | undefined {
    return stack.at(-1)?.()
  },
  get any(): boolean {
    return stack.length > 0
  },
}

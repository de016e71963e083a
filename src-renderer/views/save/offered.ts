/** What commands save: what the view that was shown last offers. */
import type { Theme } from '../../theme/scale'
import { themeStore } from '../../theme/theme'
import type { Saveable } from './saving'

const stack: ((theme: Theme) => Saveable)[] = []

export const offered = {
  /** Gives the function that takes the offer back. */
  offer(saveable: (theme: Theme) => Saveable): () => void {
    stack.push(saveable)
    return () => {
      stack.splice(stack.indexOf(saveable), 1)
    }
  },
  now(): Saveable | undefined {
    return stack.at(-1)?.(themeStore.getState().theme)
  },
  get any(): boolean {
    return stack.length > 0
  },
}

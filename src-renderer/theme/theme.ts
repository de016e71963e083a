/** The theme that the person wants: the system's, or one of the two. Written on the page's root, where styles and canvases read it. */
import { createStore } from 'zustand/vanilla'
import type { Theme } from './scale'

export type Preference = 'system' | Theme

const KEY = 'heed.theme'

export const themeStore = createStore<{ readonly preference: Preference; readonly theme: Theme }>(() => ({
  preference: 'system',
  theme: 'light',
}))

/** Follows the preference and the system for as long as the page lives. */
export function startTheme(root: HTMLElement, storage: Storage): void {
  const dark = window.matchMedia('(prefers-color-scheme: dark)')
  function resolve(preference: Preference): Theme {
    if (preference !== 'system') return preference
    return dark.matches ? 'dark' : 'light'
  }
  themeStore.subscribe(({ preference, theme }) => {
    root.dataset.theme = theme
    storage.setItem(KEY, preference)
  })
  const kept = storage.getItem(KEY)
  const preference = kept === 'light' || kept === 'dark' ? kept : 'system'
  themeStore.setState({ preference, theme: resolve(preference) })
  dark.addEventListener('change', () =>
    themeStore.setState(({ preference: now }) => ({ theme: resolve(now) })),
  )
}

/** The other theme; the system's again when that is the same. */
export function toggleTheme(): void {
  const theme = themeStore.getState().theme === 'dark' ? 'light' : 'dark'
  const system = window.matchMedia('(prefers-color-scheme: dark)').matches ? 'dark' : 'light'
  themeStore.setState({ theme, preference: theme === system ? 'system' : theme })
}

/** Leaves subscribe to exactly what they show. */
import { useContext } from 'react'
import { useStore } from 'zustand'
import { page } from '../page'
import { themeStore } from '../theme/theme'
import type { DocumentState } from './document'
import type { RunState } from './run'
import type { SessionState } from './session'
import { ShownRunContext } from './shownRun'

export function useDocument<T>(of: (state: DocumentState) => T): T {
  return useStore(page.documents, of)
}

export function useSession<T>(of: (state: SessionState) => T): T {
  return useStore(page.session, of)
}

export function useRun<T>(of: (state: RunState) => T): T {
  return useStore(useContext(ShownRunContext).runs, of)
}

export function useThemeName(): 'light' | 'dark' {
  return useStore(themeStore, ({ theme }) => theme)
}

/** Leaves subscribe to exactly what they show. */
import { useStore } from 'zustand'
import { page } from '../page'
import type { TrainingState } from './store'

export function useTraining<T>(of: (state: TrainingState) => T): T {
  return useStore(page.training.store, of)
}

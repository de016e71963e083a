/** What of the overview of all heads can be saved. */
import { headsFile } from '#shared/pictures/headsFile'
import type { Theme } from '../../theme/scale'
import type { Saveable } from '../../views/save/saving'
import { type Side, sitesOf } from '../side'

export function saveableHeads({ store, thumbnails }: Side, theme: Theme, absolute: boolean): Saveable {
  const state = store.getState()
  const title = state.model?.name ?? 'Heads'
  const svg = (_: number, style?: string) =>
    headsFile(sitesOf(state), thumbnails, { title, theme, absolute }, style)
  return { name: title, pictures: [{ title: 'Heads', played: { steps: 1, svg } }], numbers: [] }
}

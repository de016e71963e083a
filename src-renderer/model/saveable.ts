/** What of a model's graph, and of a tensor of it, can be saved. */
import type { ModelScope, TensorView } from '#shared/contract/model'
import { levelFile, tensorFile } from '#shared/pictures/modelFiles'
import type { Theme } from '#shared/pictures/scale'
import type { Saveable } from '../views/save/saving'
import type { ShownLevel } from './graph/graphStore'

export function saveableLevel(model: string, scope: ModelScope, shown: ShownLevel, theme: Theme): Saveable {
  const svg = (_: number, style?: string) => levelFile(model, scope, shown, theme, style)
  const name = [model, ...scope.path.slice(1).map(({ title }) => title)].join(' ')
  return { name, pictures: [{ title: 'Graph', played: { steps: 1, svg } }], numbers: [] }
}

export function saveableTensor(view: TensorView, theme: Theme): Saveable {
  const svg = (_: number, style?: string) => tensorFile(view, theme, style)
  return { name: view.name, pictures: [{ title: 'Picture', played: { steps: 1, svg } }], numbers: [] }
}

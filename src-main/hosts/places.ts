/** Where Heed's own parts lie, seen from the bundled entry of a host (`out/main`). */
import { join } from 'node:path'

export interface Places {
  readonly engine: string
  readonly page: string
  readonly preload: string
  readonly templates: string
  readonly icon: string
}

/** @param entries folder of the bundled entries */
export function placesFrom(entries: string): Places {
  const root = join(entries, '..', '..')
  return {
    engine: join(entries, 'engine.js'),
    page: join(root, 'out', 'renderer'),
    preload: join(root, 'out', 'preload', 'index.cjs'),
    templates: join(root, 'resources', 'templates'),
    icon: join(root, 'resources', 'icon', 'heed.png'),
  }
}

/** Where Heed's own parts lie, seen from the bundled entry of a host (`out/main`). */
import { homedir } from 'node:os'
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

/** Where this user's programs keep what may be deleted at any time. */
export function userCache(
  platform: NodeJS.Platform,
  env: Readonly<Record<string, string | undefined>>,
  home: string = homedir(),
): string {
  if (platform === 'darwin') return join(home, 'Library', 'Caches', 'Heed')
  if (platform === 'win32') return join(env.LOCALAPPDATA ?? join(home, 'AppData', 'Local'), 'Heed', 'Cache')
  return join(env.XDG_CACHE_HOME || join(home, '.cache'), 'heed')
}

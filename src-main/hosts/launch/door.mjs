/** Window or browser: which door `npm start` opens, and why. */

/**
 * @param {{ platform: string, root: boolean, env: Record<string, string | undefined> }} machine
 * @returns {{ door: 'window' } | { door: 'browser', because?: string }}
 */
export function doorOf({ platform, root, env }) {
  if (env.BROWSER || env.PORT) return { door: 'browser' }
  if (platform === 'linux') {
    if (!env.DISPLAY && !env.WAYLAND_DISPLAY)
      return {
        door: 'browser',
        because: 'There is no display here, so Heed serves a browser instead of opening a window.',
      }
    if (root)
      return {
        door: 'browser',
        because:
          'Electron does not sandbox the administrator, so Heed serves a browser instead of opening a window.',
      }
  }
  return { door: 'window' }
}

/** Electron's binary, for the desktop project. */
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { root } from './places'

export const NO_ELECTRON = "Electron's binary is not on this machine: the desktop scenarios are skipped."

export function electronBinary(): string | undefined {
  const folder = join(root, 'node_modules', 'electron')
  try {
    const path = join(folder, 'dist', readFileSync(join(folder, 'path.txt'), 'utf8').trim())
    return existsSync(path) ? path : undefined
  } catch {
    return undefined
  }
}

/** Why the desktop scenarios cannot run here; undefined when they can. */
export function desktopProblem(): string | undefined {
  if (electronBinary() === undefined) return NO_ELECTRON
  if (process.platform === 'linux' && process.getuid?.() === 0)
    return 'Electron does not sandbox the administrator: the desktop scenarios are skipped.'
  if (process.platform === 'linux' && !process.env.DISPLAY && !process.env.WAYLAND_DISPLAY)
    return 'There is no display: the desktop scenarios are skipped.'
  return undefined
}

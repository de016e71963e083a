/** Opens the user's browser, where there is one. `BROWSER=none` opens none. */
import { spawn } from 'node:child_process'

/** The command that opens an address; undefined where none should or can be opened. */
export function browserCommand(
  platform: NodeJS.Platform,
  env: Readonly<Record<string, string | undefined>>,
): readonly [string, ...string[]] | undefined {
  const wish = env.BROWSER
  if (wish === 'none') return undefined
  if (wish) return [wish]
  if (platform === 'darwin') return ['open']
  if (platform === 'win32') return ['explorer.exe']
  return env.DISPLAY || env.WAYLAND_DISPLAY ? ['xdg-open'] : undefined
}

/** A browser that cannot be opened is no fault: the address is printed. */
export function openBrowser(address: string): void {
  const command = browserCommand(process.platform, process.env)
  if (!command) return
  const [program, ...rest] = command
  const child = spawn(program, [...rest, address], { stdio: 'ignore', detached: true })
  child.on('error', () => undefined)
  child.unref()
}

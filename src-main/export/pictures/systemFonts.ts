/** Fonts of this machine for letters that Heed's own lack: Chinese, Arabic, pictographs. Looked for when a picture needs one. */
import { readdir, readFile, stat } from 'node:fs/promises'
import { homedir } from 'node:os'
import { join } from 'node:path'
import { lettersIn } from './fontCoverage'

/** Files that are looked into, and bytes of one that are taken, at the most. */
const MOST_FILES = 3000
const LARGEST = 64e6
const DEEPEST = 5

type Environment = Readonly<Record<string, string | undefined>>

export function fontFolders(platform: NodeJS.Platform, home: string, env: Environment): string[] {
  if (platform === 'darwin') return ['/System/Library/Fonts', '/Library/Fonts', join(home, 'Library/Fonts')]
  if (platform === 'win32') {
    const own = env.LOCALAPPDATA === undefined ? [] : [join(env.LOCALAPPDATA, 'Microsoft/Windows/Fonts')]
    return [join(env.WINDIR ?? 'C:/Windows', 'Fonts'), ...own]
  }
  return [
    '/usr/share/fonts',
    '/usr/local/share/fonts',
    join(home, '.local/share/fonts'),
    join(home, '.fonts'),
  ]
}

export interface FoundFonts {
  readonly files: readonly Uint8Array[]
  /** Letters that no font has. */
  readonly missing: readonly number[]
}

/** The fewest fonts that have most of the letters. */
export async function fontsFor(
  letters: readonly number[],
  folders = fontFolders(process.platform, homedir(), process.env),
): Promise<FoundFonts> {
  const paths = (await Promise.all(folders.map((folder) => fontsIn(folder, DEEPEST)))).flat()
  const known: { readonly path: string; readonly has: ReadonlySet<number> }[] = []
  for (const path of paths.toSorted(plainFirst).slice(0, MOST_FILES)) {
    const has = await lettersIn(path, letters)
    if (has.length > 0) known.push({ path, has: new Set(has) })
  }
  const files: Uint8Array[] = []
  let missing = [...letters]
  const gainOf = ({ has }: { readonly has: ReadonlySet<number> }) =>
    missing.filter((letter) => has.has(letter)).length
  while (missing.length > 0) {
    const best = known.reduce<(typeof known)[number] | undefined>(
      (best, one) => (gainOf(one) > (best === undefined ? 0 : gainOf(best)) ? one : best),
      undefined,
    )
    if (best === undefined) break
    files.push(new Uint8Array(await readFile(best.path)))
    missing = missing.filter((letter) => !best.has.has(letter))
  }
  return { files, missing }
}

async function fontsIn(folder: string, deep: number): Promise<string[]> {
  const entries = await readdir(folder, { withFileTypes: true }).catch(() => [])
  const found = await Promise.all(
    entries.map(async (entry) => {
      const path = join(folder, entry.name)
      if (entry.isDirectory()) return deep > 0 ? fontsIn(path, deep - 1) : []
      if (!/\.(ttf|otf|ttc)$/i.test(entry.name)) return []
      const { size } = await stat(path).catch(() => ({ size: LARGEST + 1 }))
      return size <= LARGEST ? [path] : []
    }),
  )
  return found.flat()
}

/** Upright fonts without serifs go before others that have the same letters. */
function plainFirst(a: string, b: string): number {
  return oddness(a) - oddness(b) || a.localeCompare(b)
}

function oddness(path: string): number {
  return (
    (/bold|italic|oblique|condensed|narrow|light|thin|black/i.test(path) ? 2 : 0) +
    (/mono|serif/i.test(path) ? 1 : 0)
  )
}

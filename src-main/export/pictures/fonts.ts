/** Inter and JetBrains Mono as files, for pictures that are drawn without a browser. */
import { readFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { fault } from '#shared/base/fault'

const SETS = ['latin', 'latin-ext', 'cyrillic', 'greek', 'vietnamese']
const WEIGHTS = [400, 500, 600]

let read: Promise<Uint8Array[]> | undefined

/** WOFF2. @throws FaultError `not-found` where Heed was installed without its fonts */
export function fontFiles(): Promise<Uint8Array[]> {
  read ??= readFonts()
  return read
}

async function readFonts(): Promise<Uint8Array[]> {
  const { resolve } = createRequire(import.meta.url)
  const names = [
    ...SETS.flatMap((set) =>
      WEIGHTS.map((weight) => `@fontsource/inter/files/inter-${set}-${weight}-normal.woff2`),
    ),
    '@fontsource-variable/jetbrains-mono/files/jetbrains-mono-latin-wght-normal.woff2',
  ]
  try {
    return await Promise.all(names.map(async (name) => new Uint8Array(await readFile(resolve(name)))))
  } catch (error) {
    throw fault('not-found', 'The fonts that pictures are written with could not be read.', error)
  }
}

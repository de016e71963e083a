/** Inter and JetBrains Mono as files, for pictures that are drawn without a browser. */
import { readFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { fault } from '#shared/base/fault'
import { fontsFor } from './systemFonts'

const SETS = ['latin', 'latin-ext', 'cyrillic', 'greek', 'vietnamese']
const WEIGHTS = [400, 500, 600]

let read: Promise<Uint8Array[]> | undefined

/** WOFF2. @throws FaultError `not-found` where Heed was installed without its fonts */
function fontFiles(): Promise<Uint8Array[]> {
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

/** Written behind SVG text: the letters of a picture that Heed's own fonts lack. */
async function lettersBeyond(svg: string): Promise<number[]> {
  const letters = new Set<number>()
  for (const [letter] of svg.matchAll(/[^\p{ASCII}\p{Default_Ignorable_Code_Point}\p{Cc}]/gu))
    letters.add(letter.codePointAt(0)!)
  if (letters.size === 0) return []
  ranges ??= readRanges()
  const own = await ranges
  return [...letters].filter((letter) => !own.some(([first, last]) => letter >= first && letter <= last))
}

let ranges: Promise<readonly (readonly [number, number])[]> | undefined

/** What the sets of Inter hold, as their package says. */
async function readRanges(): Promise<(readonly [number, number])[]> {
  const { resolve } = createRequire(import.meta.url)
  const sets = JSON.parse(await readFile(resolve('@fontsource/inter/unicode.json'), 'utf8')) as Record<
    string,
    string
  >
  return SETS.flatMap((set) => (sets[set] ?? '').split(',')).map((range) => {
    const [first, last = first] = range.slice(2).split('-')
    return [Number.parseInt(first!, 16), Number.parseInt(last!, 16)] as const
  })
}

export interface PictureFonts {
  readonly files: readonly Uint8Array[]
  /** Letters of the picture that no font of this machine has. */
  readonly missing: string
}

let beyond: { readonly letters: string; readonly fonts: Promise<PictureFonts> } | undefined

/** Heed's own fonts, and those of this machine for letters that they lack. Frames of one GIF ask for the same. */
export async function fontsOf(svg: string): Promise<PictureFonts> {
  const own = await fontFiles()
  const letters = await lettersBeyond(svg)
  if (letters.length === 0) return { files: own, missing: '' }
  const key = String.fromCodePoint(...letters.toSorted((a, b) => a - b))
  if (beyond?.letters !== key) {
    const fonts = fontsFor(letters).then(({ files, missing }) => ({
      files: [...own, ...files],
      missing: String.fromCodePoint(...missing),
    }))
    beyond = { letters: key, fonts }
  }
  return beyond.fonts
}

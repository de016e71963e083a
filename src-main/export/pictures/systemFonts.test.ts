import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { expect, test } from 'vitest'
import { lettersIn } from './fontCoverage'
import { fontFolders, fontsFor } from './systemFonts'

/** Fonts that are there on every machine: those of equations. */
const folder = dirname(createRequire(import.meta.url).resolve('katex/dist/fonts/KaTeX_Main-Regular.ttf'))
const codes = (text: string) => Array.from(text, (letter) => letter.codePointAt(0)!)

test('a font tells which letters it has', async () => {
  expect(await lettersIn(join(folder, 'KaTeX_Main-Regular.ttf'), codes('AΩπ∀你'))).toEqual(codes('AΩ∀'))
  expect(await lettersIn(join(folder, 'KaTeX_AMS-Regular.ttf'), codes('aℵ⊊'))).toEqual(codes('⊊'))
})

test('few fonts serve all letters; what none has is told', async () => {
  const { files, missing } = await fontsFor(codes('∀∃⊊你'), [folder])
  expect(files).toHaveLength(2)
  expect(missing).toEqual(codes('你'))
  expect(await fontsFor(codes('你'), [join(folder, 'nowhere')])).toEqual({ files: [], missing: codes('你') })
})

test('what is no font, or ends early, has no letters', async () => {
  const place = await mkdtemp(join(tmpdir(), 'heed-fonts-'))
  try {
    const path = join(place, 'broken.ttf')
    for (const bytes of [
      [],
      [0, 1, 0, 0, 255, 255, 0, 0, 0, 0, 0, 0],
      Array.from({ length: 300 }, (_, i) => i),
    ]) {
      await writeFile(path, new Uint8Array(bytes))
      expect(await lettersIn(path, codes('A'))).toEqual([])
    }
  } finally {
    await rm(place, { recursive: true })
  }
})

test('each system has its folders', () => {
  expect(fontFolders('linux', '/home/a', {})).toContain('/usr/share/fonts')
  expect(fontFolders('darwin', '/Users/a', {})).toContain('/System/Library/Fonts')
  expect(fontFolders('win32', 'C:/Users/a', { WINDIR: 'D:/Windows' })[0]!.replaceAll('\\', '/')).toBe(
    'D:/Windows/Fonts',
  )
})

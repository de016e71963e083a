/** Pictures with captions: a file with one caption a line, `file⇥caption` or, in CSV, `file,caption`; a picture may have several. */
import Papa from 'papaparse'
import { toFault } from '#shared/base/fault'
import { tokenize, vocabularyOf } from '#shared/base/words'
import { decodePicture } from '../pictures/decode'
import { fitPicture } from '../pictures/fit'
import type { Example } from '../task'
import { canonical } from './canonical'
import { type Data, expectExamples, numberedLines, type Refused } from './data'

/** The grid of patches that pictures are fitted to. */
export interface PictureLayout {
  readonly rows: number
  readonly columns: number
  /** Pixels on each side of a patch. */
  readonly patch: number
  readonly channels: number
}

/** Values are told to this many decimals: more than 8 bits hold. */
const DECIMALS = 4
const EXTENSION = /\.(png|jpe?g)$/i

/**
 * Fields `picture` and `caption`, vocabulary `caption`. `load` gives the bytes of a file named by the captions; what it throws refuses the
 * line.
 * @throws FaultError `bad-file` where no picture with a caption can be read
 */
export async function readPictures(
  captions: string,
  name: string,
  load: (file: string) => Promise<Uint8Array>,
  layout: PictureLayout,
): Promise<Data> {
  const examples: Example[] = []
  const lines: number[] = []
  const refused: Refused[] = []
  let last: { readonly file: string; readonly picture: string } | undefined
  for (const [i, { line, text }] of numberedLines(captions).entries()) {
    const [file = '', said] = columnsOf(text)
    // "image,caption" above the first picture names the columns.
    if (i === 0 && !EXTENSION.test(file) && said !== undefined) continue
    const caption = canonical(said ?? '')
    if (file === '' || caption === '') {
      refused.push({ line, reason: `expected a file and its caption, found “${text.slice(0, 60)}”.` })
      continue
    }
    try {
      if (last?.file !== file) last = { file, picture: pictureText(await load(file), layout) }
      examples.push({ fields: { picture: last.picture, caption } })
      lines.push(line)
    } catch (error) {
      refused.push({ line, reason: `${file}: ${toFault(error).message.replace(/\.$/, '')}.` })
    }
  }
  const data: Data = {
    examples,
    lines,
    refused,
    fields: {
      picture: { role: 'input', sort: 'picture', label: 'Picture', ...layout },
      caption: { role: 'target', sort: 'words', label: 'Caption', vocabulary: 'caption' },
    },
    vocabularies: { caption: vocabularyOf(examples.flatMap(({ fields }) => tokenize(fields.caption ?? ''))) },
  }
  return expectExamples(data, name, 'pictures with captions, one a line: file, tab, caption')
}

function columnsOf(line: string): string[] {
  const tab = line.indexOf('\t')
  if (tab >= 0) return [line.slice(0, tab).trim(), line.slice(tab + 1)]
  const [file = '', ...rest] = Papa.parse<string[]>(line, { delimiter: ',' }).data[0] ?? []
  return rest.length > 0 ? [file.trim(), rest.join(',')] : [file.trim()]
}

function pictureText(bytes: Uint8Array, { rows, columns, patch, channels }: PictureLayout): string {
  const numbers = fitPicture(decodePicture(bytes), columns * patch, rows * patch, channels)
  return Array.from(numbers, (number) => String(Number(number.toFixed(DECIMALS)))).join(' ')
}

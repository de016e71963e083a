/** Widths of texts where nothing measures them: advances of Inter, so that a picture for paper is laid out alike everywhere. */

/** Of the characters from space to tilde, in thousandths of the font's size, at weight 400. */
const ADVANCES = [
  281, 288, 466, 633, 642, 982, 644, 300, 365, 365, 501, 662, 288, 460, 288, 360, 631, 407, 610, 618, 646,
  593, 620, 566, 619, 620, 288, 302, 662, 662, 662, 511, 966, 690, 654, 730, 722, 601, 590, 746, 743, 269,
  571, 672, 565, 903, 753, 765, 639, 765, 644, 642, 646, 744, 690, 985, 682, 679, 629, 365, 360, 365, 471,
  456, 323, 562, 612, 571, 612, 583, 370, 613, 591, 242, 242, 549, 242, 876, 591, 600, 612, 612, 376, 528,
  327, 591, 562, 818, 546, 562, 552, 426, 333, 426, 662,
]
/** Letters that the table does not hold are about as wide as these: accented Latin; Chinese, Japanese, Korean; pictographs. */
const OTHER = 590
const WIDE = 1000
const PICTOGRAPH = 1300
const FIRST_WIDE = 0x1100
/** How much wider weight 600 is. */
const BOLD = 1.035
/** Of JetBrains Mono each character. */
const MONO = 600

/** px */
export function textWidth(text: string, size: number, bold = false): number {
  let sum = 0
  for (const letter of lettersOf(text)) sum += advance(letter)
  return (sum / 1000) * size * (bold ? BOLD : 1)
}

export function monoWidth(text: string, size: number): number {
  return (lettersOf(text).length * MONO * size) / 1000
}

const PLAIN = /^[\x20-\x7e\u00a0-\u02ff]*$/
let segmenter: Intl.Segmenter | undefined

/** What a reader sees as one letter: marks belong to the letter before them, parts of a joined pictograph to each other. */
export function lettersOf(text: string): string[] {
  if (PLAIN.test(text)) return [...text]
  segmenter ??= new Intl.Segmenter(undefined, { granularity: 'grapheme' })
  return Array.from(segmenter.segment(text), ({ segment }) => segment)
}

function advance(letter: string): number {
  const code = letter.codePointAt(0) ?? 0
  const known = ADVANCES[code - 32]
  if (known !== undefined) return known
  // Marks without a letter, and what only says how others are joined or which way they run.
  if (/^[\p{M}\p{Default_Ignorable_Code_Point}\p{Cc}]/u.test(letter)) return 0
  if (/^(\p{Emoji_Presentation}|\p{Extended_Pictographic}\ufe0f|\p{Regional_Indicator})/u.test(letter))
    return PICTOGRAPH
  return code >= FIRST_WIDE && (code < 0x1e00 || code > 0x2e7f) ? WIDE : OTHER
}

/** The text, cut with an ellipsis where it is wider than `room` px; never inside of a letter. */
export function fitted(text: string, room: number, width: (text: string) => number): string {
  if (width(text) <= room) return text
  const letters = lettersOf(text)
  let [low, high] = [0, letters.length]
  while (low < high) {
    const middle = Math.ceil((low + high) / 2)
    if (width(`${letters.slice(0, middle).join('')}…`) <= room) low = middle
    else high = middle - 1
  }
  return `${letters.slice(0, low).join('').trimEnd()}…`
}

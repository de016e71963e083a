/** The one rule for names that files are proposed under. */

const LONGEST = 80

/** What a title is in a file's name, which every file system takes: its letters and digits, small, with hyphens between; or `untitled`. */
export function fileBase(title: string): string {
  const letters = title
    .normalize('NFKD')
    // Accents of Latin letters are what old programs stumble over; those of other scripts make other letters.
    .replace(/(\p{Script=Latin})\p{M}+/gu, '$1')
    .normalize('NFC')
    .toLowerCase()
    .replace(/[^\p{L}\p{M}\p{N}]+/gu, '-')
  return (
    [...letters]
      .slice(0, LONGEST)
      .join('')
      .replace(/^-+|-+$/g, '') || 'untitled'
  )
}

/** A title and an ending → `a-title.ending`. */
export function fileName(title: string, ending: string): string {
  return `${fileBase(title)}.${ending}`
}

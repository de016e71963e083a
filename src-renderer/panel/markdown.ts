/**
 * The part of Markdown that notes use, as data: headings, paragraphs, lists, tables, and in them strong, emphasis and code. There is no HTML and
 * no link in it: a note from a stranger's file can show text and nothing else.
 */
export interface Span {
  readonly text: string
  readonly look?: 'strong' | 'emphasis' | 'code'
}

export type Block =
  | { readonly type: 'heading' | 'paragraph'; readonly spans: readonly Span[] }
  | { readonly type: 'list'; readonly ordered: boolean; readonly items: readonly (readonly Span[])[] }
  | {
      readonly type: 'table'
      readonly head: readonly (readonly Span[])[]
      /** As many cells as the head has. */
      readonly rows: readonly (readonly (readonly Span[])[])[]
      /** Columns of numbers. */
      readonly right: readonly boolean[]
    }

export function parseNote(text: string): Block[] {
  const blocks: Block[] = []
  for (const part of text.replaceAll('\r', '').split(/\n\s*\n/)) {
    let lines: string[] = []
    const flush = () => {
      if (lines.length > 0) blocks.push(blockOf(lines))
      lines = []
    }
    for (const line of part.split('\n').filter((each) => each.trim() !== '')) {
      const heading = /^#{1,6}\s+(.*)$/.exec(line)
      if (heading === null) {
        if (lines.length > 0 && isItem(line) !== isItem(lines[0]!) && !/^\s/.test(line)) flush()
        lines.push(line)
      } else {
        flush()
        blocks.push({ type: 'heading', spans: parseSpans(heading[1]!) })
      }
    }
    flush()
  }
  return blocks
}

const ITEM = /^\s*(?:[-*]|\d+[.)])\s+/

function isItem(line: string): boolean {
  return ITEM.test(line)
}

/** `| --- | --: |` */
const RULE = /^\s*\|?\s*:?-+:?\s*(\|\s*:?-+:?\s*)*\|?\s*$/

function isTable([head = '', rule = '']: readonly string[]): boolean {
  return head.includes('|') && rule.includes('|') && RULE.test(rule)
}

function tableOf([head = '', rule = '', ...rows]: readonly string[]): Block {
  const titles = cellsOf(head)
  return {
    type: 'table',
    head: titles.map(parseSpans),
    rows: rows.map((row) => {
      const cells = cellsOf(row)
      return titles.map((_, i) => parseSpans(cells[i] ?? ''))
    }),
    right: titles.map((_, i) => (cellsOf(rule)[i] ?? '').endsWith(':')),
  }
}

function cellsOf(line: string): string[] {
  return line
    .trim()
    .replace(/^\||\|$/g, '')
    .split('|')
    .map((cell) => cell.trim())
}

function blockOf(lines: readonly string[]): Block {
  if (isTable(lines)) return tableOf(lines)
  if (!isItem(lines[0]!))
    return { type: 'paragraph', spans: parseSpans(lines.map((line) => line.trim()).join(' ')) }
  const items: string[] = []
  for (const line of lines) {
    if (isItem(line)) items.push(line.replace(ITEM, ''))
    else items[items.length - 1] += ` ${line.trim()}`
  }
  return { type: 'list', ordered: /^\s*\d/.test(lines[0]!), items: items.map(parseSpans) }
}

const SPAN = /\*\*([^*]+)\*\*|\*([^*]+)\*|_([^_]+)_|`([^`]+)`/g

export function parseSpans(text: string): Span[] {
  const spans: Span[] = []
  let from = 0
  for (const match of text.matchAll(SPAN)) {
    if (match.index > from) spans.push({ text: text.slice(from, match.index) })
    const [whole, strong, star, line, code] = match
    if (strong !== undefined) spans.push({ text: strong, look: 'strong' })
    else if (code !== undefined) spans.push({ text: code, look: 'code' })
    else spans.push({ text: star ?? line ?? '', look: 'emphasis' })
    from = match.index + whole.length
  }
  if (from < text.length) spans.push({ text: text.slice(from) })
  return spans
}

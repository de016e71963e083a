/** What a card of a level says, and how large it is: known before anything is drawn, so that a level is laid out without measuring. */
import type { LevelNode } from './repeats'

export interface CardText {
  readonly title: string
  /** Small, below the title. */
  readonly line: string
}

export interface CardSize {
  readonly width: number
  readonly height: number
}

const LETTER = 7.8
const SMALL_LETTER = 6.1
const NARROWEST = 88
/** Letters of a tensor's name that stand on a card. */
const NAME = 24
const WIDEST = 216
const SIDES = 28
/** Room of the mark for attention, and of the count of a stack. */
const MARK = 22
const COUNT = 34

export function cardText(node: LevelNode): CardText {
  switch (node.type) {
    case 'operator':
      return { title: node.operator ?? node.title, line: node.operator === node.title ? '' : shortName(node) }
    case 'scope':
      return { title: node.title, line: operatorsText(node.operators) }
    case 'stack':
      return {
        title: node.title,
        line:
          node.members![0]!.type === 'operator'
            ? 'of what lies in the file'
            : `${operatorsText(node.operators / node.members!.length)} each`,
      }
    case 'input':
      return { title: lastParts(node.title), line: 'input' }
    case 'output':
      return { title: lastParts(node.title), line: 'output' }
  }
}

export function cardSize(node: LevelNode): CardSize {
  const { title, line } = cardText(node)
  const marks = (node.sites.length > 0 ? MARK : 0) + (node.type === 'stack' ? COUNT : 0)
  const wanted = Math.max(title.length * LETTER + marks, line.length * SMALL_LETTER) + SIDES
  const width = Math.round(Math.min(WIDEST, Math.max(NARROWEST, wanted)))
  return { width, height: line === '' ? 34 : 46 }
}

/** What of a card can be entered, in words for a screen reader. */
export function cardLabel(node: LevelNode): string {
  const { title, line } = cardText(node)
  const sites = node.sites.length === 0 ? '' : `, ${node.sites.length} of attention`
  const how =
    node.type === 'stack'
      ? `, repeated ${node.members!.length} times: Enter unfolds`
      : node.enter.length > 0
        ? ', Enter opens'
        : ''
  return `${title}${line === '' ? '' : `, ${line}`}${sites}${how}`
}

export function operatorsText(count: number): string {
  const rounded = Math.round(count)
  return rounded === 1 ? '1 operator' : `${rounded.toLocaleString('en')} operators`
}

/** A tensor's name without the scopes that it lies in, as far as a card has room for it. */
function lastParts(name: string): string {
  if (name.length <= NAME) return name
  const parts = name.split(/(?<=[/.])/)
  let short = parts.pop() ?? name
  while (parts.length > 0 && short.length + parts.at(-1)!.length <= NAME) short = parts.pop()! + short
  return short
}

/** The last part of an operator's name; exporters write the whole path. */
function shortName({ title, operator = '' }: LevelNode): string {
  const last = title.split('/').findLast((part) => part !== '') ?? title
  return last === operator ? '' : last
}

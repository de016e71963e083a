/** What becomes of the tokens along one axis: sub-words are one word, special tokens are left out. */
import type { Token } from '../../contract/model'

export interface TokenChoice {
  /** Sub-words of one word become one. */
  readonly merge: boolean
  /** Special tokens are left out, and what is left of each row is made 1 again. */
  readonly hide: boolean
}

/** One row or column that is shown, and which tokens it stands for: `from` up to, not including, `to`. */
export interface TokenGroup {
  readonly label: string
  readonly from: number
  readonly to: number
}

export interface TokenPlan {
  readonly groups: readonly TokenGroup[]
  /** Positions of an axis that are not shown. */
  readonly hidden: readonly number[]
  /** Positions that the plan covers. */
  readonly size: number
}

/** A sign for a space that is a token of its own, before the word that it belongs to. */
const LONE_SPACE = /^[␣▁Ġ]$/
/** What tokenizers put before a word that a space stands before. */
const SPACE_BEFORE = /^[▁Ġ](?=.)/u

/**
 * The plan for an axis with these labels, of which the first ones are these tokens; positions beyond the tokens (words that are being
 * said and were not told of yet) stand for themselves. Undefined where nothing changes, or the tokens are not this axis's.
 */
export function tokenPlan(
  labels: readonly string[],
  tokens: readonly Token[] | undefined,
  { merge, hide }: TokenChoice,
): TokenPlan | undefined {
  if (tokens === undefined || tokens.length === 0 || (!merge && !hide)) return undefined
  const hidden: number[] = []
  const groups: TokenGroup[] = []
  for (let at = 0; at < labels.length; at++) {
    const token = tokens[at]
    if (hide && token?.special === true) {
      hidden.push(at)
      continue
    }
    const last = groups.at(-1)
    const word = token?.word
    const goesOn =
      merge && last !== undefined && last.to === at && word !== undefined && tokens[at - 1]?.word === word
    if (goesOn)
      groups[groups.length - 1] = {
        ...last,
        label: last.label.replace(LONE_SPACE, '') + labels[at]!,
        to: at + 1,
      }
    else groups.push({ label: labels[at]!, from: at, to: at + 1 })
  }
  if (merge)
    groups.forEach((group, i) => {
      groups[i] = { ...group, label: group.label.replace(SPACE_BEFORE, '') }
    })
  const same = hidden.length === 0 && groups.length === labels.length
  return same ? undefined : { groups, hidden, size: labels.length }
}

/** Whether sub-words could be merged at all. */
export function hasSubWords(tokens: readonly Token[] | undefined): boolean {
  return (
    tokens?.some(({ word }, at) => at > 0 && word !== undefined && tokens[at - 1]!.word === word) ?? false
  )
}

export function hasSpecial(tokens: readonly Token[] | undefined): boolean {
  return tokens?.some(({ special }) => special) ?? false
}

/** Words instead of tokens, in all views of a run. */
import { useMemo, useRef } from 'react'
import { createStore, useStore } from 'zustand'
import type { Token } from '#shared/contract/model'
import type { SiteInfo } from '#shared/contract/slice'
import type { Layer } from '#shared/pictures/model/heads'
import type { RowArrival, SiteHistory } from '#shared/pictures/model/history'
import type { Told } from '#shared/pictures/model/together'
import { hasSpecial, hasSubWords, type TokenChoice, tokenPlan } from '#shared/pictures/tokens/plan'
import { tokenFollower } from '#shared/pictures/tokens/tokenHistory'

/** Words are merged until somebody wants their parts; special tokens are there until somebody does not want them. */
export const tokenChoice = createStore<TokenChoice>(() => ({ merge: true, hide: false }))

export function chooseTokens(choice: TokenChoice): void {
  tokenChoice.setState(choice)
}

export interface ShownTokens {
  readonly told: readonly Told[]
  /** What can be done to the tokens of this site, and what is. */
  readonly canMerge: boolean
  readonly canHide: boolean
  readonly choice: TokenChoice
  /** Tells one state of the toggles from another. */
  readonly key: string
  /** Part of a row's weight that lies on hidden tokens. */
  readonly hiddenPart: ((row: RowArrival, layer: Layer) => number) | undefined
  /** What was done, in sentences. */
  readonly done: readonly string[]
}

type Tokens = Readonly<Record<string, readonly Token[]>> | undefined

/** What has come, with sub-words merged and special tokens hidden as it was chosen. */
export function useTokens(told: readonly Told[], site: SiteInfo | undefined, tokens: Tokens): ShownTokens {
  const choice = useStore(tokenChoice)
  const follower = useRef<ReturnType<typeof tokenFollower>>(undefined)
  follower.current ??= tokenFollower()
  const rows = tokensOf(tokens, site?.rowField)
  const columns = tokensOf(tokens, site?.columnField)
  const canMerge = hasSubWords(rows) || hasSubWords(columns)
  const canHide = hasSpecial(rows) || hasSpecial(columns)
  const merge = choice.merge && canMerge
  const hide = choice.hide && canHide
  const history = told.find((one) => one.site === site?.id)?.history
  // Histories grow in place: the number of their slices says that they did.
  const count = history?.slices.length ?? 0
  const made = useMemo(() => {
    if (history === undefined || count === 0 || (!merge && !hide)) return undefined
    const labels = longestLabels(history)
    const plans = [
      tokenPlan(labels.rows, rows, { merge, hide }),
      tokenPlan(labels.columns, columns, { merge, hide }),
    ] as const
    return plans.some((plan) => plan !== undefined) ? follower.current?.(history, ...plans) : undefined
  }, [history, count, rows, columns, merge, hide])
  return {
    told:
      made === undefined
        ? told
        : told.map((one) =>
            one.site === site?.id ? { ...one, history: made.history, source: history } : one,
          ),
    canMerge,
    canHide,
    choice,
    key: made === undefined ? '' : `${merge ? 'words' : ''} ${hide ? 'hidden' : ''}`,
    hiddenPart: made !== undefined && hide ? made.hiddenPart : undefined,
    done:
      made === undefined
        ? []
        : [
            ...(merge ? ['Sub-words are merged: summed over columns, averaged over rows.'] : []),
            ...(hide ? ['Special tokens are left out, and the rest of each row is made 1 again.'] : []),
          ],
  }
}

function tokensOf(tokens: Tokens, field: string | undefined): readonly Token[] | undefined {
  return field === undefined ? undefined : tokens?.[field]
}

function longestLabels({ passes }: SiteHistory) {
  let [rows, columns]: [readonly string[], readonly string[]] = [[], []]
  for (const { rowLabels, columnLabels } of passes.values()) {
    if (rowLabels.length > rows.length) rows = rowLabels
    if (columnLabels.length > columns.length) columns = columnLabels
  }
  return { rows, columns }
}

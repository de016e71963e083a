/** Which heads of a site are looked at: kept outside of the views, so that an overview can choose them and two panes share the choice. */
import { createStore } from 'zustand/vanilla'
import type { HeadChoice } from '#shared/pictures/model/heads'

export interface ChosenHeads {
  readonly site: string
  readonly choice: HeadChoice
}

export const headChoice = createStore<{ readonly chosen?: ChosenHeads | undefined }>(() => ({}))

export function chooseHeads(site: string, choice: HeadChoice): void {
  headChoice.setState({ chosen: { site, choice } })
}

/** One head alone, as a click on its thumbnail means it. */
export function chooseHead(site: string, head: number, heads: number): void {
  const others = Array.from({ length: heads }, (_, other) => other).filter((other) => other !== head)
  chooseHeads(site, { mode: 'each', hidden: new Set(others) })
}

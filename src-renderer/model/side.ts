/**
 * A model with its inputs and what a run of them showed. A page has two: what is looked at, and what it is compared with. The first
 * one's run is the page's own, so that everything else of the page sees it.
 */
import { createStore, type StoreApi } from 'zustand/vanilla'
import type { ModelSite, OpenedModel } from '#shared/contract/contract'
import { JOINED, type Joined, type ModelForm, type ModelInputs, type Token } from '#shared/contract/model'
import type { SiteInfo } from '#shared/contract/slice'
import { JOINED_SITES, joinedSite, knownSites } from '#shared/pictures/model/siteGroups'
import type { Page } from '../commands/page'
import { createRunStore, type RunState } from '../stores/run'
import { createSliceLog, type SliceLog } from '../stores/slices'
import { createThumbnailLog, type ThumbnailLog } from './thumbnails'

export type SideName = 'first' | 'second'

export interface SideState {
  readonly model?: OpenedModel | undefined
  readonly form?: ModelForm | undefined
  /** Why there is no form. */
  readonly formFault?: string | undefined
  /** What was typed and chosen; the form's own values stand for the rest. */
  readonly typed: ModelInputs
  /** Where tensors came from, by model input. */
  readonly tensorFiles: Readonly<Record<string, string>>
  /** Inputs of the run that is shown. */
  readonly ran?: ModelInputs | undefined
  readonly tokens: Readonly<Record<string, readonly Token[]>>
  readonly notes: readonly string[]
  /** What runs said of sites, which a file alone does not tell. */
  readonly infos: ReadonlyMap<string, SiteInfo>
  readonly joined: readonly Joined[]
}

export interface Side {
  readonly name: SideName
  readonly store: StoreApi<SideState>
  readonly runs: StoreApi<RunState>
  readonly slices: SliceLog
  readonly thumbnails: ThumbnailLog
}

export type Sides = Readonly<Record<SideName, Side>>

export const NO_SIDE: SideState = {
  typed: {},
  tensorFiles: {},
  tokens: {},
  notes: [],
  infos: new Map(),
  joined: JOINED,
}

const sidesOfPages = new WeakMap<object, Sides>()

/** Two sides for each page, made when they are first asked for. */
export function sidesOf(page: Pick<Page, 'runs' | 'slices'>): Sides {
  let sides = sidesOfPages.get(page.runs)
  if (sides === undefined) {
    const side = (name: SideName, runs: StoreApi<RunState>, slices: SliceLog): Side => ({
      name,
      store: createStore(() => NO_SIDE),
      runs,
      slices,
      thumbnails: createThumbnailLog(),
    })
    sides = {
      first: side('first', page.runs, page.slices),
      second: side('second', createRunStore(), createSliceLog()),
    }
    sidesOfPages.set(page.runs, sides)
  }
  return sides
}

/** All sites of a side: the model's, those of the other half of a pair, and those that were joined. */
export function sitesOf({ model, form, infos, ran, joined }: SideState): readonly ModelSite[] {
  const found = [...(model?.sites ?? []), ...(form?.pair?.sites ?? [])]
  const layers = found.filter(({ kind, shown }) => kind === 'self' && shown).length
  // Before a run nobody knows what can be joined; their places are kept, so that nothing moves when they come.
  if (ran === undefined && layers > 1)
    return [...knownSites(found, new Map()), ...joined.map((each) => joinedSite(placeOf(each)))]
  return knownSites(found, infos)
}

function placeOf(joined: Joined): SiteInfo {
  const id = `${JOINED_SITES}${joined}`
  return { id, node: '', title: joined, heads: 1, rowAxis: 'words', columnAxis: 'words' }
}

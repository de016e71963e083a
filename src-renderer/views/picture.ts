/** What all views of a site show, and what they tell each other. */
import type { SiteInfo } from '#shared/contract/slice'
import type { Focus } from '#shared/pictures/model/focus'
import type { Layer } from '#shared/pictures/model/heads'
import type { AttentionMatrix, RowArrival, SiteHistory } from '#shared/pictures/model/history'
import type { Lines } from '#shared/pictures/model/lines'
import type { Theme } from '#shared/pictures/scale'
import type { Births } from './model/births'

export interface Picture {
  readonly site: SiteInfo
  readonly history: SiteHistory
  /** The pass of the loops around the site that is shown. */
  readonly matrix: AttentionMatrix
  /** Steps that are shown. */
  readonly shown: number
  readonly layers: readonly Layer[]
  /** One layer that stands for all of them. */
  readonly joined: Layer
  readonly lines: Lines
  /** Part of each row's weight that its lines hold. */
  readonly mass: number
  /** The weight that is drawn as the strongest: 1, or the strongest that there is. */
  readonly top: number
  readonly births: Births
  readonly theme: Theme
  /** No motion is wanted. */
  readonly still: boolean
  /** What is looked at closely: what the pointer is on, or else what is pinned. */
  readonly focus: Focus | undefined
  readonly pinned: Focus | undefined
  /** Every site that is shown together with this one, itself among them, each as far as playback has come. */
  readonly others: readonly OtherSite[]
  /** The one of them whose row came last. */
  readonly latest: string | undefined
  /** Part of a row's weight that lies on hidden tokens; absent where none are hidden. */
  readonly hiddenPart: ((row: RowArrival, layer: Layer) => number) | undefined
  onHover(focus: Focus | undefined): void
  onPin(focus: Focus | undefined): void
  /** Playback goes to where a site's row has just come. */
  onStep(site: string, step: number): void
}

export interface OtherSite {
  readonly site: SiteInfo
  readonly history: SiteHistory
  readonly shown: number
}

/** What lines and grid show, and what they tell each other. */
import type { SiteInfo } from '#shared/contract/slice'
import type { Theme } from '../theme/scale'
import type { Births } from './model/births'
import type { Focus } from './model/focus'
import type { Layer } from './model/heads'
import type { AttentionMatrix } from './model/history'
import type { Lines } from './model/lines'

export interface Picture {
  readonly site: SiteInfo
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
  onHover(focus: Focus | undefined): void
  onPin(focus: Focus | undefined): void
}

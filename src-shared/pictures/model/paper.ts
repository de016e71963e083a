/** What a picture of attention for paper is made of; the page's own views hold the same. */
import type { SiteInfo } from '../../contract/slice'
import type { Theme } from '../scale'
import type { Focus } from './focus'
import { firstChoice, type HeadChoice, joinedLayer, type Layer, layersOf } from './heads'
import type { AttentionMatrix, SiteHistory } from './history'
import { type Lines, lineMaker } from './lines'

/** RGBA, row-major. */
export interface PaperPixels {
  readonly width: number
  readonly height: number
  readonly rgba: ArrayLike<number>
}

export interface PaperAttention {
  readonly site: SiteInfo
  readonly history: SiteHistory
  /** The pass of the loops around the site that is shown. */
  readonly matrix: AttentionMatrix
  /** Steps that are shown. */
  readonly shown: number
  readonly layers: readonly Layer[]
  readonly joined: Layer
  readonly lines: Lines
  /** The weight that is drawn as the strongest. */
  readonly top: number
  readonly theme: Theme
  readonly focus: Focus | undefined
}

/** Part of each row's weight that its lines hold, where nobody chooses. */
export const MASS = 0.95

/** A site's picture after its first `shown` steps, of the pass whose row came last; undefined before anything came. */
export function paperAttention(
  site: SiteInfo,
  history: SiteHistory,
  options: {
    readonly theme: Theme
    readonly shown?: number
    readonly choice?: HeadChoice
    readonly mass?: number
  },
): PaperAttention | undefined {
  const shown = Math.min(options.shown ?? history.steps.length, history.steps.length)
  const newest = history.steps[Math.max(0, shown - 1)]
  const matrix = newest && history.passes.get(newest.pass)
  if (matrix === undefined) return undefined
  const choice = options.choice ?? firstChoice(matrix.heads)
  const layers = layersOf(choice, matrix.heads)
  return {
    site,
    history,
    matrix,
    shown,
    layers,
    joined: joinedLayer(choice, matrix.heads),
    lines: lineMaker(layers, options.mass ?? MASS)(matrix, shown),
    top: 1,
    theme: options.theme,
    focus: undefined,
  }
}

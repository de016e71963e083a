import { type KeyboardEvent, useCallback, useMemo, useRef, useState } from 'react'
import { useStore } from 'zustand'
import type { SiteInfo } from '#shared/contract/slice'
import { chooseHeads, headChoice } from '../stores/headChoice'
import { EmptyAttention } from './EmptyAttention'
import { FocusLine } from './FocusLine'
import { GridView } from './grid/GridView'
import { useReducedMotion, useTheme } from './hooks'
import { LinesView } from './lines/LinesView'
import { birthWatch } from './model/births'
import { type Focus, sameFocus } from './model/focus'
import { firstChoice, joinedLayer, layersOf, strongest } from './model/heads'
import type { SiteHistory } from './model/history'
import { lineMaker } from './model/lines'
import { NumbersTable } from './NumbersTable'
import { PanelBar } from './PanelBar'
import type { Picture } from './picture'
import { PlaybackBar } from './playback/PlaybackBar'
import { seek } from './playback/timeline'
import { usePlayback } from './playback/use-playback'

export interface AttentionPanelProps {
  readonly sites: readonly SiteInfo[]
  readonly site: SiteInfo
  readonly history: SiteHistory
  /** Rows that came so far: the history grows in place, and this says that it did. */
  readonly steps: number
  readonly running: boolean
  /** Whether all rows were there at once, so that they are not played when they are new. */
  readonly whole?: boolean
  readonly mass: number
  readonly onMass: (mass: number) => void
  readonly onSite: (id: string) => void
}

/** Milliseconds that a focus stays when the pointer has left it. */
const LINGER = 70

/** One site: its bar, its two views, and playback. */
export function AttentionPanel(props: AttentionPanelProps) {
  const { sites, site, history, steps, running, whole = false, mass, onMass, onSite } = props
  const theme = useTheme()
  const still = useReducedMotion()
  const handle = usePlayback(site.id, history, steps, still, whole)
  const [hover, setHover] = useState<Focus>()
  const [pin, setPin] = useState<{ readonly site: string; readonly focus: Focus }>()
  const [relative, setRelative] = useState(false)
  const [numbers, setNumbers] = useState(false)
  const chosen = useStore(headChoice, (state) => state.chosen)
  const watch = useRef(birthWatch())

  const { shown } = handle
  const newest = history.steps[Math.max(0, shown - 1)]
  const matrix = newest === undefined ? undefined : history.passes.get(newest.pass)
  const heads = matrix?.heads ?? site.heads
  const choice = useMemo(
    () => (chosen?.site === site.id ? chosen.choice : firstChoice(heads)),
    [chosen, site.id, heads],
  )
  const layers = useMemo(() => layersOf(choice, heads), [choice, heads])
  const joined = useMemo(() => joinedLayer(choice, heads), [choice, heads])
  const maker = useMemo(() => lineMaker(layers, mass), [layers, mass])
  // The matrix grows in place: the number of its steps says that it did.
  const top = useMemo(
    () => (relative && matrix !== undefined && steps > 0 ? strongest(matrix, layers) : 1),
    [relative, matrix, steps, layers],
  )
  const drawn = useMemo(
    () =>
      matrix && {
        matrix,
        lines: maker(matrix, shown),
        mass,
        births: watch.current(matrix, shown, performance.now()),
      },
    [matrix, maker, shown, mass],
  )

  const leaving = useRef(0)
  const onHover = useCallback((focus: Focus | undefined) => {
    clearTimeout(leaving.current)
    const change = () => setHover((before) => (sameFocus(before, focus) ? before : focus))
    // On the way from one word to the next nothing is let go of.
    if (focus === undefined) leaving.current = window.setTimeout(change, LINGER)
    else change()
  }, [])
  const onPin = useCallback(
    (focus: Focus | undefined) => setPin(focus && { site: site.id, focus }),
    [site.id],
  )
  const pinned = usable(pin?.site === site.id ? pin.focus : undefined, matrix, layers.length)
  const focus = usable(hover, matrix, layers.length) ?? pinned
  const picture: Picture | undefined = useMemo(
    () =>
      drawn && { site, shown, layers, joined, theme, top, still, focus, pinned, onHover, onPin, ...drawn },
    [drawn, site, shown, layers, joined, theme, top, still, focus, pinned, onHover, onPin],
  )
  if (picture === undefined || newest === undefined)
    return <EmptyAttention state={running ? 'running' : 'idle'} some={false} />

  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key !== 'Escape' || focus === undefined) return
    event.stopPropagation()
    setPin(undefined)
    setHover(undefined)
  }
  const onPass = (pass: string) => {
    const last = history.steps.findLastIndex((step) => step.pass === pass)
    handle.change((playback, steps) => seek(playback, steps, last + 1))
  }
  return (
    <section className="attention" aria-label="Attention" onKeyDown={onKeyDown}>
      <PanelBar
        sites={sites}
        picture={picture}
        passes={[...history.passes.keys()]}
        pass={newest.pass}
        choice={choice}
        mass={mass}
        numbers={numbers}
        relative={relative}
        onRelative={setRelative}
        onSite={onSite}
        onPass={onPass}
        onChoose={(choice) => chooseHeads(site.id, choice)}
        onMass={onMass}
        onNumbers={setNumbers}
      />
      <div className="attention-views">
        <LinesView picture={picture} />
        {numbers ? <NumbersTable picture={picture} /> : <GridView picture={picture} />}
      </div>
      <div className="attention-foot">
        <FocusLine picture={picture} />
        <PlaybackBar
          handle={handle}
          steps={steps}
          running={running}
          at={shown === 0 ? '' : (picture.matrix.rowLabels[newest.row] ?? '')}
        />
      </div>
    </section>
  )
}

/** The focus where it still points at something that is drawn. */
function usable(
  focus: Focus | undefined,
  matrix: Picture['matrix'] | undefined,
  layers: number,
): Focus | undefined {
  if (focus === undefined || matrix === undefined) return undefined
  const { row, column, layer } = focus
  const there =
    (row === undefined || row < matrix.rowLabels.length) &&
    (column === undefined || column < matrix.columnLabels.length) &&
    (layer === undefined || layer < layers)
  return there ? focus : undefined
}

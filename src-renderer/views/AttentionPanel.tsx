import { type ComponentType, type KeyboardEvent, useCallback, useMemo, useRef, useState } from 'react'
import { useStore } from 'zustand'
import type { SiteInfo } from '#shared/contract/slice'
import { type Focus, sameFocus } from '#shared/pictures/model/focus'
import { firstChoice, joinedLayer, layersOf, strongest } from '#shared/pictures/model/heads'
import { emptyHistory } from '#shared/pictures/model/history'
import { lineMaker } from '#shared/pictures/model/lines'
import type { Together, Told } from '#shared/pictures/model/together'
import { siteKind, VIEWS, type ViewName } from '#shared/pictures/model/viewChoice'
import { chooseHeads, headChoice } from '../stores/headChoice'
import { useRun } from '../stores/hooks'
import { EmptyAttention } from './EmptyAttention'
import { FocusLine } from './FocusLine'
import { GridView } from './grid/GridView'
import { useReducedMotion, useTheme } from './hooks'
import { LinesView } from './lines/LinesView'
import { MemoryView } from './memory/MemoryView'
import { birthWatch } from './model/births'
import { NumbersTable } from './NumbersTable'
import { PanelBar } from './PanelBar'
import type { OtherSite, Picture } from './picture'
import { PictureView } from './picture/PictureView'
import { PlaybackBar } from './playback/PlaybackBar'
import { seek } from './playback/timeline'
import { usePlayback } from './playback/use-playback'
import { useSharedStep } from './playback/use-shared-step'
import { useTogether } from './use-history'
import type { ShownTokens } from './use-tokens'

export interface AttentionPanelProps {
  readonly sites: readonly SiteInfo[]
  readonly site: SiteInfo
  /** Sites that are played together with this one, itself among them, and what they have reported. */
  readonly beside: readonly SiteInfo[]
  readonly tokens: ShownTokens
  readonly running: boolean
  /** Whether all rows were there at once, so that they are not played when they are new. */
  readonly whole?: boolean
  readonly mass: number
  readonly onMass: (mass: number) => void
  readonly onSite: (id: string) => void
  /** Views beside each other; the newest choice last. */
  readonly views: readonly ViewName[]
  readonly onView: (view: ViewName) => void
}

/** Columns over which weights are drawn relative to the strongest one, unless asked otherwise. */
const MANY_COLUMNS = 40
/** Milliseconds that a focus stays when the pointer has left it. */
const LINGER = 70

/** One site: its bar, its views, and playback. */
export function AttentionPanel(props: AttentionPanelProps) {
  const { sites, site, beside, tokens, running, whole = false, mass, onMass, onSite, views, onView } = props
  const { told } = tokens
  const theme = useTheme()
  const still = useReducedMotion()
  const history = told.find((one) => one.site === site.id)?.history ?? NOTHING
  const line = useTogether(told)
  const { steps } = line
  const handle = usePlayback(
    `${line.key} ${tokens.key}`,
    told[0]?.source ?? told[0]?.history,
    steps,
    still,
    whole,
  )
  const run = useRun((state) => state.run)
  useSharedStep(handle, run, site.rowAxis, steps)
  const [hover, setHover] = useState<Focus>()
  const [pin, setPin] = useState<{ readonly site: string; readonly focus: Focus }>()
  const [asked, setRelative] = useState<boolean>()
  const [numbers, setNumbers] = useState(false)
  const chosen = useStore(headChoice, (state) => state.chosen)
  const watch = useRef(birthWatch())

  const shown = line.shownOf(site.id, handle.shown)
  const newest = history.steps[Math.max(0, shown - 1)] ?? history.steps[0]
  const matrix = newest === undefined ? undefined : history.passes.get(newest.pass)
  // Spread over many columns no weight comes near to 1: all would have one colour.
  const relative = asked ?? (matrix?.columnLabels.length ?? 0) > MANY_COLUMNS
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
  const others = useMemo(() => othersOf(beside, told, line, handle.shown), [beside, told, line, handle.shown])
  const latest = handle.shown === 0 ? undefined : line.siteAt(handle.shown - 1)
  const change = useRef(handle.change)
  change.current = handle.change
  const onStep = useCallback(
    (id: string, step: number) =>
      change.current((playback, steps) => seek(playback, steps, line.after(id, step))),
    [line],
  )
  const picture: Picture | undefined = useMemo(
    () =>
      drawn && {
        site,
        history,
        shown,
        layers,
        joined,
        theme,
        top,
        still,
        focus,
        pinned,
        onHover,
        onPin,
        others,
        latest,
        onStep,
        hiddenPart: tokens.hiddenPart,
        ...drawn,
      },
    [
      drawn,
      site,
      history,
      shown,
      layers,
      joined,
      theme,
      top,
      still,
      focus,
      pinned,
      onHover,
      onPin,
      others,
      latest,
      onStep,
      tokens.hiddenPart,
    ],
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
    onStep(site.id, last)
  }
  return (
    <section className="attention" aria-label="Attention" onKeyDown={onKeyDown}>
      <PanelBar
        sites={sites}
        picture={picture}
        tokens={tokens}
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
        views={views}
        onView={onView}
      />
      <div className="attention-views">
        {besides(site, views, numbers).map((view) => {
          const View = SHOWN[view]
          return <View key={view} picture={picture} />
        })}
      </div>
      <div className="attention-foot">
        <FocusLine picture={picture} views={views} />
        <PlaybackBar
          handle={handle}
          steps={steps}
          running={running}
          at={latest === undefined ? '' : labelAt(others, latest)}
        />
      </div>
    </section>
  )
}

function othersOf(
  beside: readonly SiteInfo[],
  told: readonly Told[],
  line: Together,
  shown: number,
): readonly OtherSite[] {
  return beside.flatMap((site) => {
    const history = told.find((one) => one.site === site.id)?.history
    return history === undefined ? [] : [{ site, history, shown: line.shownOf(site.id, shown) }]
  })
}

/** Name of the row that came last. */
function labelAt(others: readonly OtherSite[], latest: string): string {
  const one = others.find(({ site }) => site.id === latest)
  const step = one?.history.steps[one.shown - 1]
  return step === undefined ? '' : (one?.history.passes.get(step.pass)?.rowLabels[step.row] ?? '')
}

const NOTHING = emptyHistory()

const SHOWN: Readonly<Record<ViewName | 'numbers', ComponentType<{ readonly picture: Picture }>>> = {
  picture: PictureView,
  memory: MemoryView,
  lines: LinesView,
  grid: GridView,
  numbers: NumbersTable,
}

/** What stands beside each other, from left to right; numbers take the place of the grid, or of the last of two. */
function besides(
  site: SiteInfo,
  views: readonly ViewName[],
  numbers: boolean,
): readonly (ViewName | 'numbers')[] {
  const ordered = VIEWS[siteKind(site)].filter((view) => views.includes(view))
  if (!numbers) return ordered
  const others = ordered.filter((view) => view !== 'grid')
  return [...others.slice(0, 1), 'numbers']
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

/** All heads of a model at a glance: one canvas of thumbnails, reached by pointer and by keyboard. */
import {
  type KeyboardEvent,
  type ReactNode,
  useCallback,
  useEffect,
  useLayoutEffect,
  useMemo,
  useRef,
  useState,
} from 'react'
import { useStore } from 'zustand'
import type { Thumbnail } from '#shared/contract/model'
import { HUES, shownHeads } from '#shared/pictures/model/heads'
import { joinThumbnails } from '#shared/pictures/model/join'
import { groupSites, type OverviewRow } from '#shared/pictures/model/siteGroups'
import { chooseHead, chooseHeads, headChoice } from '../../stores/headChoice'
import { useThemeName } from '../../stores/hooks'
import { fitCanvas, useFrames, usePointer, useSize } from '../../views/hooks'
import { type Side, sitesOf } from '../side'
import { createAtlas } from './atlas'
import { CellCard } from './CellCard'
import { besidePlace, cardPlace, selectedCell } from './cardPlace'
import { drawOverview, type OverviewColors } from './draw'
import {
  type Cell,
  type CellKey,
  cellAt,
  cellRect,
  joinedColumn,
  labelAt,
  layoutOverview,
  type OverviewLayout,
  stepCell,
} from './layout'

interface OverviewProps {
  readonly side: Side
  /** What tells this overview from the one beside it. */
  readonly label: string
  /** Colours by the weight itself, and not by the strongest of each head. */
  readonly absolute: boolean
  /** The site that is looked at. */
  readonly onSite: (id: string) => void
  /** What stands over the empty picture. */
  readonly children?: ReactNode
}

const KEYS: readonly string[] = [
  'ArrowLeft',
  'ArrowRight',
  'ArrowUp',
  'ArrowDown',
  'Home',
  'End',
  'PageUp',
  'PageDown',
]

export function Overview({ side, label, absolute, onSite, children }: OverviewProps) {
  const state = useStore(side.store)
  const selectedSite = useStore(side.runs, (run) => run.selectedSite)
  const chosen = useStore(headChoice, ({ chosen }) => chosen)
  const theme = useThemeName()
  const frame = useRef<HTMLDivElement>(null)
  const canvas = useRef<HTMLCanvasElement>(null)
  const size = useSize(frame)
  const [atlas] = useState(createAtlas)
  const [current, setCurrent] = useState<Cell>({ row: 0, head: 0 })
  const [focused, setFocused] = useState(false)
  const [hovered, setHovered] = useState<Cell>()
  const scroll = useRef({ x: 0, y: 0 })
  // Heads that only a run tells, and pictures that come, change the layout as little as they can.
  const [known, setKnown] = useState(0)

  const groups = useMemo(() => groupSites(sitesOf(state)), [state])
  const layout = useMemo(() => {
    const heads = (row: OverviewRow) => Math.max(known < 0 ? 0 : side.thumbnails.heads(row.id), row.heads)
    return layoutOverview(groups, heads, size.width, size.height)
  }, [groups, known, side, size.width, size.height])
  const joined = useMemo(() => new Map<string, Thumbnail>(), [])

  const thumbnailOf = useCallback(
    ({ row, head }: Cell): Thumbnail | undefined => {
      const placed = layout.rows[row]
      if (placed === undefined) return undefined
      const how = joinedColumn(layout, head)
      if (how === undefined) return side.thumbnails.of(placed.row.id, head)
      const key = `${placed.row.id} ${how}`
      const before = joined.get(key)
      if (before !== undefined) return before
      const all = Array.from({ length: placed.heads }, (_, each) => side.thumbnails.of(placed.row.id, each))
      const made = joinThumbnails(all, how)
      if (made !== undefined) joined.set(key, made)
      return made
    },
    [layout, side, joined],
  )
  const isSelected = useCallback(
    ({ row, head }: Cell) => {
      const placed = layout.rows[row]
      if (placed === undefined || placed.row.id !== selectedSite) return false
      if (head < 0) return true
      const choice = chosen?.site === selectedSite ? chosen.choice : undefined
      const on = choice === undefined ? [] : shownHeads(choice, placed.heads)
      const how = joinedColumn(layout, head)
      if (placed.heads === 1) return true
      if (on.length === 1) return on[0] === head
      const mode = choice?.mode ?? (placed.heads > HUES ? 'mean' : 'each')
      return how === 'mean'
        ? mode === 'mean'
        : how === 'max'
          ? mode === 'max'
          : mode === 'each' && on.includes(head)
    },
    [layout, selectedSite, chosen],
  )

  const paint = useCallback(() => {
    const context = canvas.current?.getContext('2d')
    if (canvas.current === null || context === null || context === undefined || size.width === 0) return
    fitCanvas(canvas.current, size)
    context.setTransform(size.ratio, 0, 0, size.ratio, 0, 0)
    context.clearRect(0, 0, size.width, size.height)
    const drawn = {
      layout,
      thumbnail: thumbnailOf,
      selected: isSelected,
      current: hovered ?? (focused ? current : undefined),
      colors: colorsOf(canvas.current),
    }
    drawOverview(context, atlas, drawn, { ...scroll.current, width: size.width, height: size.height })
  }, [atlas, layout, thumbnailOf, isSelected, hovered, focused, current, size])
  const ask = useFrames(() => {
    paint()
    return false
  })
  useLayoutEffect(() => {
    atlas.restart(theme, absolute)
  }, [atlas, theme, absolute])
  // biome-ignore lint/correctness/useExhaustiveDependencies: another theme or measure paints anew
  useLayoutEffect(paint, [paint, theme, absolute])
  useEffect(() => {
    let count = side.thumbnails.count
    return side.thumbnails.subscribe(() => {
      if (side.thumbnails.count < count || side.thumbnails.count === 0) {
        joined.clear()
        atlas.restart(theme, absolute)
      }
      if (side.thumbnails.count !== count) setKnown(side.thumbnails.count)
      count = side.thumbnails.count
      ask()
    })
  }, [side, ask, joined, atlas, theme, absolute])

  const open = ({ row, head }: Cell) => {
    const placed = layout.rows[row]
    if (placed === undefined || !placed.row.shown) return
    const { id } = placed.row
    const how = joinedColumn(layout, head)
    if (how !== undefined) chooseHeads(id, { mode: how, hidden: new Set() })
    else if (placed.heads > 1) chooseHead(id, head, placed.heads)
    onSite(id)
  }
  const pointed = (event: MouseEvent): Cell | undefined => {
    const corner = frame.current?.getBoundingClientRect()
    if (corner === undefined) return undefined
    const [x, y] = [
      event.clientX - corner.left + scroll.current.x,
      event.clientY - corner.top + scroll.current.y,
    ]
    const label = labelAt(layout, x, y)
    return (
      cellAt(layout, x, y) ?? (label === undefined ? undefined : { row: label, head: firstOf(layout, label) })
    )
  }
  usePointer(frame, {
    move: (event) => {
      const cell = pointed(event)
      setHovered((before) => (before?.row === cell?.row && before?.head === cell?.head ? before : cell))
    },
    leave: () => setHovered(undefined),
    click: (event) => {
      const cell = pointed(event)
      if (cell === undefined) return
      setCurrent(cell)
      open(cell)
    },
  })
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return
    if (event.key === 'Enter' || event.key === ' ') open(current)
    else if (KEYS.includes(event.key)) {
      const next = stepCell(layout, current, event.key as CellKey)
      setCurrent(next)
      setHovered(undefined)
      scrollTo(frame.current, layout, next)
    } else return
    event.preventDefault()
    event.stopPropagation()
  }
  const near = hovered ?? (focused ? current : undefined)
  const beside = besidePlace(layout, size)
  const card =
    near ??
    (beside === undefined || side.thumbnails.count === 0 ? undefined : selectedCell(layout, isSelected))
  const place = beside ?? (card === undefined ? undefined : cardPlace(layout, card, scroll.current, size))
  const heads = layout.rows.reduce((most, row) => Math.max(most, row.heads), 0)
  return (
    <section className="overview" aria-label={label}>
      <div
        className="overview-stage"
        role="application"
        ref={frame}
        // biome-ignore lint/a11y/noNoninteractiveTabindex: arrow keys walk over the heads that its canvas shows
        tabIndex={0}
        aria-label={`${label}: ${layout.rows.length} layers of up to ${heads} heads. Arrow keys move, Enter looks closer.`}
        data-testid={`overview-${side.name}`}
        onScroll={({ currentTarget }) => {
          scroll.current = { x: currentTarget.scrollLeft, y: currentTarget.scrollTop }
          setHovered(undefined)
          ask()
        }}
        onKeyDown={onKeyDown}
        onFocus={({ currentTarget }) => setFocused(currentTarget.matches(':focus-visible'))}
        onBlur={() => setFocused(false)}
      >
        <div className="overview-whole" style={{ width: layout.width, height: layout.height }}>
          <canvas
            ref={canvas}
            className="overview-canvas"
            style={{ width: size.width, height: size.height }}
          />
          <p className="unseen" aria-live="polite" data-testid={`overview-cell-${side.name}`}>
            {layout.rows.length === 0 ? '' : cellName(layout, current)}
          </p>
        </div>
      </div>
      {card === undefined || place === undefined || layout.rows[card.row] === undefined ? null : (
        <CellCard
          row={layout.rows[card.row]!.row}
          name={cellName(layout, card)}
          thumbnail={thumbnailOf(card)}
          atlas={atlas}
          at={place.at}
          side={place.side}
          beside={beside !== undefined}
          theme={`${theme} ${absolute}`}
        />
      )}
      {children}
    </section>
  )
}

/** "Layer 7, head 3". */
export function cellName(layout: OverviewLayout, { row, head }: Cell): string {
  const placed = layout.rows[row]
  if (placed === undefined) return ''
  const { name, shown } = placed.row
  if (!shown || placed.heads === 1) return name
  const how = joinedColumn(layout, head)
  return how === undefined
    ? `${name}, head ${head + 1}`
    : `${name}, ${how === 'mean' ? 'mean' : 'maximum'} of its heads`
}

/** What a row's label stands for: the mean of its heads. */
function firstOf({ columns, joinedLeft, rows }: OverviewLayout, row: number): number {
  return joinedLeft === undefined || (rows[row]?.heads ?? 1) < 2 ? 0 : columns
}

function scrollTo(frame: HTMLElement | null, layout: OverviewLayout, cell: Cell): void {
  if (frame === null) return
  const { x, y, size } = cellRect(layout, cell)
  if (y - 24 < frame.scrollTop) frame.scrollTop = y - 24
  else if (y + size > frame.scrollTop + frame.clientHeight)
    frame.scrollTop = y + size - frame.clientHeight + 6
  if (x - layout.left < frame.scrollLeft) frame.scrollLeft = x - layout.left
  else if (x + size > frame.scrollLeft + frame.clientWidth)
    frame.scrollLeft = x + size - frame.clientWidth + 6
}

function colorsOf(element: Element): OverviewColors {
  const style = getComputedStyle(element)
  const color = (name: string) => {
    // The browser resolves light-dark() only in properties, not in what a custom property says.
    const probe = (element as HTMLElement).style
    probe.color = `var(${name})`
    const value = style.color
    probe.color = ''
    return value
  }
  return {
    ink: color('--ink'),
    soft: color('--ink-soft'),
    faint: color('--ink-faint'),
    line: color('--line-strong'),
    empty: color('--sunken'),
    accent: color('--accent'),
    ground: color('--canvas'),
    font: style.fontFamily,
  }
}

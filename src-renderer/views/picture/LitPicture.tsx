import {
  type KeyboardEvent,
  type MouseEvent,
  useCallback,
  useLayoutEffect,
  useMemo,
  useRef,
  useState,
} from 'react'
import { shortWeight } from '#shared/pictures/cellText'
import type { Size } from '#shared/pictures/layout/pictureLayout'
import { weightText } from '#shared/pictures/model/focus'
import { layerWeight } from '#shared/pictures/model/heads'
import { lampOf, lampsOf } from '#shared/pictures/model/lamps'
import { patchAt, patchBeside } from '#shared/pictures/model/light'
import { type LookedAt, patchesOf, patchRowWeights, patchWeights } from '#shared/pictures/model/pictureRows'
import type { Lamp } from '#shared/pictures/model/shade'
import type { Pixels } from '../../stores/run'
import { useFrames } from '../hooks'
import { GROWTH } from '../model/births'
import type { Picture } from '../picture'
import { between, shine } from './shine'
import { useImage } from './use-image'

interface LitPictureProps {
  readonly picture: Picture
  readonly pixels: Pixels | undefined
  readonly looked: LookedAt | undefined
  readonly size: Size
  /** Raw patches instead of smooth light. */
  readonly patchwise: boolean
}

/** Patches from this size on carry their number where patches are shown raw. */
const NUMBERED = 30

/** The picture under the light of one row. A patch can be pointed at, clicked, and reached with the arrow keys. */
export function LitPicture({ picture, pixels, looked, size, patchwise }: LitPictureProps) {
  const { site, matrix, shown, layers, joined, theme, still, focus, pinned, onHover, onPin } = picture
  const canvas = useRef<HTMLCanvasElement>(null)
  const image = useImage(pixels)
  const patches = patchesOf(site)
  const leading = site.leading ?? 0
  const asks = site.rowGrid !== undefined
  const [cursor, setCursor] = useState<number>()

  const lamps = useMemo(() => {
    if (site.columnGrid !== undefined)
      return looked === undefined ? [] : lampsOf(site, layers, looked.arrival, theme, patchwise)
    // Only rows are patches: each shines as much as it looks at the column that is pointed at.
    const column = focus?.column ?? 0
    return [lampOf(patchRowWeights(site, matrix, shown, joined, column), patches, patchwise)]
  }, [site, layers, looked, theme, patchwise, matrix, shown, joined, focus?.column, patches])
  const weights = useMemo(
    () => (looked === undefined ? undefined : patchWeights(site, joined, looked.arrival)),
    [site, joined, looked],
  )
  const marked = focus?.column === undefined ? undefined : focus.column - leading
  const query = asks && looked !== undefined ? looked.row - leading : undefined

  const from = useRef<readonly Lamp[]>([])
  const now = useRef<readonly Lamp[]>([])
  const since = useRef(0)
  const paint = useCallback(
    (time: number) => {
      const target = canvas.current
      const context = target?.getContext('2d')
      if (!target || !context) return
      const ratio = window.devicePixelRatio || 1
      const [width, height] = [Math.round(size.width * ratio), Math.round(size.height * ratio)]
      if (target.width !== width) target.width = width
      if (target.height !== height) target.height = height
      context.setTransform(ratio, 0, 0, ratio, 0, 0)
      const part = still ? 1 : Math.min(1, (time - since.current) / GROWTH)
      now.current = between(from.current, lamps, part)
      shine(context, image, pixels?.width ?? 1, now.current, { ...size, patchwise })
      if (patchwise) drawRaw(context, size, patches, weights)
      if (query !== undefined && query >= 0) outline(context, size, patches, query, 'rgb(134 169 255)')
      if (marked !== undefined && marked >= 0) outline(context, size, patches, marked, 'rgb(255 255 255)')
    },
    [size, lamps, image, pixels, still, patchwise, patches, weights, query, marked],
  )
  const play = useFrames((time) => {
    paint(time)
    return !still && time - since.current < GROWTH + 20
  })
  const lit = useRef(lamps)
  useLayoutEffect(() => {
    if (lit.current !== lamps) {
      lit.current = lamps
      from.current = now.current
      since.current = performance.now()
    }
    paint(performance.now())
    play()
  }, [lamps, paint, play])

  const at = (event: MouseEvent): number | undefined => {
    const box = event.currentTarget.getBoundingClientRect()
    return patchAt(patches, (event.clientX - box.x) / box.width, (event.clientY - box.y) / box.height)
  }
  const point = (patch: number | undefined) => {
    setCursor(patch)
    if (patch === undefined) onHover(undefined)
    else if (asks && site.columnGrid === undefined) onHover({ row: leading + patch })
    else if (!asks) onHover({ column: leading + patch })
  }
  const choose = (patch: number | undefined) => {
    if (patch === undefined) return
    const next = asks ? { row: leading + patch } : { column: leading + patch }
    const same = asks ? pinned?.row === next.row : pinned?.column === next.column
    onPin(same ? undefined : next)
  }
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === 'Enter' || event.key === ' ') choose(cursor ?? 0)
    else {
      const next = patchBeside(patches, cursor ?? 0, event.key)
      if (next === undefined) return
      point(cursor === undefined ? 0 : next)
    }
    event.preventDefault()
    event.stopPropagation()
  }
  const word = looked === undefined ? undefined : matrix.rowLabels[looked.row]
  const pointed = cursor === undefined ? undefined : (weights?.[cursor] ?? 0)
  const says = asks
    ? 'A click on a patch shows where it looks.'
    : `${word === undefined ? 'Nothing is said yet.' : `Where “${word}” looks.`}`
  return (
    <div
      className="attention-lit"
      role="slider"
      aria-label={`Picture of ${patches[0]} × ${patches[1]} patches. ${says} Arrow keys go over patches, Enter pins one.`}
      aria-valuemin={0}
      aria-valuemax={patches[0] * patches[1] - 1}
      aria-valuenow={cursor ?? 0}
      aria-valuetext={
        cursor === undefined ? 'no patch' : `patch ${matrix.columnLabels[leading + cursor] ?? cursor + 1}`
      }
      tabIndex={0}
      style={{ width: size.width, height: size.height }}
      data-brightest={brightest(weights)}
      onMouseMove={(event) => {
        const patch = at(event)
        if (patch !== cursor) point(patch)
      }}
      onMouseLeave={() => point(undefined)}
      onBlur={() => point(undefined)}
      onClick={(event) => choose(at(event))}
      onKeyDown={onKeyDown}
    >
      <canvas ref={canvas} />
      {cursor !== undefined && pointed !== undefined && site.columnGrid !== undefined && (
        <div className="attention-tip" style={tipPlace(cursor, patches, size)}>
          {!asks && word !== undefined && <span>{word}</span>}
          <span className="attention-quiet">patch {matrix.columnLabels[leading + cursor]}</span>
          <strong>
            {weightText(looked === undefined ? 0 : layerWeight(joined, looked.arrival, leading + cursor))}
          </strong>
        </div>
      )}
    </div>
  )
}

/** The patch with the greatest weight. */
function brightest(weights: Float32Array | undefined): number | undefined {
  if (weights === undefined || weights.length === 0) return undefined
  return weights.reduce((best, weight, patch) => (weight > weights[best]! ? patch : best), 0)
}

function tipPlace(patch: number, [rows, columns]: readonly [number, number], { width, height }: Size) {
  const [row, column] = [Math.floor(patch / columns), patch % columns]
  const top = ((row + 1) / rows) * height + 4
  const left = ((column + 0.5) / columns) * width
  return column > columns / 2 ? { right: width - left - 20, top } : { left, top }
}

type Context = CanvasRenderingContext2D

function drawRaw(
  context: Context,
  { width, height }: Size,
  [rows, columns]: readonly [number, number],
  weights: Float32Array | undefined,
): void {
  const [wide, tall] = [width / columns, height / rows]
  context.strokeStyle = 'rgb(255 255 255 / 0.28)'
  context.lineWidth = 1
  context.beginPath()
  for (let column = 1; column < columns; column++) {
    context.moveTo(Math.round(column * wide) + 0.5, 0)
    context.lineTo(Math.round(column * wide) + 0.5, height)
  }
  for (let row = 1; row < rows; row++) {
    context.moveTo(0, Math.round(row * tall) + 0.5)
    context.lineTo(width, Math.round(row * tall) + 0.5)
  }
  context.stroke()
  if (weights === undefined || weights.length !== rows * columns || wide < NUMBERED || tall < 18) return
  context.font = `600 ${Math.min(12, wide / 3)}px ${getComputedStyle(document.body).fontFamily}`
  context.textAlign = 'center'
  context.textBaseline = 'middle'
  context.lineJoin = 'round'
  weights.forEach((weight, patch) => {
    if (weight < 0.005) return
    const x = ((patch % columns) + 0.5) * wide
    const y = (Math.floor(patch / columns) + 0.5) * tall
    context.strokeStyle = 'rgb(10 12 18 / 0.75)'
    context.lineWidth = 3
    context.strokeText(shortWeight(weight), x, y)
    context.fillStyle = 'white'
    context.fillText(shortWeight(weight), x, y)
  })
}

function outline(
  context: Context,
  { width, height }: Size,
  [rows, columns]: readonly [number, number],
  patch: number,
  color: string,
): void {
  const [wide, tall] = [width / columns, height / rows]
  const x = (patch % columns) * wide
  const y = Math.floor(patch / columns) * tall
  context.lineWidth = 4
  context.strokeStyle = 'rgb(10 12 18 / 0.7)'
  context.strokeRect(x + 1.5, y + 1.5, wide - 3, tall - 3)
  context.lineWidth = 2
  context.strokeStyle = color
  context.strokeRect(x + 1.5, y + 1.5, wide - 3, tall - 3)
}

import { type CSSProperties, type KeyboardEvent, useMemo, useRef } from 'react'
import { inkOn, shortWeight } from '#shared/pictures/cellText'
import { linePaint } from '#shared/pictures/layout/linePaint'
import {
  type HopPlace,
  hopLine,
  KNOT,
  layoutMemory,
  MEMORY_FONT,
  type MemoryLayout,
  NOTHING,
  WAY,
} from '#shared/pictures/layout/memoryLayout'
import { type Focus, inFocus, weightText } from '#shared/pictures/model/focus'
import { layerTitle, layerWeight } from '#shared/pictures/model/heads'
import { type Hop, hopsOf } from '#shared/pictures/model/hops'
import { css, weightColor } from '#shared/pictures/scale'
import { useRun } from '../../stores/hooks'
import { useMeasure, useSize } from '../hooks'
import type { Picture } from '../picture'
import { useQuestion } from '../picture-source'
import { rove } from '../roving'

/** Stored sentences, and hop by hop how much each of them was read: as lines, as shades and as numbers. */
export function HopsView({ picture }: { readonly picture: Picture }) {
  const { site, history, matrix, shown, focus, onHover } = picture
  const frame = useRef<HTMLDivElement>(null)
  const { width, height } = useSize(frame)
  const measure = useMeasure(MEMORY_FONT)
  const question = useQuestion(site.columnField) ?? ''
  const said = useRun(({ state, outputs }) => (state === 'done' ? (outputs[0]?.text ?? '') : ''))
  const hops = hopsOf(history, matrix, shown, site.rowAxis)
  const through = hops.length > 0 && hops.every(({ arrival }) => arrival !== undefined)
  const labels = hops.map(({ label }) => label)
  const key = labels.join('\n')
  const slots = matrix.columnLabels
  const layout = useMemo(
    () => layoutMemory({ slots, hops: key.split('\n'), question, answer: said, width, height, measure }),
    [slots, key, question, said, width, height, measure],
  )
  return (
    <section className="attention-view is-memory" aria-label="Memory">
      <div className="attention-memory" ref={frame}>
        {width > 0 && (
          <div
            className="attention-memory-whole"
            style={{ width: layout.width, height: layout.height, fontSize: layout.font }}
            onPointerLeave={() => onHover(undefined)}
          >
            <Lines picture={picture} hops={hops} layout={layout} />
            <Head picture={picture} hops={hops} layout={layout} question={question} />
            <div
              className={`attention-memory-answer${through ? '' : ' is-waiting'}`}
              style={{ left: layout.answer, top: layout.head + WAY - 13 }}
            >
              {through ? said : ''}
            </div>
            <Slots picture={picture} layout={layout} />
            {hops.map((hop, at) => (
              <Cells key={hop.key} picture={picture} hop={hop} place={layout.hops[at]!} layout={layout} />
            ))}
            {focus?.column !== undefined && (
              <div
                className="attention-memory-band"
                style={{ top: layout.top + focus.column * layout.row, height: layout.row }}
              />
            )}
          </div>
        )}
      </div>
    </section>
  )
}

interface PartProps {
  readonly picture: Picture
  readonly layout: MemoryLayout
}

interface HopsProps extends PartProps {
  readonly hops: readonly Hop[]
}

/** The way from the question through the hops, as knots on a line. */
function Head({ picture, hops, layout, question }: HopsProps & { readonly question: string }) {
  const { site, focus, pinned, onHover, onPin } = picture
  const press = (event: KeyboardEvent, at: number, row: number | undefined) => {
    const taken = rove(event, at, 'horizontal')
    if (!taken && (event.key === 'Enter' || event.key === ' ') && row !== undefined)
      onPin(pinned?.row === row ? undefined : { row })
    else if (!taken) return
    event.preventDefault()
    event.stopPropagation()
  }
  const stop = Math.max(
    0,
    hops.findIndex(({ row }) => row === (focus?.row ?? 0)),
  )
  return (
    <>
      <div
        className="attention-memory-question"
        style={{ top: layout.head + WAY - 11, width: layout.names - 20 }}
        title={question}
      >
        {question}
      </div>
      <div role="listbox" aria-label={`Rows: ${site.rowAxis}`} aria-orientation="horizontal">
        {hops.map(({ key, label, row, arrival }, at) => {
          const { knot, knotWidth } = layout.hops[at]!
          const classes = [
            'attention-knot',
            arrival === undefined ? 'is-waiting' : '',
            row !== undefined && focus?.row === row ? 'is-active' : '',
            row !== undefined && pinned?.row === row ? 'is-pinned' : '',
          ]
          return (
            <div
              key={key}
              role="option"
              aria-selected={row !== undefined && pinned?.row === row}
              tabIndex={at === stop ? 0 : -1}
              className={classes.filter((name) => name !== '').join(' ')}
              style={{
                left: knot - knotWidth / 2,
                width: knotWidth,
                top: layout.head + WAY - KNOT / 2,
                height: KNOT,
              }}
              onPointerEnter={() => row !== undefined && onHover({ row })}
              onFocus={(event) =>
                event.currentTarget.matches(':focus-visible') && row !== undefined && onHover({ row })
              }
              onBlur={() => onHover(undefined)}
              onClick={() => row !== undefined && onPin(pinned?.row === row ? undefined : { row })}
              onKeyDown={(event) => press(event, at, row)}
            >
              {label}
            </div>
          )
        })}
      </div>
    </>
  )
}

/** Names of what is stored. */
function Slots({ picture, layout }: PartProps) {
  const { site, matrix, focus, pinned, onHover, onPin } = picture
  const places = matrix.columnLabels.map((_, slot) => slot)
  const press = (event: KeyboardEvent, slot: number) => {
    const taken = rove(event, slot, 'vertical')
    if (!taken && (event.key === 'Enter' || event.key === ' '))
      onPin(pinned?.column === slot ? undefined : { column: slot })
    else if (!taken) return
    event.preventDefault()
    event.stopPropagation()
  }
  return (
    <div role="listbox" aria-label={`Columns: ${site.columnAxis}`} aria-orientation="vertical">
      {places.map((slot) => {
        const classes = [
          'attention-slot',
          focus?.column === slot ? 'is-active' : '',
          pinned?.column === slot ? 'is-pinned' : '',
        ]
        return (
          <div
            key={slot}
            role="option"
            aria-selected={pinned?.column === slot}
            tabIndex={slot === (focus?.column ?? 0) ? 0 : -1}
            className={classes.filter((name) => name !== '').join(' ')}
            style={{
              top: layout.top + slot * layout.row,
              height: layout.row,
              width: layout.names,
              lineHeight: `${layout.row}px`,
            }}
            title={matrix.columnLabels[slot]}
            onPointerEnter={() => onHover({ column: slot })}
            onFocus={(event) => event.currentTarget.matches(':focus-visible') && onHover({ column: slot })}
            onBlur={() => onHover(undefined)}
            onClick={() => onPin(pinned?.column === slot ? undefined : { column: slot })}
            onKeyDown={(event) => press(event, slot)}
          >
            {matrix.columnLabels[slot]}
          </div>
        )
      })}
    </div>
  )
}

interface CellsProps extends PartProps {
  readonly hop: Hop
  readonly place: HopPlace
}

/** One hop's weights over what is stored, shaded and as numbers. */
function Cells({ picture, hop, place, layout }: CellsProps) {
  const { matrix, joined, theme, top, focus, pinned, onHover, onPin } = picture
  const { row, arrival } = hop
  const places = matrix.columnLabels.map((_, slot) => slot)
  return places.map((slot) => {
    const weight = arrival === undefined ? undefined : layerWeight(joined, arrival, slot)
    const color = weight === undefined ? undefined : weightColor(weight / top, theme)
    const cell: Focus = row === undefined ? { column: slot } : { row, column: slot }
    const style: CSSProperties = {
      left: place.left,
      top: layout.top + slot * layout.row + 1,
      width: place.cell,
      height: layout.row - 2,
      lineHeight: `${layout.row - 2}px`,
      ...(color !== undefined && { background: css(color), color: inkOn(color) }),
    }
    const seen =
      focus === undefined || (row === undefined ? focus.row === undefined : inFocus(focus, row, slot, 0))
    return (
      <div
        key={slot}
        className={`attention-memory-cell${weight === undefined ? ' is-waiting' : ''}${seen ? '' : ' is-faded'}`}
        style={style}
        title={
          weight === undefined
            ? undefined
            : `${hop.label} · ${matrix.columnLabels[slot]} · ${weightText(weight)}${matrix.heads > 1 ? ` · ${layerTitle(joined, matrix.heads)}` : ''}`
        }
        aria-hidden="true"
        onPointerEnter={() => onHover(cell)}
        onClick={() => onPin(pinned?.row === row && pinned?.column === slot ? undefined : cell)}
      >
        {weight === undefined ? '' : shortWeight(weight)}
      </div>
    )
  })
}

/** From each hop's knot to what it reads: the thicker, the more. */
function Lines({ picture, hops, layout }: HopsProps) {
  const { joined, layers, theme, top, focus, still } = picture
  const paint = useMemo(() => linePaint([joined], theme, 1, top), [joined, theme, top])
  const first = layout.hops[0]
  const last = layout.hops.at(-1)
  return (
    <svg
      className={`attention-memory-lines${still ? ' is-still' : ''}`}
      width={layout.width}
      height={layout.height}
      aria-hidden="true"
    >
      {first !== undefined && last !== undefined && (
        <path
          className="attention-memory-way"
          d={`M${layout.names} ${layout.head + WAY}H${layout.answer - 8}m-6 -5l6 5l-6 5`}
        />
      )}
      {hops.flatMap(({ key, row, arrival }, at) => {
        if (arrival === undefined || layers.length === 0) return []
        const place = layout.hops[at]!
        return Array.from({ length: arrival.slice.columns }, (_, slot) => ({
          slot,
          weight: layerWeight(joined, arrival, slot),
        }))
          .filter(({ weight }) => weight > NOTHING * top)
          .sort((a, b) => a.weight - b.weight)
          .map(({ slot, weight }) => (
            <path
              key={`${key} ${arrival.step} ${slot}`}
              className={`attention-memory-line${
                focus === undefined ||
                (row === undefined ? focus.row === undefined : inFocus(focus, row, slot, 0))
                  ? ''
                  : ' is-faded'
              }`}
              pathLength={1}
              d={hopLine(layout, place, slot, layout.head + WAY + KNOT / 2)}
              stroke={paint.css(0, weight)}
              strokeWidth={Math.min(paint.thickness(weight), layout.row - 3)}
            />
          ))
      })}
    </svg>
  )
}

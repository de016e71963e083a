import { type CSSProperties, type KeyboardEvent, memo } from 'react'
import type { Box, LinesLayout } from '#shared/pictures/layout/linesLayout'
import type { Focus } from '#shared/pictures/model/focus'

export type Side = 'row' | 'column'

interface WordsProps {
  readonly side: Side
  readonly name: string
  readonly layout: LinesLayout
  readonly labels: readonly string[]
  /** Part of the layout that is seen; words outside of it are not made. */
  readonly from: number
  readonly to: number
  /** 0 … 1 by index while something is looked at closely: how much each word has to do with it. */
  readonly light: ((index: number) => number) | undefined
  /** Words whose row has not come yet. */
  readonly waiting: ((index: number) => boolean) | undefined
  /** Colours of a picture's patches. */
  readonly heat: ((index: number) => string) | undefined
  readonly active: number | undefined
  readonly pinned: number | undefined
  /** The word that the Tab key reaches. */
  readonly tabStop: number
  readonly onHover: (focus: Focus | undefined) => void
  readonly onPin: (focus: Focus | undefined) => void
  readonly onKey: (event: KeyboardEvent, side: Side, index: number) => void
}

/** One side's words, as text that can be selected and reached by keyboard. */
export const Words = memo(function Words(props: WordsProps) {
  const {
    side,
    layout,
    labels,
    from,
    to,
    light,
    waiting,
    heat,
    active,
    pinned,
    tabStop,
    onHover,
    onPin,
    onKey,
  } = props
  const boxes = side === 'row' ? layout.rows : layout.columns
  const turned = side === 'row' ? layout.turnedRows : layout.turnedColumns
  const lightOf = (index: number) => {
    if (waiting?.(index)) return 0.28
    return light === undefined || heat !== undefined ? 1 : 0.3 + 0.7 * light(index)
  }
  const seen = indicesWithin(boxes, layout, from, to, tabStop)
  return (
    <div
      className="attention-words"
      role="listbox"
      aria-label={props.name}
      aria-orientation={layout.orientation === 'across' ? 'horizontal' : 'vertical'}
      tabIndex={-1}
    >
      {seen.map((index) => {
        const box = boxes[index]!
        const focus = side === 'row' ? { row: index } : { column: index }
        return (
          <div
            key={index}
            id={`attention-${side}-${index}`}
            role="option"
            tabIndex={index === tabStop ? 0 : -1}
            aria-selected={index === pinned}
            // A patch of a picture is drawn without its name.
            aria-label={layout.patches && side === 'column' ? `patch ${labels[index]}` : undefined}
            className={className(side, layout, index === active, index === pinned)}
            style={
              {
                left: box.x,
                top: box.y,
                width: box.width,
                height: box.height,
                fontSize: layout.font,
                background: heat?.(index),
                lineHeight: `${turned ? box.width : box.height}px`,
                '--light': lightOf(index),
              } as CSSProperties
            }
            title={isCut(labels[index]!, box, layout.font, turned) ? labels[index] : undefined}
            onPointerEnter={() => onHover(focus)}
            onPointerLeave={() => onHover(undefined)}
            onFocus={(event) => event.currentTarget.matches(':focus-visible') && onHover(focus)}
            onBlur={() => onHover(undefined)}
            onClick={() => onPin(index === pinned ? undefined : focus)}
            onKeyDown={(event) => onKey(event, side, index)}
          >
            <span>{layout.patches && side === 'column' ? '' : labels[index]}</span>
          </div>
        )
      })}
    </div>
  )
})

/** Whether not all of a word is seen. */
function isCut(label: string, box: Box, font: number, turned: boolean): boolean {
  return label.length * font * 0.5 > (turned ? box.height : box.width)
}

function className(side: Side, layout: LinesLayout, active: boolean, pinned: boolean): string {
  const patch = layout.patches && side === 'column'
  return [
    'attention-word',
    patch ? 'is-patch' : `is-${side}`,
    layout.orientation === 'down' ? 'is-down' : '',
    (side === 'row' ? layout.turnedRows : layout.turnedColumns) ? 'is-turned' : '',
    active ? 'is-active' : '',
    pinned ? 'is-pinned' : '',
  ]
    .filter((name) => name !== '')
    .join(' ')
}

const MARGIN = 420

function indicesWithin(
  boxes: readonly Box[],
  layout: LinesLayout,
  from: number,
  to: number,
  tabStop: number,
): number[] {
  const across = layout.orientation === 'across'
  const seen: number[] = []
  boxes.forEach((box, index) => {
    const start = across ? box.x : box.y
    const extent = across ? box.width : box.height
    if ((start + extent > from - MARGIN && start < to + MARGIN) || index === tabStop) seen.push(index)
  })
  return seen
}

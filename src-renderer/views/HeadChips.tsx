import { useEffect, useRef } from 'react'
import {
  type HeadChoice,
  type HeadMode,
  HUES,
  shownHeads,
  soloHead,
  toggleHead,
} from '#shared/pictures/model/heads'
import { type AttentionMatrix, arrivalOf, weightOf } from '#shared/pictures/model/history'
import { css, headColor, type Theme, weightColor } from '#shared/pictures/scale'

const MODES: Readonly<Record<HeadMode, string>> = { each: 'Each head', mean: 'Mean', max: 'Maximum' }

interface HeadChipsProps {
  readonly matrix: AttentionMatrix
  readonly shown: number
  readonly choice: HeadChoice
  readonly theme: Theme
  readonly top: number
  readonly onChoose: (choice: HeadChoice) => void
}

/** Heads as small heat maps: a click shows one alone, with Ctrl or Shift it joins or leaves the others. */
export function HeadChips({ matrix, shown, choice, theme, top, onChoose }: HeadChipsProps) {
  const { heads } = matrix
  if (heads <= 1) return null
  const on = shownHeads(choice, heads)
  const single = on.length === 1
  const all = Array.from({ length: heads }, (_, head) => head)
  return (
    <div className="attention-heads">
      <select
        className="attention-select"
        aria-label="Heads"
        value={choice.mode}
        onChange={(event) => onChoose({ mode: event.currentTarget.value as HeadMode, hidden: new Set() })}
      >
        {Object.entries(MODES).map(([mode, title]) => (
          <option key={mode} value={mode}>
            {title}
          </option>
        ))}
      </select>
      <fieldset className="attention-chips" aria-label="Heads shown">
        {all.map((head) => {
          const hue = choice.mode === 'each' && !single ? css(headColor(head % HUES, theme)) : undefined
          return (
            <button
              key={head}
              type="button"
              className="attention-chip"
              aria-pressed={!choice.hidden.has(head)}
              aria-label={`Head ${head + 1}`}
              title={`Head ${head + 1}: click to show it alone, Ctrl+click to add or leave it out`}
              style={{ '--hue': hue ?? 'var(--attention-accent)' } as Record<string, string>}
              onClick={(event) =>
                onChoose(
                  event.ctrlKey || event.metaKey || event.shiftKey
                    ? toggleHead(choice, head)
                    : soloHead(choice, head, heads),
                )
              }
            >
              <Thumbnail matrix={matrix} shown={shown} head={head} theme={theme} top={top} />
              <span>{head + 1}</span>
            </button>
          )
        })}
      </fieldset>
    </div>
  )
}

/** Pixels of a small picture at the most, each way. */
const MOST = 40

function Thumbnail({
  matrix,
  shown,
  head,
  theme,
  top,
}: {
  matrix: AttentionMatrix
  shown: number
  head: number
  theme: Theme
  top: number
}) {
  const canvas = useRef<HTMLCanvasElement>(null)
  const [rows, columns] = [matrix.arrivals.length, matrix.columnLabels.length]
  const [tall, wide] = [Math.min(MOST, Math.max(1, rows)), Math.min(MOST, Math.max(1, columns))]
  useEffect(() => {
    const context = canvas.current?.getContext('2d')
    if (context === null || context === undefined) return
    const image = context.createImageData(wide, tall)
    const strongest = new Float32Array(wide * tall)
    for (let row = 0; row < rows; row++) {
      const arrival = arrivalOf(matrix, row, shown)
      if (arrival === undefined) continue
      for (let column = 0; column < columns; column++) {
        const at = Math.floor((row * tall) / rows) * wide + Math.floor((column * wide) / columns)
        strongest[at] = Math.max(strongest[at]!, weightOf(arrival, head, column))
      }
    }
    strongest.forEach((weight, at) => {
      image.data.set([...weightColor(weight / top, theme), 255], at * 4)
    })
    context.putImageData(image, 0, 0)
  }, [matrix, shown, head, theme, top, rows, columns, tall, wide])
  return <canvas ref={canvas} width={wide} height={tall} />
}

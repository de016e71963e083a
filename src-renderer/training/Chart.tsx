/** One chart over steps, drawn by uPlot at most once in an animation frame. */
import { type ReactNode, useEffect, useRef } from 'react'
import uPlot from 'uplot'
import 'uplot/dist/uPlot.min.css'
import { aligned, type Line } from '#shared/pictures/training/curveLines'
import { css, headColor, type Theme } from '../theme/scale'
import { useSize, useTheme } from '../views/hooks'

export interface ChartProps {
  readonly title: string
  readonly lines: readonly Line[]
  /** Names the set of lines: the chart is made anew when it changes. */
  readonly name: string
  readonly share: boolean
  readonly logarithmic?: boolean
  /** Steps from the left end to the right. */
  readonly span: number
  /** The step whose snapshot is shown. */
  readonly mark: number | undefined
  format(value: number): string
  /** Said to who cannot see it. */
  readonly description: string
  subscribe(listener: () => void): () => void
  onPick(step: number): void
  /** Stands beside the title. */
  readonly children?: ReactNode
}

export function Chart(props: ChartProps) {
  const { title, lines, name, share, logarithmic = false, description } = props
  const box = useRef<HTMLDivElement>(null)
  const readout = useRef<HTMLSpanElement>(null)
  const plot = useRef<uPlot>(undefined)
  const latest = useRef(props)
  latest.current = props
  const size = useSize(box)
  const theme = useTheme()

  // biome-ignore lint/correctness/useExhaustiveDependencies: `name` stands for the lines, which are new objects at each render
  useEffect(() => {
    const target = box.current
    if (target === null) return
    const { subscribe } = latest.current
    const read = () => aligned(lines.map((line) => line.curve())) as uPlot.AlignedData
    const made = new uPlot(
      {
        width: Math.max(80, target.clientWidth),
        height: Math.max(60, target.clientHeight),
        legend: { show: false },
        padding: [8, 16, 0, 0],
        cursor: { y: false, points: { size: 6 }, drag: { x: false, y: false } },
        scales: { x: { time: false, range: () => [0, latest.current.span] }, y: scaleOf(share, logarithmic) },
        axes: [
          axis(target, theme, { values: (_, at) => at.map(shortened) }),
          axis(target, theme, {
            space: 30,
            ...(logarithmic && { splits: tens }),
            size: 46,
            values: (_, at) => at.map(label(latest)),
          }),
        ],
        series: [{}, ...lines.map((line) => seriesOf(line, theme))],
        hooks: {
          drawClear: [(u) => drawMark(u, latest.current.mark, theme)],
          setCursor: [(u) => say(u, latest.current, readout.current)],
        },
      },
      read(),
      target,
    )
    plot.current = made
    let asked = 0
    const stop = subscribe(() => {
      if (asked !== 0) return
      asked = requestAnimationFrame(() => {
        asked = 0
        made.setData(read())
      })
    })
    const pick = () => {
      const { idx } = made.cursor
      const step = idx == null ? undefined : made.data[0][idx]
      if (step !== undefined) latest.current.onPick(step)
    }
    made.over.addEventListener('click', pick)
    return () => {
      stop()
      cancelAnimationFrame(asked)
      made.destroy()
      plot.current = undefined
    }
  }, [name, theme, share, logarithmic])

  useEffect(() => {
    if (size.width > 0 && size.height > 0) plot.current?.setSize(size)
  }, [size])
  // biome-ignore lint/correctness/useExhaustiveDependencies: the mark is read by the plot's own hook
  useEffect(() => plot.current?.redraw(false), [props.mark])
  useEffect(() => plot.current?.setScale('x', { min: 0, max: props.span }), [props.span])

  return (
    <figure className="chart">
      <figcaption>
        <h3>{title}</h3>
        <span className="chart-readout mono" ref={readout} />
        {props.children}
      </figcaption>
      <div className="chart-box" ref={box} role="img" aria-label={description} />
    </figure>
  )
}

function scaleOf(share: boolean, logarithmic: boolean): uPlot.Scale {
  if (share) return { range: [0, 1.04] }
  if (logarithmic) return { distr: 3 }
  return { range: (_, __, most) => [0, most > 0 ? most * 1.05 : 1] }
}

function label(latest: { readonly current: ChartProps }): (value: number | null) => string {
  return (value) => (value === null ? '' : latest.current.format(value))
}

/** 20000 as “20k”. */
function shortened(step: number): string {
  return step >= 10_000 ? `${step / 1000}k` : String(step)
}

/** Powers of ten between two values, and one beyond each. */
function tens(_plot: uPlot, _axis: number, least: number, most: number): number[] {
  const [from, to] = [Math.floor(Math.log10(least)), Math.ceil(Math.log10(most))]
  return Array.from({ length: to - from + 1 }, (_, i) => Number(`1e${from + i}`))
}

/** A canvas takes no colours that depend on the page's theme. */
const COLORS = {
  light: { line: '#e9ecf1', mark: '#2f5fd066' },
  dark: { line: '#2a2f38', mark: '#86a9ff77' },
} as const satisfies Record<Theme, unknown>

function axis(target: HTMLElement, theme: Theme, own: uPlot.Axis): uPlot.Axis {
  const style = getComputedStyle(target)
  return {
    stroke: style.color,
    font: `11px ${style.fontFamily}`,
    size: 26,
    gap: 4,
    space: 44,
    grid: { stroke: COLORS[theme].line, width: 1 },
    ticks: { show: false },
    ...own,
  }
}

function seriesOf({ hue, style }: Line, theme: Theme): uPlot.Series {
  const color = css(headColor(hue, theme), style === 'raw' ? 0.25 : 1)
  const common = { stroke: color, spanGaps: true }
  if (style === 'raw') return { ...common, width: 1, points: { show: false } }
  if (style === 'smooth') return { ...common, width: 1.5, points: { show: false } }
  const points = { show: true, size: 5, fill: color, width: 0 }
  return { ...common, width: 1.5, points, ...(style === 'dashes' && { dash: [5, 4] }) }
}

/** A line at the step whose snapshot is shown. */
function drawMark(plot: uPlot, mark: number | undefined, theme: Theme): void {
  if (mark === undefined || plot.data[0].length === 0) return
  const { ctx, bbox } = plot
  const x = Math.round(plot.valToPos(mark, 'x', true))
  if (x < bbox.left || x > bbox.left + bbox.width) return
  ctx.save()
  ctx.fillStyle = COLORS[theme].mark
  ctx.fillRect(x - 1, bbox.top, 2, bbox.height)
  ctx.restore()
}

/** Values under the pointer, beside the title. */
function say(plot: uPlot, { format, lines }: ChartProps, target: HTMLElement | null): void {
  if (target === null) return
  const { idx } = plot.cursor
  const step = idx == null ? undefined : plot.data[0][idx]
  const values = lines.flatMap(({ style }, i) => {
    const value = idx == null ? undefined : plot.data[i + 1]?.[idx]
    return value == null || style === 'raw' ? [] : [format(value)]
  })
  target.textContent = step === undefined ? '' : `${step}: ${values.join(' / ')}`
}

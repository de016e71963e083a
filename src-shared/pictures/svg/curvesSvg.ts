/** Curves of trainings on paper: loss, and beside it what tests on unseen examples measured. */
import { headColor, type Theme } from '../scale'
import { textWidth } from '../textWidth'
import { type ChartLines, type Line, thinned } from '../training/curveLines'
import { INKS } from './inks'
import { type Drawing, element, group, hex, label, movedBy, short } from './svg'

export interface CurvesLook {
  /** Steps from the left end to the right. */
  readonly span: number
  /** Of the first chart. */
  readonly logarithmic: boolean
  readonly theme: Theme
}

const PLOT = { width: 380, height: 220 }
/** Room for numbers at the left, for the title above, for steps and names below. */
const LEFT = 48
const TOP = 30
const BELOW = 52
const APART = 28
/** The last step is written under the end of its axis. */
const RIGHT = 12
/** Points of one line: more than a printer tells apart. */
const MOST_POINTS = 1200
const SMALL = 11

/** A function that says where a value stands, and values to write beside it. */
interface Scale {
  place(value: number): number
  readonly ticks: readonly number[]
}

export function curvesSvg(charts: readonly ChartLines[], look: CurvesLook): Drawing {
  const wide = LEFT + PLOT.width
  return {
    width: charts.length * wide + (charts.length - 1) * APART + RIGHT,
    height: TOP + PLOT.height + BELOW,
    body: charts
      .map((chart, i) =>
        movedBy(
          i * (wide + APART),
          0,
          chartSvg(chart, { ...look, logarithmic: look.logarithmic && i === 0 }),
        ),
      )
      .join('\n'),
  }
}

function chartSvg(chart: ChartLines, { span, logarithmic, theme }: CurvesLook): string {
  const { ink, soft, line } = INKS[theme]
  const curves = chart.lines.map((line) => ({ line, curve: thinned(line.curve(), MOST_POINTS) }))
  const values = curves.flatMap(({ curve }) => curve.values.filter(Number.isFinite))
  const up = chart.share ? shares() : logarithmic ? powers(values) : amounts(values)
  const along = evenly(span, PLOT.width)
  const [x, y] = [(step: number) => LEFT + along.place(step), (value: number) => TOP + up.place(value)]
  const quiet = { size: SMALL, fill: soft }
  return [
    label(chart.title, LEFT, 8, { size: 12.5, weight: 600, fill: ink }),
    group(
      up.ticks.map((value) =>
        element('path', { d: `M${LEFT} ${short(y(value))}h${PLOT.width}`, stroke: line, 'stroke-width': 1 }),
      ),
      { 'data-part': 'grid' },
    ),
    ...up.ticks.map((value) => label(chart.format(value), LEFT - 8, y(value), { ...quiet, anchor: 'end' })),
    ...along.ticks.map((step) =>
      label(step.toLocaleString('en'), x(step), TOP + PLOT.height + 14, { ...quiet, anchor: 'middle' }),
    ),
    group(
      curves.map(({ line, curve }) => {
        const points = curve.steps.flatMap((step, i) => {
          const value = curve.values[i]!
          return Number.isFinite(value) && !(logarithmic && value <= 0) ? [[x(step), y(value)] as const] : []
        })
        return lineSvg(line, points, theme)
      }),
      { fill: 'none', 'stroke-linejoin': 'round', 'data-part': 'curves' },
    ),
    movedBy(LEFT, TOP + PLOT.height + 38, namesSvg(chart.lines, theme)),
  ].join('\n')
}

function lineSvg({ hue, style }: Line, points: readonly (readonly [number, number])[], theme: Theme): string {
  const stroke = hex(headColor(hue, theme))
  const path = element('path', {
    d: points.map(([x, y], i) => `${i === 0 ? 'M' : 'L'}${short(x)} ${short(y)}`).join(''),
    stroke,
    'stroke-width': style === 'raw' ? 0.8 : 1.6,
    'stroke-opacity': style === 'raw' ? 0.3 : undefined,
    'stroke-dasharray': style === 'dashes' ? '5 4' : undefined,
  })
  if (style !== 'tests' && points.length > 1) return path
  return [path, ...points.map(([cx, cy]) => element('circle', { cx, cy, r: 2.2, fill: stroke }))].join('\n')
}

/** Which line is what; a chart with a single line says it by its title. */
function namesSvg(lines: readonly Line[], theme: Theme): string {
  if (lines.length < 2) return ''
  const several = new Set(lines.map(({ hue }) => hue)).size > 1
  let x = 0
  return lines
    .map((line) => {
      const text =
        line.style === 'raw' || line.style === 'dashes'
          ? line.label
          : several
            ? `training ${line.label}`
            : 'smoothed'
      const drawn = [
        lineSvg(
          line,
          [
            [x, 0],
            [x + 18, 0],
          ],
          theme,
        ),
        label(text, x + 24, 0, { size: SMALL, fill: INKS[theme].soft }),
      ].join('\n')
      x += 24 + textWidth(text, SMALL) + 16
      return drawn
    })
    .join('\n')
}

function evenly(most: number, room: number, count = 5): Scale {
  const step = roundStep(most / count)
  const ticks = Array.from({ length: Math.floor(most / step + 1e-9) + 1 }, (_, i) => i * step)
  return { place: (value) => (value / most) * room, ticks }
}

function turned({ place, ticks }: Scale): Scale {
  return { place: (value) => PLOT.height - place(value), ticks }
}

function shares(): Scale {
  return turned({ place: (value) => (value / 1.04) * PLOT.height, ticks: [0, 0.25, 0.5, 0.75, 1] })
}

function amounts(values: readonly number[]): Scale {
  const most = values.reduce((a, b) => Math.max(a, b), 0)
  return turned(evenly(most > 0 ? most * 1.05 : 1, PLOT.height, 4))
}

function powers(values: readonly number[]): Scale {
  const above = values.filter((value) => value > 0)
  if (above.length === 0) return amounts(values)
  const low = Math.floor(Math.log10(above.reduce((a, b) => Math.min(a, b))))
  const high = Math.max(low + 1, Math.ceil(Math.log10(above.reduce((a, b) => Math.max(a, b)))))
  const ticks = Array.from({ length: high - low + 1 }, (_, i) => Number(`1e${low + i}`))
  return turned({ place: (value) => ((Math.log10(value) - low) / (high - low)) * PLOT.height, ticks })
}

/** 1, 2 or 5 times a power of ten, at least as large. */
function roundStep(least: number): number {
  const power = 10 ** Math.floor(Math.log10(least))
  return ([1, 2, 5, 10].find((times) => times * power >= least * (1 - 1e-9)) ?? 10) * power
}

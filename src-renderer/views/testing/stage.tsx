/** The attention views on a page of their own: `?sample=heads&theme=dark`. Served by `look.mjs` and `measure.mjs`; never shipped. */
import { StrictMode } from 'react'
import { createRoot } from 'react-dom/client'
import '@fontsource-variable/inter'
import '../../theme/theme.css'
import { linePaint } from '#shared/pictures/layout/linePaint'
import { layoutLines } from '#shared/pictures/layout/linesLayout'
import { layersOf } from '#shared/pictures/model/heads'
import { emptyHistory, followSlices } from '#shared/pictures/model/history'
import { lineMaker } from '#shared/pictures/model/lines'
import { samples } from '#shared/pictures/testing/samples'
import { runStore, sliceLog } from '../../stores/run'
import { AttentionDock } from '../AttentionDock'
import { linesRenderer } from '../lines/renderer'

const query = new URLSearchParams(location.search)
document.documentElement.dataset.theme = query.get('theme') ?? 'light'

const chosen = (query.get('sample') ?? '').split(',').flatMap((name) => samples[name]?.() ?? [])
if (chosen.length > 0) {
  runStore.setState({
    state: 'done',
    sites: chosen.map(({ site }) => site),
    selectedSite: chosen[0]!.site.id,
  })
  if (query.get('live') === null)
    for (const { slices } of chosen) for (const slice of slices) sliceLog.push(slice)
}

/** What scripts on the page may ask for. */
const stage = {
  /** Sends the chosen samples again, one slice after the other. */
  async stream(milliseconds: number) {
    runStore.setState({ state: 'running' })
    sliceLog.clear()
    for (const { slices } of chosen)
      for (const slice of slices) {
        sliceLog.push(slice)
        await new Promise((done) => setTimeout(done, milliseconds))
      }
    runStore.setState({ state: 'done' })
  },
  /** Mean difference of the two ways to draw, in parts of 255 of a channel, and how much ink there is at all. */
  compare(name: string, width: number, height: number) {
    const { slices } = samples[name]!()
    const history = followSlices(emptyHistory(), slices)
    const matrix = [...history.passes.values()][0]!
    const layers = layersOf({ mode: 'each', hidden: new Set() }, matrix.heads)
    const lines = lineMaker(layers, 1)(matrix, history.steps.length)
    const room = {
      columns: matrix.columnLabels,
      rows: matrix.rowLabels,
      width,
      height,
      measure: (text: string) => text.length * 7,
    }
    const drawn = {
      layout: layoutLines(room),
      lines,
      layers: layers.length,
      paint: linePaint(layers, 'dark', lines.count),
    }
    const images = (['webgl2', 'canvas'] as const).map((way) => {
      const canvas = document.createElement('canvas')
      canvas.width = width
      canvas.height = height
      const renderer = linesRenderer(canvas, way)
      renderer.load(drawn, () => -1e6, undefined)
      while (renderer.draw({ width, height, ratio: 1, scrollX: 0, scrollY: 0, now: 0, growth: 180 }));
      const copy = document.createElement('canvas')
      copy.width = width
      copy.height = height
      const context = copy.getContext('2d')!
      context.fillRect(0, 0, width, height)
      context.drawImage(canvas, 0, 0)
      return context.getImageData(0, 0, width, height).data
    })
    const mean = (of: (at: number) => number) =>
      images[0]!.reduce((sum, _, at) => sum + of(at), 0) / (width * height * 3)
    const at = (image: number) => (i: number) => (i % 4 === 3 ? 0 : images[image]![i]!)
    return {
      webgl2: mean(at(0)),
      canvas: mean(at(1)),
      difference: mean((i) => Math.abs(at(0)(i) - at(1)(i))),
    }
  },
  /** Milliseconds of parts of one whole picture: 60 × 60 × 8 heads unless another sample is named. */
  measure(way: 'webgl2' | 'canvas', width: number, height: number, name = 'large', mass = 1) {
    const { slices } = samples[name]!()
    const time = <T,>(act: () => T, times: number): [T, number] => {
      let result = act()
      const start = performance.now()
      for (let i = 0; i < times; i++) result = act()
      return [result, (performance.now() - start) / times]
    }
    const [history, grow] = time(() => followSlices(emptyHistory(), slices), 20)
    const matrix = [...history.passes.values()][0]!
    const layers = layersOf({ mode: 'each', hidden: new Set() }, matrix.heads)
    const [, cold] = time(() => lineMaker(layers, mass)(matrix, history.steps.length), 5)
    const maker = lineMaker(layers, mass)
    const [lines, warm] = time(() => maker(matrix, history.steps.length), 20)
    const room = {
      columns: matrix.columnLabels,
      rows: matrix.rowLabels,
      width,
      height,
      measure: (text: string) => text.length * 7,
    }
    const [layout, place] = time(() => layoutLines(room), 20)
    const canvas = document.createElement('canvas')
    canvas.width = width
    canvas.height = height
    document.body.append(canvas)
    const renderer = linesRenderer(canvas, way)
    const gl = renderer.way === 'webgl2' ? canvas.getContext('webgl2') : null
    const pixel = new Uint8Array(4)
    const settle = () =>
      gl === null
        ? canvas.getContext('2d')!.getImageData(0, 0, 1, 1)
        : gl.readPixels(0, 0, 1, 1, gl.RGBA, gl.UNSIGNED_BYTE, pixel)
    const drawn = { layout, lines, layers: layers.length, paint: linePaint(layers, 'light', lines.count) }
    const [, load] = time(() => renderer.load(drawn, () => -1e6, undefined), 5)
    const [, draw] = time(() => {
      renderer.load(drawn, () => -1e6, undefined)
      while (renderer.draw({ width, height, ratio: 1, scrollX: 0, scrollY: 0, now: 0, growth: 180 })) settle()
      settle()
    }, 10)
    renderer.dispose()
    canvas.remove()
    return { way: renderer.way, lines: lines.count, grow, cold, warm, place, load, draw }
  },
}

declare global {
  interface Window {
    stage: typeof stage
  }
}
window.stage = stage

createRoot(document.getElementById('root')!).render(
  <StrictMode>
    <AttentionDock />
  </StrictMode>,
)

/** The overview and the graph on a page of their own, filled by arithmetic. Served by `measure.mjs`; never shipped. */
import { StrictMode } from 'react'
import { createRoot } from 'react-dom/client'
import '@fontsource-variable/inter'
import '../../theme/theme.css'
import type { ModelSite } from '#shared/contract/contract'
import type { Thumbnail } from '#shared/contract/model'
import { columnLayout } from '#shared/pictures/level/columns'
import type { Level } from '#shared/pictures/level/repeats'
import { createRunStore } from '../../stores/run'
import { createSliceLog } from '../../stores/slices'
import { graphStore } from '../graph/graphStore'
import { ModelGraph } from '../graph/ModelGraph'
import { Overview } from '../overview/Overview'
import { sidesOf } from '../side'
import '../model.css'

const query = new URLSearchParams(location.search)
const [layers, heads, cards] = ['layers', 'heads', 'cards'].map((name) => Number(query.get(name) ?? 0)) as [
  number,
  number,
  number,
]
const { first: side } = sidesOf({ runs: createRunStore(), slices: createSliceLog() })

const sites: ModelSite[] = Array.from({ length: layers }, (_, i) => ({
  id: `layer ${i}`,
  node: '',
  title: `encoder ▸ layer.${i}`,
  heads,
  rowAxis: 'words',
  columnAxis: 'words',
  operator: 'Softmax',
  kind: 'self',
  causal: false,
  shown: true,
}))

/** A head over 512 tokens as the engine sends it: 64 × 64. */
function thumbnail(layer: number, head: number): Thumbnail {
  const side = 64
  const pixels = Uint8Array.from({ length: side * side }, (_, i) => {
    const [row, column] = [Math.floor(i / side), i % side]
    return Math.round(255 * Math.exp(-(((row - column + head - 6) * (layer + 1)) ** 2) / 90))
  })
  return { site: `layer ${layer}`, head, rows: side, columns: side, pixels, strongest: 1 }
}

function level(count: number): Level {
  const nodes = Array.from({ length: count }, (_, i) => ({
    id: `n${i}`,
    type: 'operator' as const,
    title: `/layer.${i >> 4}/MatMul_${i}`,
    operator: 'MatMul',
    enter: [],
    operators: 1,
    sites: i % 50 === 0 ? ['a'] : [],
  }))
  const wires = nodes.slice(1).map(({ id }, i) => ({
    from: `n${Math.max(0, i - (i % 9))}`,
    to: id,
    tensors: [{ name: `t${i}`, dtype: 'float32' as const, shape: ['batch', 64], constant: false }],
  }))
  return { nodes, wires }
}

const stage = {
  /** Sends all thumbnails, as a run does. */
  send() {
    for (let layer = 0; layer < layers; layer++)
      for (let head = 0; head < heads; head++) side.thumbnails.push(thumbnail(layer, head))
  },
  /** Shows a level of many cards; milliseconds of its layout. */
  show(): number {
    const start = performance.now()
    const shown = level(cards)
    const layout = columnLayout(shown)
    const took = performance.now() - start
    graphStore.setState({
      shown: { level: shown, layout },
      scope: { scope: '', path: [{ scope: '', title: 'model' }], nodes: [], wires: [] },
    })
    return took
  },
}

declare global {
  interface Window {
    modelStage: typeof stage
  }
}
window.modelStage = stage

side.store.setState({
  model: {
    model: 'm',
    name: 'model.onnx',
    nodes: 1,
    operators: {},
    inputs: [],
    outputs: [],
    sites,
    refused: [],
  },
})
createRoot(document.getElementById('root')!).render(
  <StrictMode>
    {cards > 0 ? (
      <ModelGraph />
    ) : (
      <Overview side={side} label="Heads" absolute={false} onSite={() => undefined} />
    )}
  </StrictMode>,
)

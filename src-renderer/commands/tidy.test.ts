import ELK from 'elkjs/lib/elk.bundled.js'
import { describe, expect, it } from 'vitest'
import type { HeedDocument } from '#shared/document/document'
import { absolutePosition } from '#shared/document/editsPlaces'
import type { LayOut } from '../canvas/tidyLevels'
import { TestPage } from '../testing/TestPage'
import { putAround } from './arranging'
import { moveNodes } from './editing'
import { CARD } from './places'
import { tidy } from './tidy'

const elk = new ELK()
const layOut: LayOut = (graph) => elk.layout(graph)

/** A heap of wired nodes, all on one spot; two of them in a loop. */
function heap(): TestPage {
  const test = new TestPage()
  for (const kind of ['series', 'dense', 'activation', 'dense', 'add', 'pool']) test.add(kind)
  test.wire('series.values', 'dense.features')
  test.wire('dense.features', 'activation.features')
  test.wire('activation.features', 'dense-2.features')
  test.wire('dense.features', 'add.terms')
  test.wire('dense-2.features', 'add.terms')
  test.wire('add.sum', 'pool.sequence')
  test.select('activation', 'dense-2')
  putAround(test.page, 'loop-each')
  test.select()
  moveNodes(
    test.page,
    ['series', 'dense', 'add', 'pool', 'loop-each'].map((id) => ({
      id,
      at: { x: 50, y: 50 },
      frame: undefined,
    })),
  )
  return test
}

function boxOf(document: HeedDocument, id: string) {
  return { ...absolutePosition(document, id), ...(document.nodes[id]!.size ?? CARD) }
}

describe('tidy', () => {
  it('of a frame alone makes room for it: what stands beside it moves on', async () => {
    const test = heap()
    await tidy(test.page, layOut)
    const beside = boxOf(test.document, 'pool').x
    // One below the other: side by side they need more room.
    const { x, y } = boxOf(test.document, 'activation')
    moveNodes(test.page, [{ id: 'dense-2', at: { x, y: y + 150 }, frame: 'loop-each' }])
    test.page.documents.setState(({ document }) => ({
      document: {
        ...document,
        nodes: {
          ...document.nodes,
          'loop-each': { ...document.nodes['loop-each']!, size: { width: 420, height: 400 } },
        },
      },
    }))
    const narrow = boxOf(test.document, 'loop-each')
    test.select('loop-each')
    await tidy(test.page, layOut)
    const wider = boxOf(test.document, 'loop-each').width - narrow.width
    expect(wider).toBeGreaterThan(0)
    expect(boxOf(test.document, 'pool').x).toBe(beside + wider)
  })

  it('lays all out from left to right, nothing over another, what is in a loop within it, in one step', async () => {
    const test = heap()
    const before = test.document
    await tidy(test.page, layOut)
    expect(test.undoName).toBe('tidy the layout')
    const after = test.document
    for (const { from, to } of Object.values(after.wires)) {
      if (from.node === 'loop-each' || to.node === 'loop-each') continue
      expect(boxOf(after, to.node).x).toBeGreaterThan(boxOf(after, from.node).x + CARD.width)
    }
    const ids = Object.keys(after.nodes)
    for (const a of ids)
      for (const b of ids) {
        if (a === b || after.nodes[a]!.parent !== after.nodes[b]!.parent) continue
        const [one, two] = [boxOf(after, a), boxOf(after, b)]
        const apart =
          one.x + one.width <= two.x ||
          two.x + two.width <= one.x ||
          one.y + one.height <= two.y ||
          two.y + two.height <= one.y
        expect(apart, `${a} and ${b}`).toBe(true)
      }
    const frame = after.nodes['loop-each']!
    for (const id of ['activation', 'dense-2']) {
      const { position } = after.nodes[id]!
      expect(position.x + CARD.width).toBeLessThan(frame.size!.width)
      expect(position.y + CARD.height).toBeLessThan(frame.size!.height)
    }
    expect(test.undo().document).toEqual(before)
  })

  it('leaves everything else where it is when some nodes are selected', async () => {
    const test = heap()
    test.select('series', 'dense')
    await tidy(test.page, layOut)
    expect(test.undoName).toBe('tidy 2 nodes')
    expect(test.document.nodes.series!.position).toEqual({ x: 50, y: 50 })
    expect(test.document.nodes.dense!.position.x).toBeGreaterThan(50 + CARD.width)
    for (const id of ['add', 'pool', 'loop-each'])
      expect(test.document.nodes[id]!.position).toEqual({ x: 50, y: 50 })
  })

  it('keeps what was done while it worked', async () => {
    const test = heap()
    const working = tidy(test.page, async (graph) => {
      test.add('dropout')
      return layOut(graph)
    })
    await working
    expect(test.undoName).toBe('add Dropout')
  })
})

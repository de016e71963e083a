import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { TestPage } from '../testing/TestPage'
import { deleteSelection, duplicate, moveNodes, nudge, putNodesInto } from './editing'

/** One gesture of a person who does not think; numbers choose among what is there. */
const gesture = fc.record({
  verb: fc.constantFrom('add', 'wire', 'delete', 'move', 'nudge', 'duplicate', 'put', 'take out'),
  kind: fc.constantFrom(
    'words',
    'embedding',
    'gru',
    'dense',
    'concatenate',
    'previous',
    'loop-times',
    'loop-each',
  ),
  one: fc.nat(50),
  other: fc.nat(50),
})

type Gesture = typeof gesture extends fc.Arbitrary<infer T> ? T : never

function perform(test: TestPage, { verb, kind, one, other }: Gesture): void {
  const ids = Object.keys(test.document.nodes)
  const pick = (at: number) => ids[at % ids.length]!
  if (verb === 'add' || ids.length === 0) {
    test.add(kind)
    return
  }
  const [a, b] = [pick(one), pick(other)]
  const loops = ids.filter((id) => test.document.nodes[id]?.size !== undefined)
  const loop = loops[other % Math.max(1, loops.length)]
  switch (verb) {
    case 'wire': {
      const ports = ['words', 'vectors', 'states', 'last', 'features', 'value', 'all', 'element']
      const inputs = ['words', 'sequence', 'features', 'parts', 'next', 'result', 'initial']
      test.wire(`${a}.${ports[other % ports.length]}`, `${b}.${inputs[one % inputs.length]}`)
      return
    }
    case 'delete':
      test.select(a)
      deleteSelection(test.page)
      return
    case 'move':
      moveNodes(test.page, [
        { id: a, at: { x: one * 10, y: other * 10 }, frame: a === loop ? undefined : loop },
      ])
      return
    case 'nudge':
      nudge(test.page, [a, b], one - 20, other - 20)
      return
    case 'duplicate':
      test.select(a)
      if (ids.length < 30) duplicate(test.page)
      return
    case 'put':
      putNodesInto(test.page, [a], loop)
      return
    case 'take out':
      putNodesInto(test.page, [a], undefined)
  }
}

describe('any run of gestures', () => {
  it('is taken back to the start and done again to the end, and leaves no wire or parent without its node', () => {
    fc.assert(
      fc.property(fc.array(gesture, { maxLength: 30 }), (gestures) => {
        const test = new TestPage()
        const start = test.document
        for (const each of gestures) perform(test, each)
        const end = test.document
        for (const { from, to } of Object.values(end.wires)) {
          expect([from.node, to.node].every((id) => end.nodes[id])).toBe(true)
        }
        for (const { parent } of Object.values(end.nodes)) {
          expect(parent === undefined || end.nodes[parent] !== undefined).toBe(true)
        }
        const steps = test.page.documents.getState().past.length
        for (let i = 0; i < steps; i += 1) test.undo()
        expect(test.document).toEqual(start)
        for (let i = 0; i < steps; i += 1) test.redo()
        expect(test.document).toEqual(end)
      }),
      { numRuns: 60 },
    )
  })
})

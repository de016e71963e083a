import { expect, it } from 'vitest'
import { apply } from '#shared/document/diff'
import { addNode } from '#shared/document/edits'
import { portsOf } from '#shared/document/structure'
import { kinds } from '#shared/kinds/registry'
import { firstFit } from '../commands/editing'
import type { PortEnd } from '../stores/session'
import { TestPage } from '../testing/TestPage'
import { fittingKinds } from './fitting'

it('says of every port what inference of the whole document with the node says', () => {
  const test = new TestPage()
  for (const kind of ['series', 'dense', 'gru', 'attention-dot', 'loop-each', 'add', 'decide-class'])
    test.add(kind)
  test.add('dense', 'loop-each')
  test.wire('series.values', 'dense.features')
  test.wire('dense.features', 'gru.sequence')
  test.wire('gru.states', 'attention-dot.keys')
  test.wire('gru.states', 'loop-each.sequence')
  test.wire('loop-each.element', 'dense-2.features')
  const { document } = test
  const ends = Object.values(document.nodes).flatMap((node) => {
    const ports = portsOf(node)
    const of = (side: PortEnd['side'], names: string[]) =>
      names.map((port) => ({ side, node: node.id, port }))
    return [...of('output', Object.keys(ports.outputs)), ...of('input', Object.keys(ports.inputs))]
  })
  for (const end of ends) {
    const wanted = [...kinds.values()].filter((kind) => {
      const { diff, id } = addNode(document, kind, { x: 0, y: 0 }, document.nodes[end.node]?.parent)
      return firstFit(apply(document, diff), end, id) !== undefined
    })
    expect(
      fittingKinds(document, end).map(({ id }) => id),
      JSON.stringify(end),
    ).toEqual(wanted.map(({ id }) => id))
  }
})

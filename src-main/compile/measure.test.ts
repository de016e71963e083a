import { describe, expect, it } from 'vitest'
import { apply } from '#shared/document/diff'
import { remove } from '#shared/document/edits'
import { openNode } from '#shared/document/insideOpen'
import { templates } from '../templates/template'
import { compileModel } from './compile'
import { ASSUMED_LENGTH, measure } from './measure'
import { weightsOf } from './weights'

const built = (id: string) => templates.get(id)!.build()

describe('measured', () => {
  it.each([...templates.keys()])('%s has the parameters that its model has', (id) => {
    const document = built(id)
    const { parameters, nodes } = measure(document)
    const weights = Object.values(weightsOf(compileModel(document), document.seed))
    expect(parameters).toBe(weights.reduce((sum, { data }) => sum + data.length, 0))
    expect(Object.keys(nodes).filter((node) => document.nodes[node] === undefined)).toEqual([])
  })

  it('a Dense and a GRU are counted by hand', () => {
    const document = built('translation-attention')
    const { nodes } = measure(document)
    const gru = Object.values(document.nodes).find(
      ({ kind, parent }) => kind === 'gru' && parent === undefined,
    )!
    const hidden = Number(gru.params.size)
    const input = Number(
      Object.values(document.nodes).find(({ kind, parent }) => kind === 'embedding' && parent === undefined)!
        .params.size,
    )
    const directions = gru.params.direction === 'bidirectional' ? 2 : 1
    const weights = 3 * hidden * (input + hidden) * directions
    expect(nodes[gru.id]!.multiplyAdds).toBe(ASSUMED_LENGTH * weights)
    expect(nodes[gru.id]!.parameters).toBeGreaterThanOrEqual(weights)
  })

  it('a composite counts as much as its parts', () => {
    const document = built('transformer')
    const block = Object.values(document.nodes).find(({ kind }) => kind === 'attention-multi-head')!
    const opened = openNode(document, block.id)
    if (!opened.ok) throw new Error(opened.error)
    const [closed, open] = [measure(document), measure(apply(document, opened.value.diff))]
    expect(open.parameters).toBe(closed.parameters)
    expect(open.multiplyAdds).toBe(closed.multiplyAdds)
    expect(closed.nodes[block.id]!.multiplyAdds).toBeGreaterThan(0)
  })

  it('what has problems is left out, with what reads it', () => {
    const document = built('translation-attention')
    const words = Object.values(document.nodes).find(({ kind }) => kind === 'words')!
    const broken = apply(document, remove(document, [words.id]))
    expect(measure(broken).parameters).toBeLessThan(measure(document).parameters)
    expect(measure({ ...document, nodes: {}, wires: {} })).toEqual({
      nodes: {},
      parameters: 0,
      multiplyAdds: 0,
      length: ASSUMED_LENGTH,
    })
  })
})

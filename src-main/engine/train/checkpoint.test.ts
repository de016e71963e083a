import { describe, expect, it } from 'vitest'
import { need } from '#shared/base/assert'
import { apply, type Diff } from '#shared/document/diff'
import type { HeedDocument } from '#shared/document/document'
import { move, remove, setField, setParam, setTitle } from '#shared/document/edits'
import { putInGroup, takeFrameAway } from '#shared/document/editsFrame'
import { templates } from '../../templates/template'
import { trainingKey } from './checkpoint'
import { defaultSettings } from './defaults'

const document = need(templates.get('translation-attention'), 'a template').build()
const settings = defaultSettings(document)
const keyOf = (one: HeedDocument) => trainingKey(one, settings, 'w')
const key = keyOf(document)

function grouped(ids: readonly string[]): Diff {
  const found = putInGroup(document, ids)
  if (!found.ok) throw new Error(found.error)
  return found.value.diff
}

const [inner, other] = Object.values(document.nodes).filter(({ parent }) => parent !== undefined)
const encoder = need(document.nodes.encoder, 'an encoder')

describe('a training is known again', () => {
  it.each<[string, Diff]>([
    ['moved', move(document, { encoder: { x: -400, y: 900 }, [inner!.id]: { x: 7, y: 7 } })],
    ['grouped', grouped(['encoder', 'source'])],
    ['grouped in its loop', grouped([inner!.id, other!.id])],
    ['renamed', setTitle(document, 'encoder', 'Reader')],
    ['noted', setField(document, 'note', 'A note.')],
  ])('when its document is %s', (_, diff) => {
    expect(keyOf(apply(document, diff))).toBe(key)
  })

  it('when it says what is its default', () => {
    const { layers, ...params } = encoder.params
    expect(layers).toBe(1)
    const silent = { ...document.nodes, encoder: { ...encoder, params } }
    expect(keyOf({ ...document, nodes: silent })).toBe(key)
  })

  it('when a group is taken away again', () => {
    const whole = apply(document, grouped(['encoder', 'source']))
    const group = Object.keys(whole.nodes).find((id) => whole.nodes[id]!.kind === 'group')
    expect(keyOf(apply(whole, takeFrameAway(whole, need(group, 'a group'))))).toBe(key)
  })
})

describe('another training it is', () => {
  it.each<[string, Diff]>([
    ['parameter', setParam(document, 'encoder', 'size', Number(encoder.params.size) + 1)],
    ['seed', setField(document, 'seed', document.seed + 1)],
    ['wire', remove(document, [], [Object.keys(document.wires)[0]!])],
    ['vocabulary', setField(document, 'vocabularies', { ...document.vocabularies, more: ['a'] })],
  ])('with another %s', (_, diff) => {
    expect(keyOf(apply(document, diff))).not.toBe(key)
  })

  it('with a node in another loop', () => {
    const { parent: _, ...out } = inner!
    expect(keyOf({ ...document, nodes: { ...document.nodes, [out.id]: out } })).not.toBe(key)
  })
})

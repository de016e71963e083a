import { readdirSync, readFileSync } from 'node:fs'
import fc from 'fast-check'
import { strFromU8, unzipSync } from 'fflate'
import { describe, expect, it } from 'vitest'
import { kinds } from '../kinds/registry'
import { apply } from './diff'
import { emptyDocument, type HeedDocument, heedDocument } from './document'
import { addNode, connect } from './edits'
import { putInGroup, takeFrameAway } from './editsFrame'
import { putInLoop, takeLoopAway } from './editsLoop'
import { infer } from './infer'
import { isFrameKind, parentOf } from './structure'

const frames = [...kinds.values()].filter(isFrameKind)

function chain(): HeedDocument {
  let document: HeedDocument = {
    ...emptyDocument(),
    vocabularies: { source: ['<pad>', '<start>', '<end>', '<unknown>', 'one'] },
  }
  const kindsOf = ['words', 'embedding', 'dense', 'activation', 'pool', 'decision']
  kindsOf.forEach((kind, i) => {
    const found = kinds.get(kind) ?? kinds.get('decide-words')!
    document = apply(document, addNode(document, found, { x: 240 * i, y: 40 }).diff)
  })
  const ids = Object.keys(document.nodes)
  const wires = [
    ['words', 'words'],
    ['vectors', 'features'],
    ['features', 'features'],
    ['features', 'sequence'],
    ['vector', 'features'],
  ]
  const into = ['words', ...wires.slice(1).map(([, to]) => to!)]
  wires.forEach(([from], i) => {
    document = apply(
      document,
      connect(document, { node: ids[i]!, port: from! }, { node: ids[i + 1]!, port: into[i]! }),
    )
  })
  return document
}

describe('a loop around nodes', () => {
  it('walks over the one sequence that they read, and gives all of what they make', () => {
    const document = chain()
    expect(infer(document).problems).toEqual([])
    const looped = putInLoop(document, ['dense', 'activation'], kinds.get('loop-each')!)
    if (!looped.ok) throw new Error(looped.error)
    const after = apply(document, looped.value.diff)
    expect(infer(after).problems).toEqual([])
    expect(after.nodes.dense!.parent).toBe('loop-each')
    expect(after.wires['activation.features-pool.sequence']!.from).toEqual({ node: 'loop-each', port: 'all' })
    expect(apply(after, takeLoopAway(after, 'loop-each'))).toEqual(document)
  })

  it('goes only around nodes of one level', () => {
    const document = chain()
    const looped = putInLoop(document, ['dense'], kinds.get('loop-each')!)
    if (!looped.ok) throw new Error(looped.error)
    const after = apply(document, looped.value.diff)
    const more = putInLoop(after, ['dense', 'pool'], kinds.get('loop-times')!)
    expect(more).toEqual({ ok: false, error: expect.stringContaining('different loops') })
  })

  it('goes around a group, and a group around a loop', () => {
    const document = chain()
    const grouped = putInGroup(document, ['dense', 'activation'])
    if (!grouped.ok) throw new Error(grouped.error)
    const after = apply(document, grouped.value.diff)
    expect(putInGroup(after, ['dense', 'pool'])).toEqual({
      ok: false,
      error: expect.stringContaining('different groups'),
    })
    const looped = putInLoop(after, [grouped.value.id], kinds.get('loop-each')!)
    if (!looped.ok) throw new Error(looped.error)
    const both = apply(after, looped.value.diff)
    expect(infer(both).problems).toEqual([])
    expect(parentOf(both, 'dense')).toBe('loop-each')
    const outer = putInGroup(both, ['loop-each', 'pool'])
    if (!outer.ok) throw new Error(outer.error)
    const three = apply(both, outer.value.diff)
    expect(infer(three).problems).toEqual([])
    expect(apply(three, takeFrameAway(three, outer.value.id))).toEqual(both)
    expect(apply(both, takeLoopAway(both, 'loop-each'))).toEqual(after)
  })

  it('around any nodes of any template is taken away again without a trace', () => {
    const folder = new URL('../../resources/templates/', import.meta.url)
    const templates = readdirSync(folder).filter((name) => name.endsWith('.heed'))
    const documents = templates.map((name) => {
      const parts = unzipSync(readFileSync(new URL(name, folder)))
      const [document, vocabularies] = ['document.json', 'vocabularies.json'].map((part) =>
        JSON.parse(strFromU8(parts[part]!)),
      )
      return heedDocument.parse({ ...document, vocabularies })
    })
    let round = 0
    fc.assert(
      fc.property(
        fc.constantFrom(...documents),
        fc.array(fc.nat(), { minLength: 1, maxLength: 5 }),
        fc.constantFrom(...frames),
        (document, picks, kind) => {
          const ids = Object.keys(document.nodes)
          const first = document.nodes[ids[picks[0]! % ids.length]!]!
          const level = ids.filter((id) => document.nodes[id]!.parent === first.parent)
          const chosen = new Set(picks.map((pick) => level[pick % level.length]!))
          const group = kind.structural === 'group'
          const looped = group ? putInGroup(document, chosen) : putInLoop(document, chosen, kind)
          if (!looped.ok) return
          round += 1
          const after = apply(document, looped.value.diff)
          expect(after).not.toEqual(document)
          const away = group ? takeFrameAway : takeLoopAway
          expect(apply(after, away(after, looped.value.id))).toEqual(document)
        },
      ),
      { seed: 11, numRuns: 120 },
    )
    expect(round).toBeGreaterThan(80)
  })
})

import { describe, expect, it } from 'vitest'
import { random } from '../base/random'
import { inputPorts, kindOf, kinds, outputPorts, withDefaults } from '../kinds/registry'
import { infer } from './infer'
import { row, type Sketch, series, sketch } from './testing/sketch'

describe('types', () => {
  it('names each axis by where it comes from', () => {
    const { outputs, problems } = infer(
      sketch(
        {
          story: ['sentences', { field: 'story' }],
          e: ['embedding', { size: 8 }],
          m: ['memory-store'],
          u: row('u', 8),
          hops: ['loop-times', { count: 2 }],
          r: ['memory-read', {}, 'hops'],
        },
        [
          'story.words > e.words',
          'e.vectors > m.words',
          'u.features > r.query',
          'm.slots > r.slots',
          'r.weights > hops.result',
        ],
      ),
    )
    expect(problems).toEqual([])
    expect(outputs.get('e.vectors')?.axes).toEqual([
      { origin: 'story.sentences' },
      { origin: 'story.words', within: ['story.sentences'] },
      { size: 8 },
    ])
    expect(outputs.get('m.slots')?.axes).toEqual([{ origin: 'story.sentences' }, { size: 8 }])
    expect(outputs.get('hops.all')?.axes).toEqual([
      { size: 2, origin: 'hops.repeats' },
      { origin: 'story.sentences' },
    ])
  })

  it('knows sizes before anything is wired, and says only what is missing', () => {
    const { outputs, problems } = infer(sketch({ it: ['dense', { size: 7 }], l: ['lstm', { size: 3 }] }, []))
    expect(outputs.get('l.last')?.axes).toEqual([{ size: 3 }])
    expect(problems.map(({ node, port }) => [node, port])).toEqual([
      ['it', 'features'],
      ['l', 'sequence'],
    ])
  })

  it('hands on through a Previous what only its next value tells', () => {
    const { outputs, problems } = infer(
      sketch(
        {
          x: series('x'),
          l: ['loop-each'],
          p: ['previous', {}, 'l'],
          g: ['gru', { size: 4 }, 'l'],
          c: ['concatenate', {}, 'l'],
        },
        [
          'x.values > l.sequence',
          'l.element > c.parts',
          'p.value > c.parts',
          'c.features > g.sequence',
          'p.value > g.initial',
          'g.last > p.next',
          'g.last > l.result',
        ],
      ),
    )
    expect(problems).toEqual([])
    expect(outputs.get('c.features')?.axes).toEqual([{ size: 6 }])
    expect(outputs.get('l.all')?.axes).toEqual([{ origin: 'x.points' }, { size: 4 }])
  })

  it('takes any document without throwing: nodes of every kind, wired at random', () => {
    const ids = [...kinds.keys()]
    for (let seed = 0; seed < 200; seed++) {
      const stream = random(seed)
      const nodes: Sketch = {}
      for (let i = 0; i < 8; i++) {
        const loops = Object.keys(nodes).filter((id) => nodes[id]![0].startsWith('loop-'))
        const parent = loops.length > 0 && stream.uniform() < 0.5 ? stream.choice(loops) : undefined
        nodes[`n${i}`] = [stream.choice(ids), {}, parent]
      }
      const port = (side: 'inputs' | 'outputs') => {
        const id = stream.choice(Object.keys(nodes))
        const kind = kindOf(nodes[id]![0])
        const ports = Object.keys(
          (side === 'inputs' ? inputPorts : outputPorts)(kind, withDefaults(kind, {})),
        )
        return ports.length > 0 ? `${id}.${stream.choice(ports)}` : undefined
      }
      const wires = Array.from({ length: 12 }, () => [port('outputs'), port('inputs')])
        .filter(([from, to]) => from !== undefined && to !== undefined)
        .map(([from, to]) => `${from} > ${to}`)
      for (const { message } of infer(sketch(nodes, wires)).problems) {
        expect(message).toMatch(/[.]$/)
        expect(message).not.toMatch(/undefined|NaN|\[object|\* ×/)
      }
    }
  })
})

describe('documents from elsewhere', () => {
  it('refuse a node of a newer version of its kind, and keep it', () => {
    const document = sketch({ x: series('x'), it: ['dense'] }, ['x.values > it.features'])
    document.nodes.it!.version = 9
    expect(infer(document).problems.map(({ message }) => message)).toEqual([
      'Dense: it was made by a newer Heed (version 9 of “Dense”; this one knows up to 1). The node is kept as it is.',
    ])
  })

  it('see a wire from an unknown kind as a wire', () => {
    const document = sketch({ what: ['hologram'], it: ['dense'] }, ['what.light > it.features'])
    expect(infer(document).problems.map(({ node }) => node)).toEqual(['what'])
  })

  it('may have loops that lie in one another: none of them counts', () => {
    const document = sketch({ a: ['loop-times', {}, 'b'], b: ['loop-times', {}, 'a'] }, [])
    expect(infer(document).problems.map(({ message }) => message)).toEqual([
      'A number of times: it lies in “b”, which is no loop and no group around it.',
      'A number of times: it lies in “a”, which is no loop and no group around it.',
    ])
  })

  it('may hand a type on through many a Previous', () => {
    const names = Array.from({ length: 12 }, (_, i) => `p${i}`)
    const nodes: Sketch = { x: series('x'), l: ['loop-each'] }
    for (const name of names) nodes[name] = ['previous', {}, 'l']
    const chain = names.map((name, i) => `${i === 0 ? 'l.element' : `${names[i - 1]}.value`} > ${name}.next`)
    const document = sketch(nodes, ['x.values > l.sequence', ...chain.reverse(), 'p11.value > l.result'])
    const { problems, outputs } = infer(document)
    expect(problems).toEqual([])
    expect(outputs.get('l.last')?.axes).toMatchObject([{ size: 2 }])
  })
})

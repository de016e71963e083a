/** What is wrong with a document, in the words that a person is told. */
import { describe, expect, it } from 'vitest'
import { infer } from './infer'
import { row, type Sketch, series, sketch, text } from './testing/sketch'

interface Expected {
  /** Port, parameter or wire that the problem stands on. */
  readonly at: string | undefined
  readonly message: string
  readonly mend: string | undefined
}

/** Each with the one problem that a person is told. */
const cases: Record<string, [Sketch, string[], Expected]> = {
  'a required port without a wire': [
    { it: ['dense'] },
    [],
    {
      at: 'features',
      message: 'Dense ▸ features: nothing is wired to it.',
      mend: 'Wire a value with features into it.',
    },
  ],
  'a required port that its kind describes': [
    { ...text, it: ['attention-dot', { score: 'general' }] },
    ['x.words > e.words', 'e.vectors > it.keys'],
    {
      at: 'query',
      message: 'Dot attention ▸ query: nothing is wired to it.',
      mend: 'It takes what is looking: one vector, or a sequence of them (T × Q).',
    },
  ],
  'a loop without an end': [
    { it: ['loop-until', { field: 'said', vocabulary: 'source' }] },
    [],
    {
      at: 'word',
      message: 'Until an end word ▸ word: nothing is wired to it, so the loop would never end.',
      mend: 'Put a Words decision inside of the loop and wire its word to this port.',
    },
  ],
  'a cycle': [
    { ...text, a: ['add'], d: ['dense', { size: 8 }] },
    ['x.words > e.words', 'e.vectors > a.terms', 'a.sum > d.features', 'd.features > a.terms'],
    {
      at: 'terms',
      message: 'This wire closes a cycle at Add: a value would depend on itself.',
      mend: 'Inside of a loop, wire it through a Previous.',
    },
  ],
  'indices where numbers are expected': [
    { ...text, it: ['dense'] },
    ['x.words > it.features', 'x.words > e.words'],
    {
      at: 'features',
      message: 'Dense ▸ features: expected numbers, found indices.',
      mend: 'Put an Embedding in between: it turns each index into numbers.',
    },
  ],
  'numbers where indices are expected': [
    { r: series('r'), it: ['embedding'] },
    ['r.values > it.words'],
    {
      at: 'words',
      message: 'Embedding ▸ words: expected indices (words), found numbers.',
      mend: 'Wire words, or the word of a Words decision, into it.',
    },
  ],
  'a size that clashes': [
    { q: row('q', 3), k: series('k', 5), it: ['attention-dot'] },
    ['q.features > it.query', 'k.values > it.keys'],
    {
      at: 'query',
      message: 'Dot attention ▸ query: expected 5 features because keys has 5, found 3.',
      mend: 'Wire it through a Dense of 5, or set Score to general.',
    },
  ],
  'features of two terms that clash': [
    { q: row('q', 3), k: row('k', 5), it: ['add'] },
    ['q.features > it.terms', 'k.features > it.terms'],
    {
      at: 'terms',
      message: 'Add ▸ terms: expected 3 features because the wire before has it, found 5 features.',
      mend: 'Wire it through a Dense of 3.',
    },
  ],
  'a state that clashes': [
    { x: series('x'), h: row('h', 3), it: ['lstm', { size: 4 }] },
    ['x.values > it.sequence', 'h.features > it.cell'],
    {
      at: 'cell',
      message: 'LSTM ▸ cell: expected 4 features because the layer has 4 units, found 3.',
      mend: 'Wire it through a Dense of 4.',
    },
  ],
  'a query that clashes with the slots': [
    { q: row('q', 3), k: series('k', 5), it: ['memory-read'] },
    ['q.features > it.query', 'k.values > it.slots'],
    {
      at: 'query',
      message: 'Read ▸ query: expected 5 features because slots has 5, found 3.',
      mend: 'Wire it through a Dense of 5.',
    },
  ],
  'two different sequences': [
    { k: series('k', 4), v: series('v', 4), q: row('q', 4), it: ['attention-additive'] },
    ['q.features > it.query', 'k.values > it.keys', 'v.values > it.values'],
    {
      at: 'values',
      message:
        'Additive attention ▸ values: expected points of k because keys has points of k, found points of v.',
      mend: 'Both must run over the same positions: wire the same sequence, or pool one of them first.',
    },
  ],
  'a sequence where one vector is expected': [
    { x: series('x'), it: ['decide-class', { vocabulary: 'source' }] },
    ['x.values > it.features'],
    {
      at: 'features',
      message: 'Class decision ▸ features: expected one vector (D), found points × 2.',
      mend: 'A sequence becomes one vector through a Pool over time, or is taken step by step in a loop.',
    },
  ],
  'one vector where a sequence is expected': [
    { x: row('x', 3), it: ['pool'] },
    ['x.features > it.sequence'],
    {
      at: 'sequence',
      message: 'Pool over time ▸ sequence: expected a sequence (… × T × D), found 3 features.',
      mend: 'Wire a sequence into it: the states of a recurrent layer, or embedded words.',
    },
  ],
  'a Previous outside of a loop': [
    { x: row('x', 3), it: ['previous'] },
    ['x.features > it.next'],
    {
      at: undefined,
      message: 'Previous: it has a meaning only inside of a loop.',
      mend: 'Drag it into a loop.',
    },
  ],
  'a History outside of a loop': [
    { x: row('x', 3), it: ['history'] },
    ['x.features > it.value'],
    {
      at: undefined,
      message: 'History: it has a meaning only inside of a loop.',
      mend: 'Drag it into a loop.',
    },
  ],
  'a wire out of a loop': [
    {
      x: series('x'),
      l: ['loop-each'],
      d: ['dense', { size: 3 }, 'l'],
      it: ['decide-number'],
    },
    ['x.values > l.sequence', 'l.element > d.features', 'd.features > it.features'],
    {
      at: 'features',
      message:
        'Dense lies inside of the loop “For each element”: wire it to the loop’s result, and go on from the loop.',
      mend: undefined,
    },
  ],
  'a history that leaves its loop': [
    { x: series('x'), l: ['loop-each'], h: ['history', {}, 'l'] },
    ['x.values > l.sequence', 'l.element > h.value', 'h.all > l.result'],
    {
      at: 'result',
      message: 'For each element ▸ result: steps × 2 grows from step to step and cannot be collected.',
      mend: 'Give back the value of the step itself: the loop collects it.',
    },
  ],
  'a History of what grows with it': [
    {
      x: series('x'),
      l: ['loop-each'],
      h: ['history', {}, 'l'],
      d: ['dense', { size: 2 }, 'l'],
      it: ['history', {}, 'l'],
    },
    ['x.values > l.sequence', 'l.element > h.value', 'h.all > d.features', 'd.features > it.value'],
    {
      at: 'value',
      message: 'History ▸ value: steps × 2 grows from step to step and cannot be kept of each step.',
      mend: 'Wire the value of the step itself into it: a History holds those of all steps so far.',
    },
  ],
  'a Previous whose value changes its shape': [
    { x: series('x'), s: row('s', 3), l: ['loop-each'], p: ['previous', {}, 'l'] },
    ['x.values > l.sequence', 's.features > p.initial', 'l.element > p.next'],
    {
      at: 'next',
      message: 'Previous ▸ this step: expected 3 features because initial has it, found 2.',
      mend: 'What is remembered must keep its shape from step to step; a Dense changes the number of features.',
    },
  ],
  'a loop over what is no sequence': [
    { x: row('x', 3), c: ['decide-class', { vocabulary: 'source' }], l: ['loop-each'] },
    ['x.features > c.features', 'c.choice > l.sequence'],
    {
      at: 'sequence',
      message: 'For each element ▸ sequence: expected a sequence, found index of “source”.',
      mend: 'Wire a sequence into it: words, embedded words, the states of a recurrent layer.',
    },
  ],
  'an unknown kind': [
    { it: ['hologram'] },
    [],
    {
      at: undefined,
      message: 'hologram: this version of Heed does not know the kind “hologram”. The node is kept as it is.',
      mend: 'Open the document with a newer Heed, or remove the node.',
    },
  ],
  'an open size where features are': [
    {
      ...text,
      a: ['attention-additive'],
      it: ['dense'],
    },
    ['x.words > e.words', 'e.vectors > a.query', 'e.vectors > a.keys', 'a.weights > it.features'],
    {
      at: 'features',
      message:
        'Dense ▸ features: expected a fixed number of features, found words of source, as many as there are.',
      mend: 'Weights over positions have no fixed size: wire what they gather, or pool over the positions.',
    },
  ],
  'a node in what is no loop': [
    { x: series('x'), it: ['dense', {}, 'x'] },
    ['x.values > it.features'],
    {
      at: undefined,
      message: 'Dense: it lies in “x”, which is no loop and no group around it.',
      mend: 'Drag it out, or into a loop or group.',
    },
  ],
  'a number out of range': [
    { x: series('x'), it: ['dense', { size: 0 }] },
    ['x.values > it.features'],
    {
      at: 'size',
      message: 'Dense ▸ Features: expected a whole number from 1 to 65536, found 0.',
      mend: undefined,
    },
  ],
  'a number that is a text': [
    { x: series('x'), it: ['dense', { size: 'big' }] },
    ['x.values > it.features'],
    {
      at: 'size',
      message: 'Dense ▸ Features: expected a whole number from 1 to 65536, found "big".',
      mend: undefined,
    },
  ],
  'an unknown choice': [
    { x: series('x'), it: ['pool', { how: 'median' }] },
    ['x.values > it.sequence'],
    {
      at: 'how',
      message: 'Pool over time ▸ Takes: expected one of max, mean, last, first, found "median".',
      mend: undefined,
    },
  ],
  'an unknown vocabulary': [
    { it: ['words', { field: 'x', vocabulary: 'klingon' }] },
    [],
    {
      at: 'vocabulary',
      message:
        'Words ▸ Vocabulary: the document has no vocabulary “klingon” yet (it has “source”). Begin it, or choose a task: its words come along.',
      mend: undefined,
    },
  ],
  'a field of two inputs': [
    { a: series('x'), it: ['series', { field: 'x' }] },
    [],
    {
      at: 'field',
      message: 'Series ▸ Field: “x” is the field of Series already.',
      mend: 'Give the field a name of its own.',
    },
  ],
  'a field without a name': [
    { it: ['series', { field: 'my field' }] },
    [],
    {
      at: 'field',
      message:
        'Series ▸ Field: expected a name of letters, digits, - and _ that begins with a letter, found “my field”.',
      mend: 'Give the field a name of its own.',
    },
  ],
  'a table without columns': [
    { it: ['table', { names: ' , ' }] },
    [],
    {
      at: 'names',
      message: 'Table ▸ Features: expected at least one name, found none.',
      mend: 'Type the names of the columns with commas between them.',
    },
  ],
  'heads that do not share the features': [
    { x: series('x', 6), it: ['attention-multi-head', { size: 6, heads: 4 }] },
    ['x.values > it.query', 'x.values > it.keys'],
    {
      at: 'size',
      message:
        'Multi-head attention ▸ Features: expected a multiple of 4 because there are 4 heads, found 6.',
      mend: 'Set it to 8.',
    },
  ],
  'causal over two sequences': [
    {
      x: series('x', 6),
      y: series('y', 6),
      it: ['attention-multi-head', { size: 6, heads: 2, causal: true }],
    },
    ['x.values > it.query', 'y.values > it.keys'],
    {
      at: 'causal',
      message:
        'Multi-head attention ▸ Causal: expected query and keys to run over the same positions, found two different sequences.',
      mend: 'Wire the same sequence into both, or switch Causal off.',
    },
  ],
  'causal with one query': [
    { x: row('x', 6), y: series('y', 6), it: ['attention-multi-head', { size: 6, heads: 2, causal: true }] },
    ['x.features > it.query', 'y.values > it.keys'],
    {
      at: 'causal',
      message:
        'Multi-head attention ▸ Causal: expected query and keys to run over the same positions, found one vector as the query.',
      mend: 'Switch Causal off: the values of a History are all from steps before.',
    },
  ],
  'positions of one vector': [
    { x: row('x', 6), it: ['positions'] },
    ['x.features > it.features'],
    {
      at: 'at',
      message:
        'Positions ▸ step: nothing is wired to it, and features is one vector: its place is not known.',
      mend: 'Inside of a loop, wire the loop’s step into step; outside, wire a sequence into features.',
    },
  ],
  'positions of a sequence with a step': [
    { x: series('x', 6), l: ['loop-times'], it: ['positions', {}, 'l'] },
    ['x.values > it.features', 'l.step > it.at'],
    {
      at: 'at',
      message:
        'Positions ▸ step: expected no wire because features is a sequence and its places are known, found one.',
      mend: 'Remove the wire.',
    },
  ],
  'times of one sentence': [
    { ...text, it: ['memory-store', { temporal: true }] },
    ['x.words > e.words', 'e.vectors > it.words'],
    {
      at: 'temporal',
      message: 'Store ▸ Temporal encoding: expected several sentences, found one.',
      mend: 'Switch Temporal encoding off, or wire embedded Sentences into words.',
    },
  ],
  'location among an open number of slots': [
    {
      m: series('m', 4),
      c: row('c', 4),
      p: ['memory-read'],
      it: ['memory-write', { addressing: 'location' }],
    },
    [
      'm.values > it.memory',
      'c.features > it.control',
      'c.features > p.query',
      'm.values > p.slots',
      'p.weights > it.previous',
    ],
    {
      at: 'memory',
      message:
        'Write ▸ memory: expected a fixed number of slots because it is addressed by location, found an open number.',
      mend: 'Begin with a Blank memory, or set Addressing to content.',
    },
  ],
  'a state for two layers': [
    { x: series('x'), h: row('h', 4), it: ['gru', { size: 4, layers: 2 }] },
    ['x.values > it.sequence', 'h.features > it.initial'],
    {
      at: 'initial',
      message: 'GRU ▸ initial: an initial state can be given to one layer and one direction only.',
      mend: 'Set layers to 1 and the direction to forward, or remove the wire.',
    },
  ],
}

it('a vocabulary of words without the special ones is told where it is used', () => {
  const document = sketch(text, ['x.words > e.words'])
  document.vocabularies.source = ['one', 'two', 'three', 'four', 'five']
  expect(infer(document).problems).toMatchObject([
    {
      node: 'x',
      param: 'vocabulary',
      message:
        'Words ▸ Vocabulary: expected “source” to begin with <pad> <start> <end> <unknown>, found one two three four.',
    },
  ])
})

describe('problems', () => {
  it.each(Object.entries(cases))('%s', (_, [nodes, wires, expected]) => {
    const { problems } = infer(sketch(nodes, wires))
    expect(
      problems.map(({ port, param, wire, message, mend }) => ({ at: port ?? param ?? wire, message, mend })),
    ).toEqual([expected])
    expect(problems[0]!.severity).toBe('error')
    expect(problems[0]!.node).toBeDefined()
  })
})

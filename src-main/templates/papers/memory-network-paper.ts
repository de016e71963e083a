import { fromTask } from '../fromTask'
import { type Sketch, sketch } from '../sketch'
import type { Template } from '../template'

/** Features of every vector, and the sentences that are remembered: the paper's. */
const SIZE = 20
const MEMORY = 50
const HOPS = 3
/** Batches in one round over the 900 questions that are left for training of a bAbI task's 1,000. */
const EPOCH = 28

export const template: Template = {
  order: 10,
  goals: { accuracy: { atLeast: 0.95 }, support: { atLeast: 0.8 } },
  build() {
    const { vocabularies, ...learned } = fromTask('stories', { facts: 'one' }, ['story', 'question'], 3)
    const s = sketch('Memory network of the paper', {
      ...learned,
      // Answers are words of the stories.
      vocabularies: { words: vocabularies.words ?? [] },
      note: NOTE,
      // A test file of its own judges it; what is not trained on is only watched.
      split: { validation: 0.1, heldOut: 0 },
      training: {
        steps: 120 * EPOCH,
        batch: 32,
        rate: 0.01,
        schedule: 'step',
        halve: 25 * EPOCH,
        optimiser: 'sgd',
        gradient: 'sum',
        clip: 40,
        every: EPOCH,
        keep: 'last',
        start: 'linear',
        empties: 0.1,
        deviation: 0.1,
      },
    })
    const meaning = { size: SIZE, deviation: 0.1 }
    const reading = { vocabulary: 'words', stops: false }
    s.add('story', 'sentences', [0, 240], { field: 'story', newest: MEMORY, ...reading }, { title: 'Story' })
    for (let i = 0; i <= HOPS; i++) memory(s, i, meaning)
    s.add('question', 'words', [0, 780], { field: 'question', ...reading }, { title: 'Question' })
    s.add('meaning-question', 'embedding', [290, 780], meaning, {
      title: 'Embedding of the question',
      tieTo: { E: { node: 'meaning-0', param: 'E' } },
    })
    s.add('asked', 'memory-store', [580, 780], { words: 'position-twice' }, { title: 'Question as a vector' })
    s.wire('question.words', 'meaning-question.words')
    s.wire('meaning-question.vectors', 'asked.words')
    let wanted = 'asked.slots'
    for (let i = 0; i < HOPS; i++) {
      s.add(
        `hop-${i + 1}`,
        'memory-read',
        [920 + 500 * i, 90 + 200 * i],
        { slots: MEMORY },
        { title: `Hop ${i + 1}` },
      )
      s.add(`sum-${i + 1}`, 'add', [1170 + 500 * i, 780], {}, { title: `Asked after hop ${i + 1}` })
      s.wire(wanted, `hop-${i + 1}.query`)
      s.wire(`slots-${i}.slots`, `hop-${i + 1}.slots`)
      s.wire(`slots-${i + 1}.slots`, `hop-${i + 1}.values`)
      s.wire(wanted, `sum-${i + 1}.terms`)
      s.wire(`hop-${i + 1}.answer`, `sum-${i + 1}.terms`)
      wanted = `sum-${i + 1}.sum`
    }
    s.add(
      'answer',
      'decide-class',
      [920 + 500 * HOPS, 780],
      { vocabulary: 'words', bias: false },
      {
        title: 'Answer',
        tieTo: { W: { node: `meaning-${HOPS}`, param: 'E', transpose: true } },
      },
    )
    s.wire(wanted, 'answer.features')
    return s.document
  },
}

/** What hop `i` reads and hop `i + 1` looks for is one and the same memory: adjacent tying is a wire. */
function memory(s: Sketch, i: number, meaning: Parameters<Sketch['add']>[3]): void {
  s.add(`meaning-${i}`, 'embedding', [290, 180 * i], meaning, { title: `Embedding ${i + 1}` })
  s.add(
    `slots-${i}`,
    'memory-store',
    [580, 180 * i],
    { words: 'position-twice', temporal: true, max: MEMORY },
    { title: `Memory ${i + 1}` },
  )
  s.wire('story.words', `meaning-${i}.words`)
  s.wire(`meaning-${i}.vectors`, `slots-${i}.words`)
}

const NOTE = `The memory network of 1503.08895 with three hops, wired, trained and measured as in the paper, to be given the paper’s own data. Each hop looks for sentences that fit what is asked, and adds what it finds to what is asked.

What the paper calls adjacent tying is wiring here: *Memory 2* is what hop 1 reads and what hop 2 compares with. The question shares its embedding with *Memory 1*, and the answer’s matrix is the last embedding, turned. Words are weighed by their place, and each slot knows how long ago its sentence was said. A memory has room for fifty sentences; looking at the empty part of it finds nothing.

It ships trained on one-fact stories of Heed’s own: 100 % of 2,000 questions that it never learned from, and in 92 % of them the first hop looks most at the sentence that tells the answer.

**With bAbI’s data**

- In the Training tab, under *Data*, give it a file such as *qa1_single-supporting-fact_train.txt*: its words are taken over, and it begins untrained.
- Press Train. *Linear start*: the hops have no softmax until the loss on unseen questions stops falling. *Empty memories*: so that more distances in time are seen than the stories have.
- Under *Test*, test it on the file’s other half, *…_test.txt*.
- Tasks that hang on luck, such as 2, need *Restarts*: the paper takes the best of ten by training error.

**What to look at**

- In *Attention*, go through Hop 1, Hop 2 and Hop 3: with one fact they agree; with two, each finds another.
- Drag the slider under it back to the beginning, and watch the hops form.`

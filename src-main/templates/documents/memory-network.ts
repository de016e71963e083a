import { fromTask } from '../fromTask'
import { sketch } from '../sketch'
import type { Template } from '../template'

export const template: Template = {
  order: 5,
  build() {
    const s = sketch('Memory network', {
      ...fromTask('stories', { facts: 'two' }, ['story', 'question'], 3),
      note: NOTE,
    })
    s.add('story', 'sentences', [0, 60], { field: 'story', vocabulary: 'words' }, { title: 'Story' })
    s.add('meaning-in', 'embedding', [290, 0], { size: 32 }, { title: 'Embedding A' })
    s.add('meaning-out', 'embedding', [290, 150], { size: 32 }, { title: 'Embedding C' })
    s.add(
      'slots',
      'memory-store',
      [460, 0],
      { words: 'position', temporal: true },
      { title: 'Slots to match' },
    )
    s.add(
      'contents',
      'memory-store',
      [460, 150],
      { words: 'position', temporal: true },
      { title: 'Slots to read' },
    )
    s.add('question', 'words', [0, 330], { field: 'question', vocabulary: 'words' }, { title: 'Question' })
    s.add('meaning-question', 'embedding', [290, 330], { size: 32 }, { title: 'Embedding B' })
    s.add('asked', 'memory-store', [580, 330], { words: 'position' }, { title: 'Question as a vector' })
    s.loop('hops', 'loop-times', [950, 60, 900, 330], { count: 3 }, () => {
      s.add('wanted', 'previous', [50, 170], {}, { title: 'What is wanted' })
      s.add('read', 'memory-read', [320, 80], {}, { title: 'Read' })
      s.add('sum', 'add', [640, 150])
    })
    s.add('answer', 'decide-class', [1920, 140], { vocabulary: 'places' }, { title: 'Answer' })
    s.wire('story.words', 'meaning-in.words')
    s.wire('story.words', 'meaning-out.words')
    s.wire('meaning-in.vectors', 'slots.words')
    s.wire('meaning-out.vectors', 'contents.words')
    s.wire('question.words', 'meaning-question.words')
    s.wire('meaning-question.vectors', 'asked.words')
    s.wire('asked.slots', 'wanted.initial')
    s.wire('wanted.value', 'read.query')
    s.wire('slots.slots', 'read.slots')
    s.wire('contents.slots', 'read.values')
    s.wire('wanted.value', 'sum.terms')
    s.wire('read.answer', 'sum.terms')
    s.wire('sum.sum', 'wanted.next')
    s.wire('sum.sum', 'hops.result')
    s.wire('hops.last', 'answer.features')
    return s.document
  },
}

const NOTE = `A short story is stored sentence by sentence. The question looks for the sentence that fits it, adds what it finds to what is wanted, and looks again: three hops over the same memory (1503.08895).

**What to look at**

- Each hop is a row: the thickest line of the first goes to a sentence about the thing that was asked for.
- Trained, the second hop finds where the person who carried it went.`

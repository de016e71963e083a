import { fromTask } from '../fromTask'
import { sketch } from '../sketch'
import type { Template } from '../template'

const SLOTS = 24
const SIZE = 16
const STEER = { size: 32, activation: 'tanh' }

export const template: Template = {
  order: 9,
  goals: { accuracy: { atLeast: 0.95 }, 'accuracy at 20': { atLeast: 0.95 } },
  build() {
    const s = sketch('Memory that is written', {
      ...fromTask('copy', {}, []),
      example: { source: 'c a f e b a d g e h c b' },
      note: NOTE,
      training: { steps: 2000, rate: 0.005, schedule: 'warm-up' },
    })
    s.add('letters', 'words', [0, 60], { field: 'source', vocabulary: 'symbols' }, { title: 'Letters' })
    s.add('embed', 'embedding', [290, 60], { size: SIZE })
    s.add('blank', 'memory-blank', [290, 300], { slots: SLOTS, width: SIZE })
    s.loop('listen', 'loop-each', [620, 0, 990, 460], {}, () => {
      s.add('steer', 'dense', [60, 70], STEER, { title: 'What steers' })
      s.add('memory', 'previous', [60, 210], {}, { title: 'Memory' })
      s.add('written', 'previous', [60, 340], {}, { title: 'Last written' })
      s.add('write', 'memory-write', [600, 130], { addressing: 'location' }, { title: 'Write' })
    })
    s.loop(
      'speak',
      'loop-until',
      [1730, 0, 1280, 460],
      { field: 'target', vocabulary: 'symbols', maximum: SLOTS },
      () => {
        s.add('said', 'embedding', [60, 80], { size: SIZE }, { title: 'Previous letter' })
        s.add('guide', 'dense', [330, 80], STEER, { title: 'What steers' })
        s.add('place', 'previous', [330, 300], {}, { title: 'Last read' })
        s.add('read', 'memory-read', [640, 180], { addressing: 'location' }, { title: 'Read' })
        s.add('decide', 'decide-words', [960, 180], { vocabulary: 'symbols' }, { title: 'Letter' })
      },
    )
    s.wire('letters.words', 'embed.words')
    s.wire('embed.vectors', 'listen.sequence')
    s.wire('listen.element', 'steer.features')
    s.wire('steer.features', 'write.control')
    s.wire('listen.element', 'write.content')
    s.wire('blank.memory', 'memory.initial')
    s.wire('blank.focus', 'written.initial')
    s.wire('memory.value', 'write.memory')
    s.wire('written.value', 'write.previous')
    s.wire('write.memory', 'memory.next')
    s.wire('write.weights', 'written.next')
    s.wire('write.memory', 'listen.result')
    s.wire('speak.previous', 'said.words')
    s.wire('said.vectors', 'guide.features')
    s.wire('guide.features', 'read.control')
    s.wire('blank.focus', 'place.initial')
    s.wire('place.value', 'read.previous')
    s.wire('listen.last', 'read.slots')
    s.wire('read.weights', 'place.next')
    s.wire('read.answer', 'decide.features')
    s.wire('decide.word', 'speak.word')
    return s.document
  },
}

const NOTE = `Letters are written into a memory of 24 slots, and said again from there. Heads as in 1410.5401 address it: by content, or by going one slot on from where they were. Nothing else passes from the first loop to the second, and neither has a state of its own: only the memory and the place in it go on.

Trained for 2,000 steps on 64 sequences of 1 to 10 letters. Of 2,000 sequences of that length that it never learned from it copies all; of 2,000 with 20 letters, longer than any that it saw, too.

**What to look at**

- *Memory* shows where each step writes, what the memory holds after it, and where it is read again.
- Writing is a diagonal: each letter goes to the slot next to the last one. It chose to go backwards; the slots are a circle.
- Reading is the same diagonal again, and the end word comes at the first slot that nothing was written to.
- Type up to 23 letters from a to h, and all come back. With 24 there is no empty slot left to end at: only the loop’s own limit stops it.`

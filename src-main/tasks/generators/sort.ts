/** The sequence in order: each answer depends on all letters. */
import { sequenceTask } from '../sequences/sequence-task'

export const task = sequenceTask({
  id: 'sort',
  title: 'Sort a sequence',
  sentence:
    'The letters of a sequence are to be said in the order of the alphabet: “c a b” is answered by “a b c”.',
  // Equal letters stay in their order.
  order: (sequence) =>
    [...sequence.keys()].sort((a, b) =>
      sequence[a] === sequence[b] ? a - b : sequence[a]! < sequence[b]! ? -1 : 1,
    ),
})

/** The sequence backwards: the alignment is the other diagonal. */
import { sequenceTask } from '../sequences/sequence-task'

export const task = sequenceTask({
  id: 'reverse',
  title: 'Reverse a sequence',
  sentence: 'A sequence of letters is to be said backwards: “c a b” is answered by “b a c”.',
  order: (sequence) => [...sequence.keys()].reverse(),
})

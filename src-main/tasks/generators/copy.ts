/** The sequence again: nothing to work out, all of it to remember. */
import { sequenceTask } from '../sequences/sequence-task'

export const task = sequenceTask({
  id: 'copy',
  title: 'Copy a sequence',
  sentence: 'A sequence of letters is to be said again: “c a b” is answered by “c a b”.',
  order: (sequence) => [...sequence.keys()],
})

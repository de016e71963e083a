/** A small table of invented leaves: three measures that tell the trees apart, and one that tells nothing. */
import type { Random } from '#shared/base/random'
import { numberText } from '../number-text'
import { inputsHeldOut } from '../split'
import type { Task } from '../task'

interface Tree {
  readonly name: string
  /** Mean length of a leaf, cm. */
  readonly length: number
  /** Mean width as a share of its length. */
  readonly slenderness: number
  /** Mean number of lobes or large teeth on one side. */
  readonly lobes: number
}

/** Invented, in the range of real leaves. */
const TREES: readonly Tree[] = [
  { name: 'birch', length: 5, slenderness: 0.75, lobes: 8 },
  { name: 'oak', length: 10, slenderness: 0.6, lobes: 5 },
  { name: 'willow', length: 9, slenderness: 0.2, lobes: 2 },
]

/** Columns of the table, in order. The stalk is drawn alike for all trees. */
export const COLUMNS = ['length', 'width', 'lobes', 'stalk'] as const

/** Lengths in cm, one row in the order of {@link COLUMNS}. */
function measure(random: Random, tree: Tree): number[] {
  const length = tree.length * Math.exp(0.2 * random.normal())
  const width = length * tree.slenderness * Math.exp(0.15 * random.normal())
  const lobes = Math.max(0, Math.round(tree.lobes + random.normal()))
  const stalk = 1.5 * Math.exp(0.3 * random.normal())
  return [length, width, lobes, stalk]
}

export const task: Task = {
  id: 'leaves',
  title: 'Leaves of three trees',
  doc: {
    sentence:
      'Length, width, lobes and stalk of an invented leaf tell birch, oak and willow apart; the stalk is a decoy that tells nothing.',
  },
  params: {},
  fields() {
    return {
      leaf: { role: 'input', sort: 'table', label: 'Leaf (length, width, lobes, stalk)', columns: COLUMNS },
      tree: { role: 'target', sort: 'class', label: 'Tree', vocabulary: 'trees' },
    }
  },
  vocabularies() {
    return { trees: TREES.map((tree) => tree.name) }
  },
  example(random) {
    const tree = random.choice(TREES)
    return { fields: { leaf: numberText(measure(random, tree), 1), tree: tree.name } }
  },
  heldOut(example) {
    return inputsHeldOut('leaves', [example.fields.leaf ?? ''])
  },
}

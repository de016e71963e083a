/** The guided tour, as data: what is said beside which control, and how one sees that it was done. About two minutes. */
import type { Side } from './place'
import type { Seen } from './seen'

export interface TourStep {
  readonly id: string
  readonly title: string
  /** What to do, and what it shows. */
  readonly says: (now: Seen) => string
  /** How it is done without a mouse. */
  readonly keys?: string
  /** CSS selectors of the control that is spoken of; the first one that is seen. */
  readonly target: readonly string[]
  /** What the card leaves free, where that is more than the target. */
  readonly free?: readonly string[]
  /** Where the card stands where there is room. */
  readonly side?: Side
  /** Of what keyboards reach, where that is not the target itself. */
  readonly reach?: string
  /** A field to type into at once. */
  readonly types?: string
  /** Whether the user has done it since the step began. */
  readonly done?: (now: Seen, began: Seen) => boolean
  /** What there is to see when it is done; without it, the next step follows at once. */
  readonly shows?: string
  /** Commands that lead on from here. */
  readonly ways?: readonly { readonly title: string; readonly command: string }[]
}

/** The template that the tour is given on. */
export const TOUR_TEMPLATE = 'translation-attention'

export const steps: readonly TourStep[] = [
  {
    id: 'run',
    title: 'Let it speak',
    says: () =>
      'This network has learned to say English numbers in French. The canvas shows what it is made of; the field at the lower left holds a number for it. Press Run.',
    keys: 'Ctrl+Enter runs from anywhere.',
    target: ['[data-testid="run"]'],
    done: (now, began) => now.runs > began.runs,
  },
  {
    id: 'point',
    title: 'See where it looks',
    says: () =>
      'Above stand the words it read, below the words it said. Each line is one weight: the thicker, the more it looked there. Point at “ninety”.',
    keys: 'Tab to the words, then use the arrow keys.',
    target: ['.attention-view', '#dock-view'],
    free: ['.dock-right'],
    reach: '.attention-word[tabindex="0"]',
    done: (now, began) => now.words > began.words,
    shows:
      'Only the lines of that word are left. “Ninety” has many: French says it as four-twenty-ten, and each part of that looks at this one word.',
  },
  {
    id: 'scrub',
    title: 'Go back in time',
    says: () =>
      'It said one word after the other, and looked anew for each. Drag this slider back and forth.',
    keys: 'With the slider in focus, use the left and right arrow keys.',
    target: ['.attention-playback'],
    reach: '.attention-scrubber',
    done: (now, began) => now.scrubs > began.scrubs + 1,
    shows: 'Every step of a run is kept. Nothing runs again while you look at it.',
  },
  {
    id: 'own',
    title: 'Now a number of your own',
    says: ({ unknown }) =>
      unknown.length > 0
        ? `It never learned ${quoted(unknown)}. It knows numbers up to 999,999 in words, such as “forty two” or “six thousand and one”.`
        : 'Type any number in English words, such as “forty two” or “six thousand and one”, and press Enter.',
    target: ['[data-testid="input-source"]', '.input-form'],
    side: 'right',
    types: '[data-testid="input-source"]',
    done: (now, began) =>
      now.runs > began.runs && now.unknown.length === 0 && now.ran !== '' && now.ran !== began.ran,
  },
  {
    id: 'look',
    title: 'Your sentence, as attention',
    says: ({ ran, said }) =>
      `“${ran}” became “${said}”. Follow a line from a French word up: it ends at the English word that the French one was made of. The grid beside it shows the same weights as shades.`,
    target: ['.attention-views', '#dock-view'],
    free: ['.dock-right'],
    reach: '.attention-word[tabindex="0"]',
  },
  {
    id: 'on',
    title: 'Where to go from here',
    says: () => 'Everything you saw works on each template, and on a network of your own.',
    target: [],
    ways: [
      { title: 'Watch it learn this from nothing', command: 'train.over' },
      { title: 'Look into pictures, memories, transformers', command: 'file.gallery' },
      { title: 'Build a network from an empty canvas', command: 'file.new' },
      { title: 'See all keys', command: 'help.shortcuts' },
    ],
  },
]

function quoted(words: readonly string[]): string {
  return [...new Set(words)]
    .slice(0, 3)
    .map((word) => `“${word}”`)
    .join(', ')
}

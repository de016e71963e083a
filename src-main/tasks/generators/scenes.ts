/** Drawn scenes with captions: what each word of the caption is about is known to the patch. */
import { vocabularyOf } from '#shared/base/words'
import type { Params } from '#shared/kinds/kind'
import { numberParam, textParam } from '../params'
import { CAPTION_WORDS, type Canvas, captionOf, covered, drawScene, paint } from '../scenes/scene'
import { inputsHeldOut } from '../split'
import type { Task } from '../task'

const FEWEST = 2

function canvasOf(params: Params): Canvas {
  const patch = numberParam(params, 'patch')
  const steps: Readonly<Record<string, number>> = { patch, half: Math.ceil(patch / 2), pixel: 1 }
  return {
    rows: numberParam(params, 'rows'),
    columns: numberParam(params, 'columns'),
    patch,
    step: steps[textParam(params, 'places')] ?? 1,
  }
}

const side = (label: string, help: string, initial: number, min: number, max: number) =>
  ({ type: 'integer', label, help, default: initial, min, max }) as const

export const task: Task = {
  id: 'scenes',
  title: 'Scenes of coloured shapes',
  doc: {
    sentence:
      'Two or three coloured shapes are drawn and described from left to right: “a red square left of a blue circle above a green triangle”.',
  },
  params: {
    rows: side('Rows', 'Rows of patches.', 6, 5, 12),
    columns: side('Columns', 'Columns of patches.', 6, 5, 12),
    patch: side('Patch', 'Pixels on each side of a patch; a shape is one and a half patches wide.', 4, 4, 8),
    objects: side('Most objects', 'Scenes have from two objects to this many.', 3, FEWEST, 3),
    places: {
      type: 'choice',
      label: 'Places',
      help: 'Where a shape may begin. The freer, the more ways there are for a patch to cut it.',
      default: 'half',
      choices: [
        { value: 'patch', label: 'At patches' },
        { value: 'half', label: 'At half patches' },
        { value: 'pixel', label: 'At any pixel' },
      ],
    },
  },
  fields(params) {
    const { rows, columns, patch } = canvasOf(params)
    return {
      picture: { role: 'input', sort: 'picture', label: 'Picture', rows, columns, patch, channels: 3 },
      caption: { role: 'target', sort: 'words', label: 'Caption', vocabulary: 'caption' },
    }
  },
  vocabularies() {
    return { caption: vocabularyOf(CAPTION_WORDS) }
  },
  example(random, params) {
    const canvas = canvasOf(params)
    const count = FEWEST + random.integer(numberParam(params, 'objects') - FEWEST + 1)
    const scene = drawScene(random, canvas, count)
    const words = captionOf(scene)
    const patches = new Map(scene.objects.map((object) => [object, covered(object, scene.size, canvas)]))
    return {
      fields: { picture: paint(scene, canvas), caption: words.map(({ word }) => word).join(' ') },
      alignment: {
        target: 'caption',
        input: 'picture',
        places: words.map(({ object }) => (object && patches.get(object)) ?? []),
      },
    }
  },
  heldOut(example) {
    return inputsHeldOut('scenes', [example.fields.picture ?? ''])
  },
}

/** The parts of a document that come from its task: vocabularies, and an example to start with. */
import { random } from '#shared/base/random'
import type { HeedDocument } from '#shared/document/document'
import type { Params } from '#shared/kinds/kind'
import { fullParams } from '../tasks/params'
import { taskOf } from '../tasks/registry'

/** `seed` picks the example; only fields of the input form are kept of it. */
export function fromTask(
  id: string,
  given: Params,
  fields: readonly string[],
  seed = 1,
): Pick<HeedDocument, 'vocabularies' | 'task' | 'example'> {
  const task = taskOf(id)
  const params = fullParams(task, given)
  const { fields: example } = task.example(random(seed), params)
  return {
    vocabularies: Object.fromEntries(
      Object.entries(task.vocabularies(params)).map(([name, words]) => [name, [...words]]),
    ),
    task: { id, params: { ...params } },
    example: Object.fromEntries(fields.map((field) => [field, example[field] ?? ''])),
  }
}

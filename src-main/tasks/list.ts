/** The generators as a page shows them. */
import type { TaskInfo } from '#shared/contract/training'
import type { Param } from '#shared/kinds/kind'
import { tasks } from './registry'

export function taskList(): TaskInfo[] {
  return [...tasks.values()].map(({ id, title, doc, params }) => ({
    id,
    title,
    sentence: doc.sentence,
    params: Object.fromEntries(Object.entries(params).map(([name, param]) => [name, plain(param)])),
  }))
}

/** Functions do not cross processes. */
function plain(param: Param): Param {
  const { when: _, ...data } = param
  return data as Param
}

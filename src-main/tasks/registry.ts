/** All tasks, derived from the files of `generators/`. */
import { fault } from '#shared/base/fault'
import type { Task } from './task'

const files = import.meta.glob<Task>(['./generators/*.ts', '!./generators/*.test.ts'], {
  eager: true,
  import: 'task',
})

export const tasks: ReadonlyMap<string, Task> = new Map(
  Object.values(files)
    .map((task) => [task.id, task] as const)
    .sort(([a], [b]) => (a < b ? -1 : 1)),
)

/** The task of this id. Throws the fault `not-found`: ids come from documents and command lines. */
export function taskOf(id: string): Task {
  const task = tasks.get(id)
  if (task === undefined) {
    throw fault('not-found', `No task is called “${id}”. Tasks: ${[...tasks.keys()].join(', ')}.`)
  }
  return task
}

/** What the document learns from: a task that makes examples, or files. */
import { useEffect } from 'react'
import { page } from '../page'
import { useDocument } from '../stores/hooks'
import { chooseTask, giveFile, giveFolder, loadTasks, takeDataBack } from './data'
import { useTraining } from './hooks'
import { documentKey } from './store'
import { TaskParam } from './TaskParam'
import { grouped } from './words'

export function DataPane() {
  const tasks = useTraining((state) => state.tasks)
  const key = useDocument(documentKey)
  const given = useTraining((state) => state.data[key])
  const chosen = useDocument(({ document }) => document.task)
  useEffect(() => void loadTasks(page), [])
  const task = tasks?.find(({ id }) => id === chosen?.id)
  return (
    <div className="data-pane">
      <section aria-label="A task" data-used={given === undefined && task !== undefined}>
        <h3>A task that Heed makes up</h3>
        <select
          className="field"
          aria-label="Task"
          data-testid="data-task"
          value={given === undefined ? (task?.id ?? '') : ''}
          onChange={({ target }) => {
            const next = tasks?.find(({ id }) => id === target.value)
            if (next) void chooseTask(page, next)
          }}
        >
          {task === undefined || given !== undefined ? <option value="">Choose a task …</option> : null}
          {(tasks ?? []).map(({ id, title }) => (
            <option key={id} value={id}>
              {title}
            </option>
          ))}
        </select>
        {given === undefined && task !== undefined ? (
          <>
            <p className="soft">{task.sentence}</p>
            {Object.entries(task.params).map(([name, param]) => (
              <TaskParam
                key={`${key} ${task.id} ${name}`}
                task={task}
                name={name}
                param={param}
                value={chosen?.params[name] ?? param.default}
              />
            ))}
          </>
        ) : null}
      </section>
      <section aria-label="Your files" data-used={given !== undefined}>
        <h3>Your files</h3>
        {given === undefined ? null : (
          <div className="data-given" data-testid="data-given">
            <b>{given.data.name}</b>
            <p>
              {grouped(given.found.training)} examples to learn from, {grouped(given.found.validation)} to
              watch it by
              {given.found.heldOut > 0 ? `, ${grouped(given.found.heldOut)} held out for tests` : ''}.
            </p>
            {given.found.notes.map((note) => (
              <p key={note} className="data-note">
                {note}
              </p>
            ))}
          </div>
        )}
        <div className="data-buttons">
          <button
            type="button"
            className="button"
            data-testid="data-file"
            onClick={() => void giveFile(page)}
          >
            {given === undefined ? 'Give a file …' : 'Another file …'}
          </button>
          <button
            type="button"
            className="button"
            data-testid="data-folder"
            onClick={() => void giveFolder(page)}
          >
            Give a folder …
          </button>
          {given === undefined ? null : (
            <button type="button" className="link" onClick={() => takeDataBack(page)}>
              Back to the task
            </button>
          )}
        </div>
        <p className="soft">
          Pairs of sentences (.tsv), a table (.csv), stories with questions as bAbI has them (.txt), series
          (.npy, .npz), or a folder of pictures with captions.tsv.
        </p>
      </section>
    </div>
  )
}

/** One parameter of the document's task. A value that may not be stays in its field with the reason. */
import { useId, useState } from 'react'
import type { TaskInfo } from '#shared/contract/training'
import { paramProblem } from '#shared/document/paramProblems'
import type { Param, ParamValue } from '#shared/kinds/kind'
import { page } from '../page'
import { setTaskParam } from './data'

interface TaskParamProps {
  readonly task: TaskInfo
  readonly name: string
  readonly param: Param
  readonly value: ParamValue
}

export function TaskParam({ task, name, param, value }: TaskParamProps) {
  const id = useId()
  const [draft, setDraft] = useState<string>()
  const [wrong, setWrong] = useState<string>()
  const set = (next: ParamValue) => void setTaskParam(page, task, name, next)
  function leave() {
    if (draft === undefined) return
    const next = param.type === 'text' ? draft : Number(draft.trim().replace(',', '.'))
    const problem = draft.trim() === '' ? 'Expected a value, found none.' : paramProblem(param, next, {})
    setWrong(problem)
    if (problem !== undefined) return
    setDraft(undefined)
    if (next !== value) set(next)
  }
  const shared = { id, 'data-testid': `task-${name}`, 'aria-describedby': `${id}-help` }
  return (
    <div className="setting">
      <label htmlFor={id}>{param.label}</label>
      {param.type === 'choice' ? (
        <select
          {...shared}
          className="field"
          value={String(value)}
          onChange={({ target }) => set(target.value)}
        >
          {param.choices.map((choice) => (
            <option key={choice.value} value={choice.value}>
              {choice.label}
            </option>
          ))}
        </select>
      ) : param.type === 'flag' ? (
        <input
          {...shared}
          type="checkbox"
          checked={value === true}
          onChange={({ target }) => set(target.checked)}
        />
      ) : (
        <input
          {...shared}
          className={`field ${param.type === 'text' ? '' : 'number'}`}
          type="text"
          spellCheck={false}
          aria-invalid={wrong !== undefined}
          value={draft ?? String(value)}
          onChange={({ target }) => setDraft(target.value)}
          onBlur={leave}
          onKeyDown={({ key }) => {
            if (key === 'Enter') leave()
          }}
        />
      )}
      <p id={`${id}-help`} className={wrong === undefined ? 'setting-help' : 'setting-wrong'}>
        {wrong ?? param.help}
      </p>
    </div>
  )
}

/** One parameter, built from its data. A value that may not be stays in the field with the reason, and out of the document. */
import { useId, useState } from 'react'
import { setParam } from '#shared/document/edits'
import { paramProblem } from '#shared/document/paramProblems'
import { titleOf } from '#shared/document/structure'
import type { Param, ParamValue } from '#shared/kinds/kind'
import { page } from '../page'
import { change, seal } from '../stores/document'
import { useDocument } from '../stores/hooks'
import { BeginVocabulary } from './BeginVocabulary'
import { VocabularyWords } from './VocabularyWords'

interface ParamFieldProps {
  readonly node: string
  readonly name: string
  readonly param: Param
  readonly value: ParamValue
}

export function ParamField({ node, name, param, value }: ParamFieldProps) {
  const id = useId()
  const [draft, setDraft] = useState<{ readonly text: string; readonly wrong: string }>()
  const vocabularies = useDocument(({ document }) => document.vocabularies)

  function set(next: ParamValue) {
    const { document } = page.documents.getState()
    const found = document.nodes[node]
    if (found === undefined) return
    const step = `set ${param.label.toLowerCase()} of ${titleOf(found)}`
    change(page.documents, step, setParam(document, node, name, next), `param ${node} ${name}`)
  }

  function type(text: string) {
    const next = Number(text.trim().replace(',', '.'))
    const sizes = Object.fromEntries(Object.entries(vocabularies).map(([key, words]) => [key, words.length]))
    const wrong = text.trim() === '' ? 'Type a number.' : paramProblem(param, next, sizes)
    if (wrong !== undefined) {
      const sentence = Number.isFinite(next) ? capital(wrong) : `Expected a number, found “${text}”.`
      setDraft({ text, wrong: sentence })
      return
    }
    setDraft({ text, wrong: '' })
    set(next)
  }

  function leave() {
    setDraft(undefined)
    seal(page.documents)
  }

  const shared = { id, 'data-testid': `param-${name}`, onBlur: leave }
  function input() {
    switch (param.type) {
      case 'integer':
      case 'number':
        return (
          <input
            {...shared}
            className="field number"
            type="text"
            inputMode="decimal"
            value={draft?.text ?? String(value)}
            aria-invalid={(draft?.wrong ?? '') !== ''}
            aria-describedby={`${id}-help`}
            onChange={({ target }) => type(target.value)}
            onKeyDown={({ key }) => {
              const step = key === 'ArrowUp' ? 1 : key === 'ArrowDown' ? -1 : 0
              if (step !== 0 && param.type === 'integer') type(String(Number(value) + step))
            }}
          />
        )
      case 'flag':
        return (
          <input
            {...shared}
            type="checkbox"
            checked={value === true}
            onChange={({ target }) => set(target.checked)}
          />
        )
      case 'choice':
        return (
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
        )
      case 'vocabulary': {
        const names = Object.keys(vocabularies)
        return (
          <select
            {...shared}
            className="field"
            value={String(value)}
            onChange={({ target }) => set(target.value)}
          >
            {names.includes(String(value)) ? null : (
              <option value={String(value)}>{`${value} (missing)`}</option>
            )}
            {names.map((each) => (
              <option key={each} value={each}>
                {each} ({vocabularies[each]!.length})
              </option>
            ))}
          </select>
        )
      }
      case 'text':
        return (
          <input
            {...shared}
            className="field"
            type="text"
            spellCheck={false}
            value={String(value)}
            onChange={({ target }) => set(target.value)}
          />
        )
    }
  }

  const range = param.type === 'integer' || param.type === 'number' ? ` ${param.min} to ${param.max}.` : ''
  return (
    <div className={`param ${param.type}`}>
      <label htmlFor={id} title={param.help + range}>
        {param.label}
      </label>
      {input()}
      {param.type === 'vocabulary' && vocabularies[String(value)] === undefined ? (
        <BeginVocabulary node={node} name={String(value)} />
      ) : null}
      {param.type === 'vocabulary' && vocabularies[String(value)] !== undefined ? (
        <div className="param-words">
          <VocabularyWords
            key={String(value)}
            name={String(value)}
            words={vocabularies[String(value)]!}
            title="Its words"
          />
        </div>
      ) : null}
      {draft !== undefined && draft.wrong !== '' ? (
        <p className="param-wrong" role="alert">
          {draft.wrong}
        </p>
      ) : (
        <p className="param-help" id={`${id}-help`}>
          {param.help}
        </p>
      )}
    </div>
  )
}

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1)
}

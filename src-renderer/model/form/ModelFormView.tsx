/** What goes into a model, as a form: it works as it stands, and every part of it can be changed. */
import { type FormEvent, useEffect, useRef } from 'react'
import { useStore } from 'zustand'
import type { ModelField, ModelForm } from '#shared/contract/model'
import { stopRun } from '../../commands/run'
import { page } from '../../page'
import { useRun } from '../../stores/hooks'
import { BESIDE_FILES, giveBeside, givePair } from '../modelFiles'
import { GENERATED } from '../modelInputs'
import { modelScreen, runOpenedModel, setTyped } from '../modelStore'
import type { Side } from '../side'
import { PictureInput } from './PictureInput'
import { TensorInput } from './TensorInput'
import { TextInput } from './TextInput'
import './form.css'

interface ModelFormViewProps {
  readonly side: Side
  /** What the form is called where there are two. */
  readonly title: string
}

export function ModelFormView({ side, title }: ModelFormViewProps) {
  const form = useStore(side.store, (state) => state.form)
  const fault = useStore(side.store, (state) => state.formFault)
  const opened = useStore(modelScreen, (state) => state.opened)
  const element = useRef<HTMLFormElement>(null)
  const ready = form !== undefined
  // The sentence is what one wants to change first.
  // biome-ignore lint/correctness/useExhaustiveDependencies: another model is another form
  useEffect(() => {
    if (!ready || side.name !== 'first') return
    const text = element.current?.querySelector<HTMLTextAreaElement>('textarea')
    text?.focus({ preventScroll: true })
    text?.select()
  }, [ready, opened, side])
  const submit = (event: FormEvent) => {
    event.preventDefault()
    void runOpenedModel(page)
  }
  return (
    <form className="input-form model-form" aria-label={title} ref={element} onSubmit={submit}>
      <div className="model-form-head">
        <h3>{title}</h3>
        <RunButton side={side} ready={ready} />
      </div>
      {fault === undefined ? null : <p className="input-said wrong">{fault}</p>}
      {form === undefined ? (
        fault === undefined ? (
          <div className="skeleton model-form-wait" role="status" aria-label="Reading what the model takes" />
        ) : null
      ) : (
        <Fields side={side} form={form} />
      )}
    </form>
  )
}

function RunButton({ side, ready }: { readonly side: Side; readonly ready: boolean }) {
  const running = useRun(({ state }) => state === 'running')
  if (side.name === 'second') return null
  return running ? (
    <button type="button" className="button" onClick={() => stopRun(page)}>
      Stop
    </button>
  ) : (
    <button type="submit" className="button primary" data-testid="run-model" disabled={!ready}>
      Run
    </button>
  )
}

function Fields({ side, form }: { readonly side: Side; readonly form: ModelForm }) {
  const comparing = useStore(modelScreen, (state) => state.comparing)
  const own = form.fields.filter((field) => field.type === 'own')
  const shown = form.fields.filter((field) => field.type !== 'own')
  const notes = useStore(side.store, (state) => state.notes)
  return (
    <>
      {shown.map((field) => (
        <Field key={field.id} side={side} field={field} />
      ))}
      {form.dims.length > 0 ? <Sizes side={side} dims={form.dims} /> : null}
      {form.generates ? <Generate side={side} /> : null}
      {[...new Set([...form.notes, ...notes])].map((note) => (
        <p key={note} className="input-said">
          {note}
        </p>
      ))}
      {shown.length === 0 && own.length === 0 ? <p className="soft">This model takes no input.</p> : null}
      {own.length === 0 ? null : (
        <details className="model-form-own">
          <summary>Filled by itself: {own.length}</summary>
          <ul>
            {own.map((field) => (
              <li key={field.id}>
                <span className="mono">{field.inputs.join(', ')}</span>{' '}
                <span className="soft">{field.how}</span>
              </li>
            ))}
          </ul>
        </details>
      )}
      {comparing ? null : <Files side={side} form={form} />}
    </>
  )
}

function Field({ side, field }: { readonly side: Side; readonly field: ModelField }) {
  switch (field.type) {
    case 'text':
      return <TextInput side={side} field={field} />
    case 'picture':
      return <PictureInput side={side} field={field} />
    case 'tensor':
      return <TensorInput side={side} field={field} />
    case 'own':
      return null
  }
}

function Sizes({ side, dims }: { readonly side: Side; readonly dims: ModelForm['dims'] }) {
  const typed = useStore(side.store, (state) => state.typed.dims)
  return (
    <fieldset className="model-sizes" aria-label="Sizes that the model leaves open">
      {dims.map(({ name, size }) => (
        <label key={name}>
          <span className="mono">{name}</span>
          <input
            type="number"
            className="field"
            min={1}
            max={65536}
            step={1}
            value={typed?.[name] ?? size}
            onChange={({ target }) => {
              const value = target.valueAsNumber
              if (Number.isInteger(value) && value >= 0)
                setTyped(side, (before) => ({ ...before, dims: { ...before.dims, [name]: value } }))
            }}
          />
        </label>
      ))}
    </fieldset>
  )
}

function Generate({ side }: { readonly side: Side }) {
  const steps = useStore(side.store, (state) => state.typed.generate ?? GENERATED)
  return (
    <label className="model-generate">
      <span>Words to add</span>
      <input
        type="number"
        className="field"
        data-testid="generate"
        min={0}
        max={512}
        step={1}
        value={steps}
        onChange={({ target }) => {
          const generate = target.valueAsNumber
          if (Number.isInteger(generate) && generate >= 0)
            setTyped(side, (before) => ({ ...before, generate }))
        }}
      />
    </label>
  )
}

/** Files that say more of the model; they can be dropped on the window as well. */
function Files({ side, form }: { readonly side: Side; readonly form: ModelForm }) {
  const choose = async (accept: string, give: typeof giveBeside) => {
    const file = await page.desk.chooseFile(accept)
    if (file !== undefined) await give(page, side, file)
  }
  return (
    <div className="model-form-files">
      <button
        type="button"
        className="link"
        data-testid="choose-beside"
        onClick={() => choose(BESIDE_FILES, giveBeside)}
      >
        Tokenizer or preprocessor …
      </button>
      {form.pair === undefined ? (
        <button
          type="button"
          className="link"
          onClick={async () => givePair(page, side, await page.desk.chooseFiles())}
        >
          Other half of a pair …
        </button>
      ) : (
        <span className="soft">
          with its {form.pair.half}, {form.pair.name}
        </span>
      )}
    </div>
  )
}

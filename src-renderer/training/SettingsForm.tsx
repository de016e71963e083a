/** The settings of the document's next training. A value that may not be stays in its field with the reason. */
import { useId, useState } from 'react'
import type { TrainingSettings } from '#shared/contract/training'
import { perform } from '../commands/commands'
import { page } from '../page'
import { useDocument } from '../stores/hooks'
import { useTraining } from './hooks'
import {
  readSetting,
  type SettingField,
  type SettingName,
  settingFields,
  settingNames,
} from './settingFields'
import { documentKey, goingOf } from './store'
import { resetSettings, setSetting } from './training'

export function SettingsForm() {
  const key = useDocument(documentKey)
  const defaults = useTraining((state) => state.defaults[key])
  const set = useTraining((state) => state.set[key])
  const going = useTraining((state) => goingOf(state) !== undefined)
  const learned = useDocument(({ weights }) => weights !== '')
  const document = useDocument((state) => state.document)
  if (defaults === undefined) return <div className="skeleton settings-waiting" />
  const settings = { ...defaults, ...set }
  const shown = settingNames.filter((name) => {
    const field: SettingField = settingFields[name]
    return field.when?.(settings, document) ?? true
  })
  const changed = settingNames.some((name) => set?.[name] !== undefined && set[name] !== defaults[name])
  return (
    <form className="settings" aria-label="Training settings" onSubmit={(event) => event.preventDefault()}>
      {shown.map((name) => (
        <Setting key={`${key} ${name}`} name={name} settings={settings} defaults={defaults} />
      ))}
      <p className="settings-foot soft">
        {going ? <span>These are for the next training.</span> : null}
        {changed ? (
          <button type="button" className="link" onClick={() => resetSettings(page)}>
            Back to what fits the document
          </button>
        ) : null}
        {learned && !going ? (
          <span>
            Training goes on from the document’s weights.{' '}
            <button type="button" className="link" onClick={() => perform(page, 'train.forget')}>
              Begin untrained
            </button>
          </span>
        ) : null}
      </p>
    </form>
  )
}

interface SettingProps {
  readonly name: SettingName
  readonly settings: TrainingSettings
  readonly defaults: TrainingSettings
}

function Setting({ name, settings, defaults }: SettingProps) {
  const id = useId()
  const [draft, setDraft] = useState<string>()
  const [wrong, setWrong] = useState<string>()
  const field: SettingField = settingFields[name]
  function type(text: string) {
    const read = readSetting(name, text)
    setDraft(text)
    setWrong('wrong' in read ? read.wrong : undefined)
    if ('value' in read) setSetting(page, name, read.value)
  }
  const shared = {
    id,
    'data-testid': `setting-${name}`,
    'aria-describedby': `${id}-help`,
    value: draft ?? String(settings[name]),
  }
  return (
    <div className="setting" data-changed={settings[name] !== defaults[name]}>
      <label htmlFor={id}>{field.label}</label>
      {field.type === 'choice' ? (
        <select {...shared} className="field" onChange={({ target }) => type(target.value)}>
          {field.choices.map(([value, label]) => (
            <option key={value} value={value}>
              {label}
            </option>
          ))}
        </select>
      ) : (
        <input
          {...shared}
          className="field number"
          type="text"
          inputMode="decimal"
          spellCheck={false}
          aria-invalid={wrong !== undefined}
          onChange={({ target }) => type(target.value)}
          onBlur={() => {
            setDraft(undefined)
            setWrong(undefined)
          }}
        />
      )}
      <p id={`${id}-help`} className={wrong === undefined ? 'setting-help' : 'setting-wrong'}>
        {wrong ?? field.help}
      </p>
    </div>
  )
}

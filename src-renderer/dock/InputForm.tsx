/** The input form, made from the document's input nodes and filled with its example. */
import { type FormField, formOf, readField, saysWords, startRun } from '../commands/run'
import { page } from '../page'
import { useDocument, useSession } from '../stores/hooks'
import { PictureField } from './PictureField'
import { pictureSize } from './pixels'

export function InputForm() {
  const document = useDocument((state) => state.document)
  const fields = formOf(document)
  return (
    <form
      className="input-form"
      aria-label="Input"
      onSubmit={(event) => {
        event.preventDefault()
        void startRun(page)
      }}
    >
      <h3>Input</h3>
      {/* Enter in any of several fields runs only where there is a button to submit with. */}
      <button type="submit" hidden />
      {fields.map((field) => (
        <Field key={field.node} field={field} />
      ))}
      {saysWords(document) ? <ForceWords /> : null}
      {fields.length === 0 ? (
        <p className="soft">
          The document has no input yet. Add one from “Inputs” in the list at the left, and its field appears
          here.
        </p>
      ) : null}
    </form>
  )
}

function ForceWords() {
  const words = useSession((state) => state.forceWords)
  return (
    <details className="force-words" open={words !== ''}>
      <summary>Choose the words that are said</summary>
      <input
        type="text"
        className="field"
        data-testid="force-words"
        aria-label="Words that are said instead of the network’s own"
        placeholder="its own words"
        spellCheck={false}
        value={words}
        onChange={({ target }) => page.session.setState({ forceWords: target.value })}
      />
      <p className="soft">Attention is then that of saying these words. Empty: the network chooses.</p>
    </details>
  )
}

function Field({ field }: { readonly field: FormField }) {
  const document = useDocument((state) => state.document)
  const text = useSession(({ inputs }) => inputs[field.field]) ?? document.example[field.field] ?? ''
  const { problem, unknown } = readField(document, field, text)
  const id = `input-${field.field}`
  const onText = (value: string) =>
    page.session.setState(({ inputs }) => ({ inputs: { ...inputs, [field.field]: value } }))
  const shared = {
    id,
    className: 'field',
    'data-testid': id,
    spellCheck: false,
    placeholder: field.spec.placeholder,
    value: text,
    'aria-invalid': problem !== undefined && text !== '',
    'aria-describedby': `${id}-said`,
    onChange: ({ target }: { readonly target: { readonly value: string } }) => onText(target.value),
  }
  return (
    <div className="input-field">
      <label htmlFor={id}>
        {field.field} <span className="soft">{field.title}</span>
      </label>
      {field.spec.form === 'line' ? (
        <input type="text" {...shared} />
      ) : field.spec.form === 'picture' ? (
        <>
          <PictureField label={field.title} text={text} size={pictureSize(field.params)} onText={onText} />
          <details>
            <summary className="soft">As numbers</summary>
            <textarea rows={4} {...shared} />
          </details>
        </>
      ) : (
        <textarea rows={4} {...shared} />
      )}
      <p className="input-said" id={`${id}-said`}>
        {problem !== undefined && text !== '' ? (
          <span className="wrong">{problem}</span>
        ) : (
          <Unknown words={unknown} />
        )}
      </p>
    </div>
  )
}

function Unknown({ words }: { readonly words: readonly string[] }) {
  if (words.length === 0) return null
  const named = [...new Set(words)].slice(0, 4).map((word) => `“${word}”`)
  const more = new Set(words).size - named.length
  return (
    <>
      Not in the vocabulary: {named.join(', ')}
      {more > 0 ? ` and ${more} more` : ''}. {words.length === 1 ? 'It is' : 'They are'} read as an unknown
      word.
    </>
  )
}

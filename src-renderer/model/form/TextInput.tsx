/** A text, what cuts it into tokens, and the tokens that the last run saw. */
import { useStore } from 'zustand'
import type { ModelField, Token } from '#shared/contract/model'
import { page } from '../../page'
import { dropTensor } from '../modelFiles'
import { runOpenedModel, setTyped } from '../modelStore'
import type { Side } from '../side'

interface TextInputProps {
  readonly side: Side
  readonly field: Extract<ModelField, { type: 'text' }>
}

/** Tokens that are shown; further ones are counted. */
const SHOWN = 96

export function TextInput({ side, field }: TextInputProps) {
  const text = useStore(side.store, (state) => state.typed.texts?.[field.id] ?? field.example)
  const tokens = useStore(side.store, (state) => state.tokens[field.id])
  const said = useStore(side.store, (state) => state.tokens.said)
  const files = useStore(side.store, (state) => state.tensorFiles)
  const given = field.inputs.filter((input) => files[input] !== undefined)
  const id = `model-${side.name}-${field.id}`
  return (
    <div className="input-field">
      <label htmlFor={id}>
        {field.title}{' '}
        <span className="soft" title={`Fills ${field.inputs.join(', ')}`}>
          {field.sample ? 'a sample tokenizer of Heed' : field.tokenizer}
        </span>
      </label>
      <textarea
        id={id}
        rows={2}
        className="field"
        data-testid={`model-input-${side.name}-${field.id}`}
        spellCheck={false}
        value={text}
        aria-describedby={`${id}-said`}
        onChange={({ target }) =>
          setTyped(side, (typed) => ({ ...typed, texts: { ...typed.texts, [field.id]: target.value } }))
        }
        onKeyDown={(event) => {
          // Enter runs, as in a search; a new line is Shift+Enter.
          if (event.key !== 'Enter' || event.shiftKey || event.nativeEvent.isComposing) return
          event.preventDefault()
          event.stopPropagation()
          void runOpenedModel(page)
        }}
      />
      {given.length === 0 ? null : (
        <p className="input-said" data-testid="given-arrays">
          {given.join(', ')}: taken from {files[given[0]!]}, not from the text.{' '}
          <button
            type="button"
            className="link"
            onClick={() => {
              for (const input of given) dropTensor(side, input)
            }}
          >
            Use the text
          </button>
        </p>
      )}
      {field.sample ? (
        <p className="input-said" id={`${id}-said`}>
          The model’s own tokenizer.json is not beside it: words may be cut otherwise.
        </p>
      ) : null}
      {tokens === undefined ? null : <Tokens tokens={tokens} longest={field.longest} />}
      {said === undefined || said.length === 0 ? null : (
        <>
          <p className="soft model-said">said</p>
          <Tokens tokens={said} />
        </>
      )}
    </div>
  )
}

function Tokens({
  tokens,
  longest,
}: {
  readonly tokens: readonly Token[]
  readonly longest?: number | undefined
}) {
  const shown = tokens.slice(0, SHOWN)
  const places = longest === undefined ? '' : ` of ${longest}`
  return (
    <div className="tokens" data-testid="tokens">
      {shown.map((token, i) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: tokens are places of a text
        <span key={i} className={tokenClass(token, shown[i - 1])}>
          {token.text}
        </span>
      ))}
      <small className="soft">
        {tokens.length > SHOWN ? `and ${tokens.length - SHOWN} more, ` : ''}
        {tokens.length}
        {places} tokens
      </small>
    </div>
  )
}

/** Parts of one word stand close together. */
function tokenClass({ special, word }: Token, before: Token | undefined): string {
  if (special) return 'token is-special'
  return word !== undefined && word === before?.word ? 'token is-part' : 'token'
}

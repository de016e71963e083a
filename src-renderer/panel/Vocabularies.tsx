/** The document's vocabularies: their words, and a field to add to them or to begin one. */
import { useState } from 'react'
import { SPECIAL, tokenize, vocabularyOf } from '#shared/base/words'
import { setField } from '#shared/document/edits'
import { page } from '../page'
import { change } from '../stores/document'
import { useDocument } from '../stores/hooks'

const SHOWN = 400

export function Vocabularies() {
  const vocabularies = useDocument(({ document }) => document.vocabularies)
  const [name, setName] = useState('')
  return (
    <section className="panel-part" aria-label="Vocabularies">
      <h3>Vocabularies</h3>
      {Object.entries(vocabularies).map(([each, words]) => (
        <Vocabulary key={each} name={each} words={words} />
      ))}
      <form
        className="vocabulary-new"
        onSubmit={(event) => {
          event.preventDefault()
          const clean = name.trim()
          if (clean === '' || Object.hasOwn(vocabularies, clean)) return
          setVocabulary(clean, vocabularyOf([]), `add vocabulary ${clean}`)
          setName('')
        }}
      >
        <input
          className="field"
          aria-label="Name of a new vocabulary"
          placeholder="New vocabulary, e.g. source"
          value={name}
          onChange={({ target }) => setName(target.value)}
        />
        <button type="submit" className="button" disabled={name.trim() === ''}>
          Add
        </button>
      </form>
    </section>
  )
}

function Vocabulary({ name, words }: { readonly name: string; readonly words: readonly string[] }) {
  const [text, setText] = useState('')
  const own = words.filter((word) => !SPECIAL.some((special) => special === word))
  const added = [...new Set(tokenize(text))].filter((word) => !words.includes(word))
  return (
    <details className="vocabulary">
      <summary>
        {name} <span className="soft">{own.length} words</span>
      </summary>
      <p className="vocabulary-words mono">
        {own.slice(0, SHOWN).join(' ')}
        {own.length > SHOWN ? ` … and ${own.length - SHOWN} more` : ''}
      </p>
      <textarea
        className="field"
        rows={3}
        aria-label={`Words to add to ${name}`}
        placeholder="Words to add, separated by spaces"
        value={text}
        onChange={({ target }) => setText(target.value)}
      />
      <button
        type="button"
        className="button"
        disabled={added.length === 0}
        onClick={() => {
          setVocabulary(name, [...words, ...added], `add words to ${name}`)
          setText('')
        }}
      >
        {added.length === 0 ? 'Add words' : `Add ${added.length} ${added.length === 1 ? 'word' : 'words'}`}
      </button>
    </details>
  )
}

function setVocabulary(name: string, words: readonly string[], step: string): void {
  const { document } = page.documents.getState()
  const vocabularies = { ...document.vocabularies, [name]: [...words] }
  change(page.documents, step, setField(document, 'vocabularies', vocabularies))
}

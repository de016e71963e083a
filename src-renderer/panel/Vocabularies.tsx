/** The document's vocabularies: their words, and a field to add to them or to begin one. */
import { useState } from 'react'
import { vocabularyOf } from '#shared/base/words'
import { useDocument } from '../stores/hooks'
import { setVocabulary, VocabularyWords } from './VocabularyWords'

export function Vocabularies() {
  const vocabularies = useDocument(({ document }) => document.vocabularies)
  const [name, setName] = useState('')
  return (
    <section className="panel-part" aria-label="Vocabularies">
      <h3>Vocabularies</h3>
      {Object.entries(vocabularies).map(([each, words]) => (
        <VocabularyWords key={each} name={each} words={words} />
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

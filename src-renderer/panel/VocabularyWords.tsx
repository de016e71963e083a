/** The words of one vocabulary, and a field to add to them. */
import { useState } from 'react'
import { SPECIAL, tokenize } from '#shared/base/words'
import { setField } from '#shared/document/edits'
import { page } from '../page'
import { change } from '../stores/document'

const SHOWN = 400
const FEW = 2

interface VocabularyWordsProps {
  readonly name: string
  readonly words: readonly string[]
  /** What the fold is called; the vocabulary's name when absent. */
  readonly title?: string
}

export function VocabularyWords({ name, words, title }: VocabularyWordsProps) {
  const [text, setText] = useState('')
  const own = ownWords(words)
  // A vocabulary that was only begun is there to be filled.
  const [open, setOpen] = useState(own.length <= FEW)
  const added = [...new Set(tokenize(text))].filter((word) => !words.includes(word))
  function add() {
    if (added.length === 0) return
    setVocabulary(name, [...words, ...added], `add words to ${name}`)
    setText('')
  }
  function remove(word: string) {
    setVocabulary(
      name,
      words.filter((other) => other !== word),
      `remove “${word}” from ${name}`,
    )
  }
  return (
    <details className="vocabulary" open={open} onToggle={({ currentTarget }) => setOpen(currentTarget.open)}>
      <summary>
        {title ?? name}{' '}
        <span className="soft">
          {own.length} {own.length === 1 ? 'word' : 'words'}
        </span>
      </summary>
      {own.length === 0 ? null : (
        <p className="vocabulary-words mono">
          {own.slice(0, SHOWN).map((word) => (
            <button
              key={word}
              type="button"
              className="vocabulary-word"
              title={`Remove “${word}”`}
              aria-label={`Remove ${word} from ${name}`}
              onClick={() => remove(word)}
            >
              {word}
            </button>
          ))}
          {own.length > SHOWN ? ` … and ${own.length - SHOWN} more` : ''}
        </p>
      )}
      <textarea
        className="field"
        rows={2}
        aria-label={`Words to add to ${name}`}
        data-testid={`words-${name}`}
        placeholder="Words to add, separated by spaces"
        spellCheck={false}
        value={text}
        onChange={({ target }) => setText(target.value)}
        onKeyDown={(event) => {
          if (event.key !== 'Enter' || event.shiftKey || event.ctrlKey || event.metaKey) return
          event.preventDefault()
          add()
        }}
      />
      <button type="button" className="button" disabled={added.length === 0} onClick={add}>
        {added.length === 0 ? 'Add words' : `Add ${added.length} ${added.length === 1 ? 'word' : 'words'}`}
      </button>
    </details>
  )
}

/** All but the entries that every vocabulary of words begins with. */
function ownWords(words: readonly string[]): string[] {
  return words.filter((word) => !SPECIAL.some((special) => special === word))
}

export function setVocabulary(name: string, words: readonly string[], step: string): void {
  const { document } = page.documents.getState()
  const vocabularies = { ...document.vocabularies, [name]: [...words] }
  change(page.documents, step, setField(document, 'vocabularies', vocabularies))
}

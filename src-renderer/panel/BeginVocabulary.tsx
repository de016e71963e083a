/** A vocabulary that is named but not there is begun in one step: with the words that are typed in the node's own field, if any. */
import { tokenize, vocabularyOf } from '#shared/base/words'
import { setField } from '#shared/document/edits'
import { inputText } from '../commands/run'
import { page } from '../page'
import { change } from '../stores/document'
import { announce } from '../stores/session'

interface BeginVocabularyProps {
  readonly node: string
  readonly name: string
}

export function BeginVocabulary({ node, name }: BeginVocabularyProps) {
  return (
    <button
      type="button"
      className="button begin-vocabulary"
      data-testid="begin-vocabulary"
      onClick={() => begin(node, name)}
    >
      Begin the vocabulary “{name}”
    </button>
  )
}

function begin(node: string, name: string): void {
  const { document } = page.documents.getState()
  const field = document.nodes[node]?.params.field
  const words = typeof field === 'string' ? tokenize(inputText(page, field)) : []
  const vocabularies = { ...document.vocabularies, [name]: vocabularyOf(words) }
  change(page.documents, `begin vocabulary ${name}`, setField(document, 'vocabularies', vocabularies))
  announce(
    page.session,
    `The vocabulary ${name} has ${words.length} words. Add more in the document’s panel.`,
  )
}

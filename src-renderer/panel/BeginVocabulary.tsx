/** A vocabulary that is named but not there is begun in one step: with the words that are typed in the node's own field, if any. */
import { tokenize, vocabularyOf } from '#shared/base/words'
import type { HeedDocument } from '#shared/document/document'
import { portsOf } from '#shared/document/structure'
import { kinds } from '#shared/kinds/registry'
import { inputText } from '../commands/run'
import { page } from '../page'
import { announce, select } from '../stores/session'
import { setVocabulary } from './VocabularyWords'

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
      onClick={() => beginVocabulary(node, name)}
    >
      Begin the vocabulary “{name}”
    </button>
  )
}

/** Begins it, shows the node that it belongs to, and waits for words. */
export function beginVocabulary(node: string, name: string): void {
  const { document } = page.documents.getState()
  const words = typedWords(document, node)
  const begun = namesClasses(document, node) ? classesOf(words) : vocabularyOf(words)
  setVocabulary(name, begun, `begin vocabulary ${name}`)
  select(page.session, [node])
  announce(page.session, `The vocabulary ${name} has ${words.length} words. Type more, and Enter adds them.`)
  page.desk.nextFrame(() => window.document.querySelector<HTMLElement>('.param-words textarea')?.focus())
}

function typedWords(document: HeedDocument, node: string): string[] {
  const field = document.nodes[node]?.params.field
  return typeof field === 'string' ? tokenize(inputText(page, field)) : []
}

/** Whether each entry is a choice of its own: then padding, start, end and unknown would be choices too. */
function namesClasses(document: HeedDocument, id: string): boolean {
  const node = document.nodes[id]
  const choice = kinds.get(node?.kind ?? '')?.decision?.choice
  return node !== undefined && choice !== undefined && portsOf(node).outputs[choice]?.shape === ''
}

/** Something to choose from, until the user names it. */
function classesOf(words: readonly string[]): string[] {
  return words.length > 0 ? [...new Set(words)] : ['no', 'yes']
}

/** The document itself: title, note, seed, vocabularies, how much there is of it. */
import { useState } from 'react'
import { setField } from '#shared/document/edits'
import { page } from '../page'
import { change, seal } from '../stores/document'
import { useDocument } from '../stores/hooks'
import { DocumentMeasure } from './Measure'
import { Note } from './Note'
import { TextField } from './TextField'
import { Vocabularies } from './Vocabularies'

export function DocumentPanel() {
  const document = useDocument((state) => state.document)
  const count = (things: object, one: string) => {
    const { length } = Object.keys(things)
    return `${length} ${length === 1 ? one : `${one}s`}`
  }
  return (
    <>
      <div className="panel-part panel-head">
        <span className="panel-kind soft">Document</span>
        <TextField
          label="Title of the document"
          className="panel-title"
          testId="document-title"
          value={document.title}
          maxLength={200}
          onChange={(title) => {
            const { document: now } = page.documents.getState()
            change(page.documents, 'rename the document', setField(now, 'title', title), 'document title')
          }}
        />
        <p className="soft">
          {count(document.nodes, 'node')} · {count(document.wires, 'wire')}
        </p>
        <DocumentMeasure />
      </div>
      <Note />
      <Seed seed={document.seed} />
      <Vocabularies />
    </>
  )
}

function Seed({ seed }: { readonly seed: number }) {
  const [draft, setDraft] = useState<string>()
  const wrong = draft !== undefined && !/^\d{1,9}$/.test(draft)
  return (
    <section className="panel-part">
      <div className="param">
        <label htmlFor="document-seed">Seed</label>
        <input
          id="document-seed"
          className="field number"
          inputMode="numeric"
          value={draft ?? String(seed)}
          aria-invalid={wrong}
          onChange={({ target }) => {
            setDraft(target.value)
            if (!/^\d{1,9}$/.test(target.value)) return
            const { document } = page.documents.getState()
            change(page.documents, 'set the seed', setField(document, 'seed', Number(target.value)), 'seed')
          }}
          onBlur={() => {
            setDraft(undefined)
            seal(page.documents)
          }}
        />
        {wrong ? (
          <p className="param-wrong" role="alert">
            Expected a whole number from 0 to 999999999, found “{draft}”.
          </p>
        ) : (
          <p className="param-help">Where all randomness starts: the same seed gives the same weights.</p>
        )}
      </div>
    </section>
  )
}

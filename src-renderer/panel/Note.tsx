/** A note: rendered, and on demand edited as text. */
import { useState } from 'react'
import { setField } from '#shared/document/edits'
import { page } from '../page'
import { change } from '../stores/document'
import { useDocument } from '../stores/hooks'
import { type Block, parseNote, type Span } from './markdown'
import { TextField } from './TextField'

export function Note() {
  const note = useDocument(({ document }) => document.note)
  const [editing, setEditing] = useState(false)
  return (
    <section className="panel-part note" aria-label="Note">
      <h3>
        Note
        <button type="button" className="link" onClick={() => setEditing(!editing)}>
          {editing ? 'Done' : note === '' ? 'Write' : 'Edit'}
        </button>
      </h3>
      {editing ? (
        <TextField
          label="Note, in Markdown"
          value={note}
          rows={12}
          maxLength={100_000}
          onChange={(text) => {
            const { document } = page.documents.getState()
            change(page.documents, 'edit the note', setField(document, 'note', text), 'note')
          }}
        />
      ) : (
        <NoteText text={note} />
      )}
    </section>
  )
}

export function NoteText({ text }: { readonly text: string }) {
  return parseNote(text).map((block, i) => {
    const key = `${i} ${block.type}`
    if (block.type === 'list') {
      const items = block.items.map((spans) => <li key={textOf(spans)}>{spanList(spans)}</li>)
      return block.ordered ? <ol key={key}>{items}</ol> : <ul key={key}>{items}</ul>
    }
    if (block.type === 'table') return <Table key={key} table={block} />
    return block.type === 'heading' ? (
      <h4 key={key}>{spanList(block.spans)}</h4>
    ) : (
      <p key={key}>{spanList(block.spans)}</p>
    )
  })
}

function Table({ table: { head, rows, right } }: { readonly table: Extract<Block, { type: 'table' }> }) {
  const side = (column: number) => (right[column] ? 'number' : undefined)
  // Rows and cells of a note never move among each other: their place is their name.
  const named = <T,>(items: readonly T[]) => items.map((item, place) => ({ item, place }))
  return (
    <table>
      <thead>
        <tr>
          {named(head).map(({ item, place }) => (
            <th key={place} scope="col" className={side(place)}>
              {spanList(item)}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {named(rows).map(({ item: row, place: at }) => (
          <tr key={at}>
            {named(row).map(({ item, place }) => (
              <td key={place} className={side(place)}>
                {spanList(item)}
              </td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  )
}

function spanList(spans: readonly Span[]) {
  return spans.map(({ text, look }, i) => {
    const key = `${i} ${text}`
    if (look === 'strong') return <strong key={key}>{text}</strong>
    if (look === 'emphasis') return <em key={key}>{text}</em>
    if (look === 'code') return <code key={key}>{text}</code>
    return text
  })
}

function textOf(spans: readonly Span[]): string {
  return spans.map(({ text }) => text).join('')
}

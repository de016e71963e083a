/** All kinds by group: drag one to the canvas, or click it (or press Enter) to place it in the middle. */
import { useState } from 'react'
import type { Kind } from '#shared/kinds/kind'
import { kinds } from '#shared/kinds/registry'
import { addKind } from '../commands/editing'
import { page } from '../page'
import { groupColor, groups } from '../theme/groups'
import { Icon, paths } from '../theme/Icon'
import { KIND_DRAG } from './drag'
import './palette.css'
import { byGroup, searchKinds } from './search'

export function Palette() {
  const [text, setText] = useState('')
  const found = searchKinds(kinds.values(), text)
  return (
    <nav className="palette" aria-label="Kinds of nodes">
      <div className="palette-search">
        <Icon path={paths.search} />
        <input
          className="field"
          type="search"
          placeholder="Search nodes"
          aria-label="Search nodes"
          data-testid="palette-search"
          value={text}
          onChange={({ target }) => setText(target.value)}
          onKeyDown={({ key }) => {
            if (key === 'Enter' && found[0] !== undefined) addKind(page, found[0].id)
            if (key === 'Escape') setText('')
          }}
        />
      </div>
      <div className="palette-list">
        {byGroup(found).map(([group, list]) => (
          <section key={group} aria-label={groups[group].title}>
            <h3>
              <svg width="9" height="9" viewBox="0 0 10 10" aria-hidden="true">
                <path d={groups[group].mark} fill={groupColor(group)} />
              </svg>
              {groups[group].title}
            </h3>
            {list.map((kind) => (
              <Entry key={kind.id} kind={kind} />
            ))}
          </section>
        ))}
        {found.length === 0 ? (
          <p className="soft palette-none">
            Nothing is called “{text}”. Try “attention”, “memory” or “words”.
          </p>
        ) : null}
      </div>
    </nav>
  )
}

function Entry({ kind }: { readonly kind: Kind }) {
  return (
    <button
      type="button"
      className="palette-entry"
      draggable
      title={kind.doc.sentence}
      data-testid={`palette-${kind.id}`}
      style={{ color: groupColor(kind.group) }}
      onClick={() => addKind(page, kind.id)}
      onDragStart={({ dataTransfer }) => {
        dataTransfer.setData(KIND_DRAG, kind.id)
        dataTransfer.effectAllowed = 'copy'
      }}
    >
      <Icon path={kind.icon} />
      <span>{kind.title}</span>
    </button>
  )
}

/** All kinds by group: drag one to the canvas, or click it (or press Enter) to place it in the middle. */
import { type KeyboardEvent, useRef, useState } from 'react'
import type { Kind } from '#shared/kinds/kind'
import { kinds } from '#shared/kinds/registry'
import { addKind } from '../commands/editing'
import { page } from '../page'
import { groupColor, groups } from '../theme/groups'
import { Icon, paths } from '../theme/Icon'
import { dragging, KIND_DRAG } from './drag'
import './palette.css'
import { byGroup, searchKinds } from './search'

export function Palette() {
  const [text, setText] = useState('')
  const list = useRef<HTMLDivElement>(null)
  const found = searchKinds(kinds.values(), text)
  const shown = byGroup(found)
  const first = shown[0]?.[1][0]
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
            if (key === 'ArrowDown') entriesOf(list.current)[0]?.focus()
          }}
        />
      </div>
      {/* biome-ignore lint/a11y/noStaticElementInteractions: arrows move among the buttons inside */}
      <div className="palette-list" ref={list} onKeyDown={(event) => walk(event, list.current)}>
        {shown.map(([group, kindsOfGroup]) => (
          <section key={group}>
            <h3>
              <svg width="9" height="9" viewBox="0 0 10 10" aria-hidden="true">
                <path d={groups[group].mark} fill={groupColor(group)} />
              </svg>
              {groups[group].title}
            </h3>
            {kindsOfGroup.map((kind) => (
              <Entry key={kind.id} kind={kind} first={kind === first} />
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

function entriesOf(list: HTMLElement | null): HTMLElement[] {
  return [...(list?.querySelectorAll<HTMLElement>('.palette-entry') ?? [])]
}

/** One stop for Tab; arrows go from entry to entry. */
function walk(event: KeyboardEvent, list: HTMLElement | null): void {
  const step = event.key === 'ArrowDown' ? 1 : event.key === 'ArrowUp' ? -1 : 0
  if (step === 0) return
  event.preventDefault()
  const entries = entriesOf(list)
  const at = entries.indexOf(document.activeElement as HTMLElement)
  entries[Math.min(entries.length - 1, Math.max(0, at + step))]?.focus()
}

function Entry({ kind, first }: { readonly kind: Kind; readonly first: boolean }) {
  return (
    <button
      type="button"
      className="palette-entry"
      draggable
      tabIndex={first ? 0 : -1}
      title={kind.doc.sentence}
      data-testid={`palette-${kind.id}`}
      style={{ color: groupColor(kind.group) }}
      onClick={() => addKind(page, kind.id)}
      onDragStart={({ dataTransfer }) => {
        dataTransfer.setData(KIND_DRAG, kind.id)
        dataTransfer.effectAllowed = 'copy'
        dragging(kind.id)
      }}
      onDragEnd={() => dragging(undefined)}
    >
      <Icon path={kind.icon} />
      <span>{kind.title}</span>
    </button>
  )
}

/** A list to choose from by typing, arrows and Enter. */
import { Command } from 'cmdk'
import { useEffect, useRef, useState } from 'react'
import { Icon } from '../theme/Icon'
import { findOptions } from './filter'

export interface Option {
  readonly id: string
  readonly title: string
  readonly group?: string
  readonly icon?: string
  readonly color?: string
  /** Small, at the right: a key, a shape. */
  readonly aside?: string | undefined
  /** A sentence about it, below its title. */
  readonly about?: string | undefined
  /** Why it cannot be chosen. */
  readonly refused?: string | undefined
  /** Further words that it is found by. */
  readonly words?: string
}

interface ChoiceProps {
  readonly label: string
  readonly placeholder: string
  readonly options: readonly Option[]
  readonly none: string
  readonly onChoose: (id: string) => void
}

export function Choice({ label, placeholder, options, none, onChoose }: ChoiceProps) {
  const [text, setText] = useState('')
  const input = useRef<HTMLInputElement>(null)
  useEffect(() => input.current?.focus(), [])
  const found = findOptions(options, text)
  const [chosen, setChosen] = useState(() => firstOf(options))
  // Found by typing, the best stands first, whatever its group.
  const groups = text.trim() === '' ? [...new Set(options.map(({ group }) => group ?? ''))] : ['']
  return (
    <Command label={label} loop shouldFilter={false} value={chosen} onValueChange={setChosen}>
      <Command.Input
        ref={input}
        placeholder={placeholder}
        data-testid="choice-search"
        value={text}
        onValueChange={(typed) => {
          setText(typed)
          setChosen(firstOf(findOptions(options, typed)))
        }}
      />
      <Command.List>
        {found.length === 0 ? (
          // A list of options may hold nothing else, so the sentence is one that cannot be chosen.
          <Command.Item disabled value="" className="choice-none">
            {none}
          </Command.Item>
        ) : null}
        {groups.map((group) => (
          <Command.Group key={group} heading={group === '' ? undefined : group}>
            {found
              .filter((option) => text.trim() !== '' || (option.group ?? '') === group)
              .map((option) => (
                <Item key={option.id} option={option} onChoose={onChoose} />
              ))}
          </Command.Group>
        ))}
      </Command.List>
    </Command>
  )
}

function firstOf(options: readonly Option[]): string {
  return options.find(({ refused }) => refused === undefined)?.id ?? ''
}

interface ItemProps {
  readonly option: Option
  readonly onChoose: (id: string) => void
}

function Item({ option: { id, title, icon, color, about, refused, aside }, onChoose }: ItemProps) {
  return (
    <Command.Item
      value={id}
      disabled={refused !== undefined}
      onSelect={() => onChoose(id)}
      data-testid={`choice-${id}`}
    >
      {icon === undefined ? null : (
        <span style={{ color }} className="choice-icon">
          <Icon path={icon} />
        </span>
      )}
      <span className="choice-title">
        {title}
        {about === undefined ? null : <small>{about}</small>}
        {refused === undefined ? null : <small>{refused}</small>}
      </span>
      {aside === undefined ? null : <span className="choice-aside">{aside}</span>}
    </Command.Item>
  )
}

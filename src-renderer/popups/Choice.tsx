/** A list to choose from by typing, arrows and Enter. */
import { Command } from 'cmdk'
import type { ReactNode } from 'react'
import { Icon } from '../theme/Icon'

export interface Option {
  readonly id: string
  readonly title: string
  readonly group?: string
  readonly icon?: string
  readonly color?: string
  /** Small, at the right: a key, a shape. */
  readonly aside?: string | undefined
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
  readonly head?: ReactNode
  readonly onChoose: (id: string) => void
}

export function Choice({ label, placeholder, options, none, head, onChoose }: ChoiceProps) {
  const groups = [...new Set(options.map(({ group }) => group ?? ''))]
  return (
    <Command label={label} loop>
      {head}
      <Command.Input placeholder={placeholder} autoFocus data-testid="choice-search" />
      <Command.List>
        <Command.Empty>{none}</Command.Empty>
        {groups.map((group) => (
          <Command.Group key={group} heading={group === '' ? undefined : group}>
            {options
              .filter((option) => (option.group ?? '') === group)
              .map((option) => (
                <Command.Item
                  key={option.id}
                  value={option.id}
                  keywords={[option.title, option.words ?? '']}
                  disabled={option.refused !== undefined}
                  onSelect={() => onChoose(option.id)}
                  data-testid={`choice-${option.id}`}
                >
                  {option.icon === undefined ? null : (
                    <span style={{ color: option.color }} className="choice-icon">
                      <Icon path={option.icon} />
                    </span>
                  )}
                  <span className="choice-title">
                    {option.title}
                    {option.refused === undefined ? null : <small>{option.refused}</small>}
                  </span>
                  {option.aside === undefined ? null : <span className="choice-aside">{option.aside}</span>}
                </Command.Item>
              ))}
          </Command.Group>
        ))}
      </Command.List>
    </Command>
  )
}

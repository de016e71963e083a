/** Which keys do what: those that commands come with, and those that a person chose instead, which are remembered. */
import { createStore } from 'zustand/vanilla'
import type { Command } from './command'
import type { Desk } from './page'

/** Keys by command, in tinykeys' spelling; a command that is not in it has its own. An empty list takes a command's keys away. */
export type Bindings = Readonly<Record<string, readonly string[]>>

export const bindingStore = createStore<{ readonly chosen: Bindings }>(() => ({ chosen: {} }))

const REMEMBERED = 'heed.keys'

export function recallBindings(desk: Desk): void {
  try {
    const read: unknown = JSON.parse(desk.recall(REMEMBERED) ?? '{}')
    if (typeof read !== 'object' || read === null) return
    const chosen = Object.entries(read).filter(
      (entry): entry is [string, string[]] =>
        Array.isArray(entry[1]) && entry[1].every((keys) => typeof keys === 'string' && keys !== ''),
    )
    bindingStore.setState({ chosen: Object.fromEntries(chosen) })
  } catch {
    // What was remembered is no list of keys: commands have the ones that they come with.
  }
}

const NO_KEYS: readonly string[] = []

export function keysOf(command: Command, { chosen }: { readonly chosen: Bindings }): readonly string[] {
  return chosen[command.id] ?? command.keys ?? NO_KEYS
}

/** The other command that has these keys. */
export function conflictOf(commands: readonly Command[], id: string, keys: string): Command | undefined {
  const state = bindingStore.getState()
  const wanted = normal(keys)
  return commands.find(
    (other) => other.id !== id && keysOf(other, state).some((own) => normal(own) === wanted),
  )
}

/** Gives a command these keys in place of all that it has, and takes them from the command that had them. */
export function rebind(desk: Desk, commands: readonly Command[], id: string, keys: string): void {
  const { chosen } = bindingStore.getState()
  const other = conflictOf(commands, id, keys)
  const left =
    other === undefined
      ? {}
      : { [other.id]: keysOf(other, { chosen }).filter((own) => normal(own) !== normal(keys)) }
  remember(desk, { ...chosen, ...left, [id]: [keys] })
}

/** Gives a command the keys that it comes with, or all commands theirs. */
export function resetBindings(desk: Desk, id?: string): void {
  if (id === undefined) {
    remember(desk, {})
    return
  }
  const { [id]: _, ...rest } = bindingStore.getState().chosen
  remember(desk, rest)
}

function remember(desk: Desk, chosen: Bindings): void {
  bindingStore.setState({ chosen })
  desk.remember(REMEMBERED, JSON.stringify(chosen))
}

function normal(keys: string): string {
  const parts = keys.toLowerCase().split('+')
  // The last part may itself be a plus.
  const key = keys.endsWith('+') ? '+' : (parts.at(-1) ?? '')
  return [...parts.slice(0, -1).filter(Boolean).sort(), key].join('+')
}

interface Pressed {
  readonly key: string
  readonly ctrlKey: boolean
  readonly metaKey: boolean
  readonly altKey: boolean
  readonly shiftKey: boolean
}

const MODIFIERS = ['Control', 'Meta', 'Alt', 'Shift', 'AltGraph']

/** What was pressed, in tinykeys' spelling; undefined while only modifiers are. */
export function keysPressed({ key, ctrlKey, metaKey, altKey, shiftKey }: Pressed): string | undefined {
  if (MODIFIERS.includes(key) || key === 'Dead' || key === 'Process') return undefined
  const name = key === ' ' ? 'Space' : key.length === 1 ? key.toLowerCase() : key
  return [
    ...(ctrlKey || metaKey ? ['$mod'] : []),
    ...(altKey ? ['Alt'] : []),
    ...(shiftKey ? ['Shift'] : []),
    name,
  ].join('+')
}

/** Why these keys can do no command, or undefined. */
export function keysRefused(keys: string): string | undefined {
  if (['Escape', 'Tab', 'Shift+Tab', 'Enter', 'Space'].includes(keys))
    return `${keys} is needed to get about without a mouse.`
  if (['$mod+c', '$mod+x', '$mod+v'].includes(keys))
    return 'Copy, cut and paste keep the keys that the system gives them.'
  return undefined
}

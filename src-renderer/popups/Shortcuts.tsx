/** All keys, from the same data that they work by, and the gestures of the canvas. */
import { type KeyboardEvent, useState } from 'react'
import { useStore } from 'zustand'
import {
  bindingStore,
  conflictOf,
  keysOf,
  keysPressed,
  keysRefused,
  rebind,
  resetBindings,
} from '../commands/bindings'
import type { Command } from '../commands/command'
import { commands, titleOfCommand } from '../commands/commands'
import { shownKeys } from '../commands/keys'
import { page } from '../page'
import { announce } from '../stores/session'
import { Popup } from './Popup'

const gestures: readonly (readonly [string, string])[] = [
  ['Add a node', 'drag from the list, click it, or double-click the canvas'],
  ['Wire', 'drag from an output (right) to an input (left); or click one and then the other'],
  ['Add a node at a wire’s end', 'drop the wire on empty canvas'],
  ['Put a node into a wire', 'drop it on the wire; or select the wire and choose the node'],
  ['Lead a wire', 'double-click it, then drag the point; a double-click on the point takes it out'],
  ['Keep to the lines of others', 'drag a node near them; with Alt it goes freely'],
  ['Move about', 'wheel, drag the canvas, Space + drag, middle drag'],
  ['Zoom', 'Ctrl + wheel'],
  ['Select several', 'Shift + drag, Ctrl + click'],
  ['Step back', 'Escape: closes what is open, ends a drag, selects nothing, leaves the loop'],
  ['By keyboard only', 'Tab to a node, arrows move it, Enter opens it, W wires it'],
  ['Copy, cut, paste', 'Ctrl+C, Ctrl+X, Ctrl+V: also between windows'],
]

export function Shortcuts() {
  const groups = [...new Set(commands.map(({ group }) => group))]
  const [listening, setListening] = useState<string>()
  const chosen = useStore(bindingStore, (state) => state.chosen)
  return (
    <Popup label="Keyboard shortcuts" className="wide">
      <div className="shortcuts">
        <section>
          <h2>On the canvas</h2>
          <dl>
            {gestures.map(([what, how]) => (
              <div key={what}>
                <dt>{what}</dt>
                <dd>{how}</dd>
              </div>
            ))}
          </dl>
        </section>
        <section>
          <div className="shortcuts-head">
            <h2>Keys</h2>
            <span className="shortcuts-buttons">
              {Object.keys(chosen).length === 0 ? null : (
                <button type="button" className="button" onClick={() => resetBindings(page.desk)}>
                  Reset all
                </button>
              )}
              <button type="button" className="button" onClick={() => window.print()}>
                Print
              </button>
            </span>
          </div>
          <p className="soft shortcuts-hint">Click a key to choose another one.</p>
          {groups.map((group) => (
            <dl key={group} aria-label={group}>
              {commands
                .filter((command) => command.group === group && mayHaveKeys(command))
                .map((command) => (
                  <Row
                    key={command.id}
                    command={command}
                    listening={listening === command.id}
                    onListen={(on) => setListening(on ? command.id : undefined)}
                  />
                ))}
            </dl>
          ))}
        </section>
      </div>
    </Popup>
  )
}

/** Those that the system gives their keys are named among the gestures. */
function mayHaveKeys({ id }: Command): boolean {
  return !['edit.copy', 'edit.cut', 'edit.paste'].includes(id)
}

interface RowProps {
  readonly command: Command
  readonly listening: boolean
  readonly onListen: (on: boolean) => void
}

function Row({ command, listening, onListen }: RowProps) {
  const keys = useStore(bindingStore, (state) => keysOf(command, state))
  const changed = useStore(bindingStore, ({ chosen }) => Object.hasOwn(chosen, command.id))
  const [pressed, setPressed] = useState<string>()
  const title = titleOfCommand(page, command).split(':')[0]
  const refused = pressed === undefined ? undefined : keysRefused(pressed)
  const other = pressed === undefined ? undefined : conflictOf(commands, command.id, pressed)
  const end = () => {
    setPressed(undefined)
    onListen(false)
  }
  const take = (wanted: string) => {
    rebind(page.desk, commands, command.id, wanted)
    announce(page.session, `${title}: ${shownKeys(wanted)}`)
    end()
  }
  const press = (event: KeyboardEvent) => {
    if (!listening || event.key === 'Tab') return
    event.preventDefault()
    event.stopPropagation()
    if (event.key === 'Escape') {
      end()
      return
    }
    if (event.key === 'Enter' && pressed !== undefined && refused === undefined) {
      take(pressed)
      return
    }
    const wanted = keysPressed(event)
    if (wanted === undefined) return
    if (keysRefused(wanted) === undefined && conflictOf(commands, command.id, wanted) === undefined)
      take(wanted)
    else setPressed(wanted)
  }
  return (
    <div className={keys.length === 0 && !listening ? 'without-keys' : ''}>
      <dt>{title}</dt>
      <dd>
        <button
          type="button"
          className={`key-button ${listening ? 'listening' : ''}`}
          data-testid={`keys-${command.id}`}
          aria-label={`Keys of ${title}: ${keys.map(shownKeys).join(' or ') || 'none'}. Choose others`}
          onClick={() => onListen(!listening)}
          onKeyDown={press}
          onBlur={() => {
            if (pressed === undefined) onListen(false)
          }}
        >
          {listening
            ? pressed === undefined
              ? 'Press keys…'
              : shownKeys(pressed)
            : keys.length === 0
              ? '—'
              : keys.slice(0, 2).map((one) => <kbd key={one}>{shownKeys(one)}</kbd>)}
        </button>
        {changed ? (
          <button
            type="button"
            className="button plain"
            aria-label={`Give ${title} the keys back that it comes with`}
            onClick={() => resetBindings(page.desk, command.id)}
          >
            Reset
          </button>
        ) : null}
      </dd>
      {listening && pressed !== undefined && (refused !== undefined || other !== undefined) ? (
        <p className="key-conflict" role="alert" data-testid="key-conflict">
          {refused ?? `${shownKeys(pressed)} does “${titleOfCommand(page, other!).split(':')[0]}” already.`}{' '}
          {refused === undefined ? (
            <button type="button" className="button" onClick={() => take(pressed)}>
              Use it here instead
            </button>
          ) : null}
          <button type="button" className="button plain" onClick={end}>
            Keep as it is
          </button>
        </p>
      ) : null}
    </div>
  )
}

/** All keys, from the same data that they work by, and the gestures of the canvas. */
import { commands, titleOfCommand } from '../commands/commands'
import { shownKeys } from '../commands/keys'
import { page } from '../page'
import { Popup } from './Popup'

const gestures: readonly (readonly [string, string])[] = [
  ['Add a node', 'drag from the list, click it, or double-click the canvas'],
  ['Wire', 'drag from an output (right) to an input (left); or click one and then the other'],
  ['Add a node at a wire’s end', 'drop the wire on empty canvas'],
  ['Move about', 'wheel, drag the canvas, Space + drag, middle drag'],
  ['Zoom', 'Ctrl + wheel'],
  ['Select several', 'Shift + drag, Ctrl + click'],
  ['By keyboard only', 'Tab to a node, arrows move it, Enter opens it, W wires it'],
  ['Copy, cut, paste', 'Ctrl+C, Ctrl+X, Ctrl+V: also between windows'],
]

export function Shortcuts() {
  const groups = [...new Set(commands.map(({ group }) => group))]
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
          <h2>Keys</h2>
          {groups.map((group) => (
            <dl key={group} aria-label={group}>
              {commands
                .filter((command) => command.group === group && command.keys !== undefined)
                .map((command) => (
                  <div key={command.id}>
                    <dt>{titleOfCommand(page, command).split(':')[0]}</dt>
                    <dd>
                      {command.keys?.slice(0, 2).map((keys) => (
                        <kbd key={keys}>{shownKeys(keys)}</kbd>
                      ))}
                    </dd>
                  </div>
                ))}
            </dl>
          ))}
        </section>
      </div>
    </Popup>
  )
}

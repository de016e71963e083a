/** A command as a button: its name, its key and whether it can be done now are the command's own. */
import { commandOf, perform, titleOfCommand } from '../commands/commands'
import { shownKeys } from '../commands/keys'
import { page } from '../page'
import { Icon } from '../theme/Icon'

interface CommandButtonProps {
  readonly id: string
  readonly icon: string
  readonly className?: string
  readonly label?: string
  readonly testId?: string
}

export function CommandButton({ id, icon, className = '', label, testId }: CommandButtonProps) {
  const command = commandOf(id)
  if (command === undefined) return null
  const title = label ?? titleOfCommand(page, command)
  const keys = command.keys?.[0]
  return (
    <button
      type="button"
      className={`button square ${className}`}
      data-testid={testId}
      aria-label={title}
      title={keys === undefined ? title : `${title} (${shownKeys(keys)})`}
      disabled={command.when?.(page) === false}
      onClick={() => perform(page, id)}
    >
      <Icon path={icon} />
    </button>
  )
}

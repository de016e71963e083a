/** A text field whose keystrokes join to one undo step; the step ends when the field is left. */

import { page } from '../page'
import { seal } from '../stores/document'

interface TextFieldProps {
  readonly label: string
  readonly value: string
  readonly placeholder?: string
  readonly rows?: number
  readonly maxLength?: number
  readonly className?: string
  readonly testId?: string
  readonly onChange: (value: string) => void
}

export function TextField({ label, rows, onChange, className = '', testId, ...rest }: TextFieldProps) {
  const shared = {
    ...rest,
    className: `field ${className}`,
    'aria-label': label,
    'data-testid': testId,
    spellCheck: false,
    onChange: ({ target }: { readonly target: { readonly value: string } }) => onChange(target.value),
    onBlur: () => seal(page.documents),
  }
  return rows === undefined ? <input type="text" {...shared} /> : <textarea rows={rows} {...shared} />
}

import { focusSentence, focusText, weightText } from './model/focus'
import type { Picture } from './picture'

/** What is looked at closely, as a sentence that is also spoken. */
export function FocusLine({ picture }: { readonly picture: Picture }) {
  const { matrix, shown, layers, focus, pinned, lines, site } = picture
  const text = focus === undefined ? undefined : focusText(matrix, shown, layers, focus)
  return (
    <div className="attention-said">
      <output className="attention-unseen" aria-live="polite">
        {text === undefined ? '' : focusSentence(text)}
      </output>
      {text === undefined ? (
        <span className="attention-quiet" aria-hidden="true">
          {lines.kept > lines.count
            ? `The strongest ${lines.count.toLocaleString('en')} of ${lines.kept.toLocaleString('en')} lines are drawn.`
            : `Rows: ${site.rowAxis}. Columns: ${site.columnAxis}. Point at a word; a click pins it.`}
        </span>
      ) : (
        <span aria-hidden="true">
          <span className="attention-quiet">{pinned === focus ? 'Pinned: ' : ''}</span>
          {text.lead}{' '}
          {text.entries.map(({ key, label, weight }) => (
            <span key={key} className="attention-entry">
              {label} <b>{weightText(weight)}</b>
            </span>
          ))}
          {text.more > 0 && <span className="attention-quiet">+{text.more}</span>}
        </span>
      )}
    </div>
  )
}

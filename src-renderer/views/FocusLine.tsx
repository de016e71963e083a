import type { SiteInfo } from '#shared/contract/slice'
import { focusSentence, focusText, weightText } from '#shared/pictures/model/focus'
import { arrivalOf } from '#shared/pictures/model/history'
import { isWritten, type ViewName } from '#shared/pictures/model/viewChoice'
import type { Picture } from './picture'

interface FocusLineProps {
  readonly picture: Picture
  readonly views: readonly ViewName[]
}

/** What is looked at closely, as a sentence that is also spoken. */
export function FocusLine({ picture, views }: FocusLineProps) {
  const { matrix, shown, layers, focus, pinned, lines, site } = picture
  const text = focus === undefined ? undefined : focusText(matrix, shown, layers, focus)
  const hidden = hiddenText(picture)
  return (
    <div className="attention-said">
      <output className="attention-unseen" aria-live="polite">
        {text === undefined ? '' : `${focusSentence(text)}${hidden === undefined ? '' : `; ${hidden}`}`}
      </output>
      {text === undefined ? (
        <span className="attention-quiet" aria-hidden="true">
          {lines.kept > lines.count
            ? `The strongest ${lines.count.toLocaleString('en')} of ${lines.kept.toLocaleString('en')} lines are drawn.`
            : hint(site, views)}
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
          {hidden !== undefined && <span className="attention-quiet"> {hidden}</span>}
        </span>
      )}
    </div>
  )
}

/** How much of the row that is looked at lies on hidden tokens. */
function hiddenText({ matrix, shown, joined, focus, hiddenPart }: Picture): string | undefined {
  const arrival = focus?.row === undefined ? undefined : arrivalOf(matrix, focus.row, shown)
  if (arrival === undefined || hiddenPart === undefined) return undefined
  return `${(100 * hiddenPart(arrival, joined)).toFixed(1)} % of its weight lay on hidden tokens`
}

/** How the views are read, while nothing is pointed at. */
function hint(site: SiteInfo, views: readonly ViewName[]): string {
  if (views.includes('picture'))
    return site.rowGrid === undefined
      ? 'Light lies where the network looks for the underlined word. Point at a word or a patch; a click pins it.'
      : 'Light lies where the marked patch, or the underlined token, looks. A click on a patch asks it.'
  if (views.includes('memory'))
    return isWritten(site)
      ? 'Slots run down, steps to the right: where it writes, what is held at this step, where it reads.'
      : 'Each hop reads what is stored: the thicker its line, the more. Point at a sentence or a hop.'
  return `Rows: ${site.rowAxis}. Columns: ${site.columnAxis}. Point at a word; a click pins it.`
}

import { onScale, signedColor, signedText } from '#shared/pictures/diverging'
import { css } from '#shared/pictures/scale'
import type { PartsProps } from './Bars'

/** Words tinted by what they did, each over its bar. */
export function WordParts({
  field: { title, labels, values },
  most,
  theme,
  lines,
}: PartsProps & { readonly lines: readonly number[] }) {
  const words = labels.map((label, i) => ({ label, value: values[i]!, key: `${i} ${label}` }))
  let from = 0
  const rows = lines.map((count) => {
    const row = { key: `line ${from}`, words: words.slice(from, from + count) }
    from += count
    return row
  })
  return (
    <div className="attribution-words">
      {rows.map((row) => (
        <ol key={row.key} aria-label={title}>
          {row.words.map(({ label, value, key }) => {
            const part = most === 0 ? 0 : value / most
            return (
              <li key={key} title={`${label}: ${signedText(value)}`}>
                <span
                  className="attribution-word"
                  style={{ background: css(signedColor(part * 0.8, theme)), color: inkOn(part * 0.8, theme) }}
                >
                  {label}
                </span>
                <span className="attribution-under" aria-hidden="true">
                  <i
                    style={{
                      width: `${Math.abs(part) * 100}%`,
                      background: css(signedColor(Math.sign(part) * 0.85, theme)),
                    }}
                  />
                </span>
                <span className="attribution-small">{onScale(value, most)}</span>
              </li>
            )
          })}
        </ol>
      ))}
    </div>
  )
}

/** Black or white, whichever is read more easily on the colour of this part. */
function inkOn(part: number, theme: PartsProps['theme']): string {
  const [red, green, blue] = signedColor(part, theme).map((channel) => (channel / 255) ** 2.2) as [
    number,
    number,
    number,
  ]
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue > 0.2 ? '#14171d' : '#f4f6fa'
}

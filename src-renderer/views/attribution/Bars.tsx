import type { FieldAttribution } from '#shared/contract/states'
import { signedColor, signedText } from '#shared/pictures/diverging'
import { css, type Theme } from '#shared/pictures/scale'

export interface PartsProps {
  readonly field: FieldAttribution
  /** The end of the scale. */
  readonly most: number
  readonly theme: Theme
}

/** Name, what was given, and a bar to the side that the number speaks for. */
export function Bars({ field: { title, labels, given, values }, most, theme }: PartsProps) {
  const rows = labels.map((label, i) => ({
    label,
    given: given?.[i],
    value: values[i]!,
    key: `${i} ${label}`,
  }))
  return (
    <table className="attribution-bars">
      <caption className="attention-unseen">{title}: gradient × input</caption>
      <thead className="attention-unseen">
        <tr>
          <th scope="col">Feature</th>
          <th scope="col">Given</th>
          <th scope="col">Part</th>
          <th scope="col">Number</th>
        </tr>
      </thead>
      <tbody>
        {rows.map((row) => (
          <tr key={row.key}>
            <th scope="row">{row.label}</th>
            <td className="attribution-given">{row.given === undefined ? '' : shortNumber(row.given)}</td>
            <td className="attribution-track">
              <i style={barStyle(row.value, most, theme)} />
            </td>
            <td className="attribution-number">{signedText(row.value)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  )
}

function barStyle(value: number, most: number, theme: Theme) {
  const part = most === 0 ? 0 : value / most
  const width = `${Math.abs(part) * 50}%`
  // A bar is seen by its length; its colour only says the side, and is never as pale as nothing.
  const background = css(signedColor(Math.sign(part) * (0.45 + 0.4 * Math.abs(part)), theme))
  return part < 0 ? { right: '50%', width, background } : { left: '50%', width, background }
}

export function shortNumber(value: number): string {
  return Number(value.toPrecision(4)).toString().replace('-', '−')
}

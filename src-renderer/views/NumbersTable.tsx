import { weightText } from '#shared/pictures/model/focus'
import { layerTitle, layerWeight } from '#shared/pictures/model/heads'
import { arrivalOf } from '#shared/pictures/model/history'
import type { Picture } from './picture'

/** Rows and columns that a table shows at the most; all of them can be copied. */
const MOST = 100

/** The grid as numbers, for eyes and for screen readers. */
export function NumbersTable({ picture }: { readonly picture: Picture }) {
  const { matrix, joined, site, shown } = picture
  const columns = places(matrix.columnLabels.length)
  const rows = places(matrix.rowLabels.length)
  const cut = matrix.columnLabels.length > MOST || matrix.rowLabels.length > MOST
  const title = layerTitle(joined, matrix.heads)
  return (
    <section className="attention-numbers" aria-label="Weights as numbers">
      <table>
        <caption>
          {site.title}
          {title !== '' && `, ${title}`}
          {cut && `: the first ${MOST} rows and columns; Copy gives all`}
          <button
            type="button"
            className="attention-live"
            onClick={() => navigator.clipboard.writeText(tabSeparated(picture))}
          >
            Copy
          </button>
        </caption>
        <thead>
          <tr>
            <td />
            {columns.map((column) => (
              <th key={column} scope="col">
                {matrix.columnLabels[column]}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => {
            const arrival = arrivalOf(matrix, row, shown)
            return (
              <tr key={row}>
                <th scope="row">{matrix.rowLabels[row]}</th>
                {columns.map((column) => (
                  <td key={column}>
                    {arrival === undefined ? '' : weightText(layerWeight(joined, arrival, column))}
                  </td>
                ))}
              </tr>
            )
          })}
        </tbody>
      </table>
    </section>
  )
}

function places(count: number): number[] {
  return Array.from({ length: Math.min(MOST, count) }, (_, place) => place)
}

/** All shown weights as text for a spreadsheet, at full precision. */
export function tabSeparated({
  matrix,
  joined,
  shown,
}: Pick<Picture, 'matrix' | 'joined' | 'shown'>): string {
  const lines = [['', ...matrix.columnLabels].join('\t')]
  matrix.rowLabels.forEach((label, row) => {
    const arrival = arrivalOf(matrix, row, shown)
    if (arrival === undefined) return
    lines.push([label, ...matrix.columnLabels.map((_, c) => `${layerWeight(joined, arrival, c)}`)].join('\t'))
  })
  return lines.join('\n')
}

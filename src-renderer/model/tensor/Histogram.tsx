/** How the numbers of a tensor are spread between its least and its greatest. */
import type { TensorView } from '#shared/contract/model'
import { numberText } from '#shared/pictures/tensor/numberText'

const WIDTH = 220
const HEIGHT = 72

export function Histogram({ view: { histogram, least, greatest } }: { readonly view: TensorView }) {
  const most = Math.max(1, ...histogram)
  const wide = WIDTH / Math.max(1, histogram.length)
  return (
    <figure className="tensor-histogram">
      <svg
        viewBox={`0 0 ${WIDTH} ${HEIGHT}`}
        role="img"
        aria-label={`Spread between ${least} and ${greatest}`}
      >
        {histogram.map((count, i) => {
          const tall = count === 0 ? 0 : Math.max(1, (count / most) * (HEIGHT - 2))
          const from = least + ((greatest - least) * i) / histogram.length
          const to = least + ((greatest - least) * (i + 1)) / histogram.length
          return (
            // biome-ignore lint/suspicious/noArrayIndexKey: bars are places
            <rect key={i} x={i * wide} y={HEIGHT - tall} width={Math.max(0.6, wide - 0.8)} height={tall}>
              <title>
                {numberText(from)} to {numberText(to)}: {count.toLocaleString('en')}
              </title>
            </rect>
          )
        })}
      </svg>
      <figcaption className="mono soft">
        <span>{numberText(least)}</span>
        <span>{numberText(greatest)}</span>
      </figcaption>
    </figure>
  )
}

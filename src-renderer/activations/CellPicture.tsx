/** A value as a picture that is as large as its frame; drawn once. */
import { useMemo } from 'react'
import type { Activation } from '#shared/contract/activations'
import { useThemeName } from '../stores/hooks'
import type { Pixels } from '../stores/run'
import { imageOf, pixelsOf } from './paint'

export function CellPicture({
  activation,
  weights,
}: {
  readonly activation: Activation
  readonly weights: boolean
}) {
  const theme = useThemeName()
  const { columns, rows } = activation
  const image = useMemo(
    () => imageOf(columns, rows, pixelsOf(activation, { theme, weights })),
    [activation, columns, rows, theme, weights],
  )
  return <img src={image} alt="" draggable={false} />
}

/** A picture that was given, as it is. */
export function PixelPicture({ pixels: { width, height, rgba } }: { readonly pixels: Pixels }) {
  const image = useMemo(() => imageOf(width, height, rgba), [width, height, rgba])
  return <img src={image} alt="" className="as-it-is" draggable={false} />
}

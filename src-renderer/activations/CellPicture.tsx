/** A value as a picture that is as large as its frame. */
import { useLayoutEffect, useRef } from 'react'
import type { Activation } from '#shared/contract/activations'
import { useThemeName } from '../stores/hooks'
import type { Pixels } from '../stores/run'
import { paint, pixelsOf } from './paint'

export function CellPicture({
  activation,
  weights,
}: {
  readonly activation: Activation
  readonly weights: boolean
}) {
  const canvas = useRef<HTMLCanvasElement>(null)
  const theme = useThemeName()
  const { columns, rows } = activation
  useLayoutEffect(() => {
    if (canvas.current) paint(canvas.current, columns, rows, pixelsOf(activation, { theme, weights }))
  }, [activation, columns, rows, theme, weights])
  return <canvas ref={canvas} />
}

/** A picture that was given, as it is. */
export function PixelPicture({ pixels: { width, height, rgba } }: { readonly pixels: Pixels }) {
  const canvas = useRef<HTMLCanvasElement>(null)
  useLayoutEffect(() => {
    if (canvas.current) paint(canvas.current, width, height, rgba)
  }, [width, height, rgba])
  return <canvas ref={canvas} className="as-it-is" />
}

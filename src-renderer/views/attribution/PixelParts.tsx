import { useLayoutEffect, useRef, useState } from 'react'
import { signedColor, signedText } from '#shared/pictures/diverging'
import { pixelsOfText } from '../../dock/pixels'
import type { PartsProps } from './Bars'

const MOST = 320

/** The picture, dimmed, with what each pixel did over it. */
export function PixelParts({
  field: { title, grid = [1, 1], values },
  most,
  theme,
  text,
  channels,
}: PartsProps & { readonly text: string; readonly channels: number }) {
  const canvas = useRef<HTMLCanvasElement>(null)
  const plain = useRef<HTMLCanvasElement>(null)
  const [at, setAt] = useState<{ readonly row: number; readonly column: number }>()
  const [height, width] = grid
  useLayoutEffect(() => {
    const pixels = pixelsOfText(text, { width, height, channels })
    plain.current?.getContext('2d')?.putImageData(new ImageData(pixels, width, height), 0, 0)
    const over = new Uint8ClampedArray(pixels)
    const ground = theme === 'dark' ? 24 : 250
    for (let i = 0; i < width * height; i++) {
      const grey = 0.299 * pixels[4 * i]! + 0.587 * pixels[4 * i + 1]! + 0.114 * pixels[4 * i + 2]!
      const part = most === 0 ? 0 : values[i]! / most
      const color = signedColor(Math.sign(part) * (0.5 + 0.5 * Math.abs(part)), theme)
      const light = Math.min(1, Math.abs(part) * 1.6)
      for (let k = 0; k < 3; k++) {
        const dimmed = ground + (grey - ground) * 0.28
        over[4 * i + k] = dimmed + (color[k]! - dimmed) * light
      }
    }
    canvas.current?.getContext('2d')?.putImageData(new ImageData(over, width, height), 0, 0)
  }, [text, width, height, channels, values, most, theme])
  const scale = Math.max(1, Math.floor(MOST / Math.max(width, height)))
  const size = { width: width * scale, height: height * scale }
  return (
    <div className="attribution-pixels">
      <canvas ref={plain} width={width} height={height} style={size} role="img" aria-label={title} />
      <canvas
        ref={canvas}
        width={width}
        height={height}
        style={size}
        role="img"
        aria-label={`${title}: what each pixel did`}
        onPointerMove={({ clientX, clientY, currentTarget }) => {
          const corner = currentTarget.getBoundingClientRect()
          setAt({
            row: Math.min(height - 1, Math.floor(((clientY - corner.top) / corner.height) * height)),
            column: Math.min(width - 1, Math.floor(((clientX - corner.left) / corner.width) * width)),
          })
        }}
        onPointerLeave={() => setAt(undefined)}
      />
      <p className="attention-quiet">
        {at === undefined
          ? 'Left: the picture. Right: what each pixel did for the answer.'
          : `Row ${at.row + 1}, column ${at.column + 1}: ${signedText(values[at.row * width + at.column]!)}`}
      </p>
    </div>
  )
}

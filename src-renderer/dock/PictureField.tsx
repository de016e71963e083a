/** A picture for an input: drawn by hand, chosen from a file, or given as numbers. */
import { type PointerEvent, useEffect, useRef, useState } from 'react'
import { page } from '../page'
import { notify } from '../stores/session'
import { type PictureSize, pixelsOfText, textOfPixels } from './pixels'

/** The canvas is read after every stroke. */
const READ: CanvasRenderingContext2DSettings = { willReadFrequently: true }

interface PictureFieldProps {
  readonly label: string
  readonly text: string
  readonly size: PictureSize
  readonly onText: (text: string) => void
}

export function PictureField({ label, text, size, onText }: PictureFieldProps) {
  const canvas = useRef<HTMLCanvasElement>(null)
  const [color, setColor] = useState('#ffffff')
  const { width, height, channels } = size
  useEffect(() => {
    const image = new ImageData(pixelsOfText(text, { width, height, channels }), width, height)
    canvas.current?.getContext('2d', READ)?.putImageData(image, 0, 0)
  }, [text, width, height, channels])

  function paint({ currentTarget, clientX, clientY, buttons }: PointerEvent<HTMLCanvasElement>) {
    const context = currentTarget.getContext('2d', READ)
    if ((buttons & 1) === 0 || context === null) return
    const box = currentTarget.getBoundingClientRect()
    const x = Math.floor(((clientX - box.x) / box.width) * width)
    const y = Math.floor(((clientY - box.y) / box.height) * height)
    context.fillStyle = color
    context.fillRect(x, y, 1, 1)
    take(context)
  }
  function take(context: CanvasRenderingContext2D) {
    onText(textOfPixels(context.getImageData(0, 0, width, height).data, size))
  }
  async function choose() {
    const context = canvas.current?.getContext('2d', READ)
    const file = await page.desk.chooseFile('image/*')
    if (file === undefined || !context) return
    try {
      const bitmap = await createImageBitmap(new Blob([file.bytes.slice()]))
      context.drawImage(bitmap, 0, 0, width, height)
      bitmap.close()
      take(context)
    } catch {
      notify(
        page.session,
        'hint',
        `${file.name} is no picture that can be read here: PNG, JPEG and WebP can.`,
      )
    }
  }
  return (
    <div className="picture-field">
      <canvas
        ref={canvas}
        width={width}
        height={height}
        role="img"
        aria-label={`${label}: ${width} × ${height} pixels. Drag to draw.`}
        data-testid="picture-canvas"
        onPointerDown={(event) => {
          event.currentTarget.setPointerCapture(event.pointerId)
          paint(event)
        }}
        onPointerMove={paint}
      />
      <div className="picture-tools">
        <button type="button" className="button" onClick={() => void choose()}>
          Choose a picture
        </button>
        <input
          type="color"
          value={color}
          aria-label="Colour to draw with"
          title="Colour to draw with"
          onChange={({ target }) => setColor(target.value)}
        />
        <button
          type="button"
          className="button"
          onClick={() => onText(textOfPixels(pixelsOfText('', size), size))}
        >
          Clear
        </button>
      </div>
    </div>
  )
}

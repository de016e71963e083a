/** A picture as the model is to see it, with what is done to it. */
import { useEffect, useRef } from 'react'
import { useStore } from 'zustand'
import type { ModelField, Picture } from '#shared/contract/model'
import { page } from '../../page'
import { givePicture, PICTURE_FILES } from '../modelFiles'
import { setTyped } from '../modelStore'
import type { Side } from '../side'

interface PictureInputProps {
  readonly side: Side
  readonly field: Extract<ModelField, { type: 'picture' }>
}

export function PictureInput({ side, field }: PictureInputProps) {
  const given = useStore(side.store, (state) => state.typed.pictures?.[field.id])
  const { width, height, mean, deviation, from } = field
  return (
    <div className="input-field">
      <span className="model-label">
        {field.title} <span className="soft">{from ?? 'Heed’s guess'}</span>
      </span>
      <div className="model-picture">
        <PictureCanvas picture={given ?? field.example} label={field.title} />
        <div className="picture-tools">
          <button
            type="button"
            className="button"
            data-testid={`choose-picture-${side.name}`}
            onClick={async () => {
              const file = await page.desk.chooseFile(PICTURE_FILES)
              if (file !== undefined) await givePicture(page, side, file, field.id)
            }}
          >
            Choose
          </button>
          {given === undefined ? null : (
            <button type="button" className="link" onClick={() => dropPicture(side, field.id)}>
              The sample again
            </button>
          )}
        </div>
      </div>
      <p className="soft model-small">
        {width} × {height}, {field.channels === 1 ? 'grey' : 'colour'}, (x − {list(mean)}) / {list(deviation)}
      </p>
    </div>
  )
}

function PictureCanvas({ picture, label }: { readonly picture: Picture; readonly label: string }) {
  const canvas = useRef<HTMLCanvasElement>(null)
  useEffect(() => {
    const { width, height, rgba } = picture
    if (width * height * 4 !== rgba.length || rgba.length === 0) return
    canvas.current
      ?.getContext('2d')
      ?.putImageData(new ImageData(new Uint8ClampedArray(rgba), width, height), 0, 0)
  }, [picture])
  return <canvas ref={canvas} width={picture.width} height={picture.height} role="img" aria-label={label} />
}

function dropPicture(side: Side, field: string): void {
  setTyped(side, (typed) => {
    const { [field]: _, ...pictures } = typed.pictures ?? {}
    return { ...typed, pictures }
  })
}

/** `0.5`, or each channel's own where they differ. */
function list(values: readonly number[]): string {
  const texts = values.map((value) => String(Math.round(value * 1000) / 1000))
  return new Set(texts).size <= 1 ? (texts[0] ?? '0') : `[${texts.join(', ')}]`
}

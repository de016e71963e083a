import { useCallback, useMemo, useRef, useState } from 'react'
import { layoutPicture, SENTENCE_FONT, THUMB_GAP } from '#shared/pictures/layout/pictureLayout'
import { arrivalOf } from '#shared/pictures/model/history'
import { lookedAt, patchesOf } from '#shared/pictures/model/pictureRows'
import { useMeasure, useSize } from '../hooks'
import type { Picture } from '../picture'
import { usePixels } from '../picture-source'
import { LitPicture } from './LitPicture'
import { Sentence } from './Sentence'
import { Thumb } from './Thumb'
import { useImage } from './use-image'

/** The picture that was looked at, with weights as light on it: for one word in large, for each word in small. */
export function PictureView({ picture }: { readonly picture: Picture }) {
  const { site, matrix, shown, layers, theme, focus, pinned, onHover, onPin } = picture
  const frame = useRef<HTMLDivElement>(null)
  const size = useSize(frame)
  const measure = useMeasure(SENTENCE_FONT)
  const [patchwise, setPatchwise] = useState(false)
  const pixels = usePixels(site.columnGrid === undefined ? site.rowField : site.columnField)
  const image = useImage(pixels)
  const [down, across] = patchesOf(site)
  const aspect = pixels === undefined ? across / down : pixels.width / pixels.height
  const rowCount = matrix.rowLabels.length
  const said = site.rowGrid === undefined
  const count = said ? rowCount : (site.leading ?? 0)
  // Row labels grow in place, so their number says that there are more.
  const words = useMemo(() => matrix.rowLabels.slice(0, count), [matrix, count])
  const places = words.map((_, row) => row)
  const { width, height } = size
  const layout = useMemo(
    () => layoutPicture({ width, height, aspect, words, strip: said, measure }),
    [width, height, aspect, words, measure, said],
  )
  const looked = useMemo(
    // A patch that is pointed at asks nothing: the pinned word's light stays.
    () => lookedAt(site, matrix, shown, focus?.row === undefined ? pinned : focus),
    [site, matrix, shown, focus, pinned],
  )
  const onThumb = useCallback(
    (row: number | undefined) => onHover(row === undefined ? undefined : { row }),
    [onHover],
  )
  const pinnedRow = pinned?.row
  const onThumbPin = useCallback(
    (row: number) => onPin(pinnedRow === row ? undefined : { row }),
    [onPin, pinnedRow],
  )
  const strip = layout.strip !== 'none' && (
    <div
      className="attention-strip"
      aria-hidden="true"
      style={{ gap: THUMB_GAP, maxWidth: layout.room.width, maxHeight: layout.room.height }}
    >
      {places.map((row) => (
        <Thumb
          key={row}
          site={site}
          row={row}
          label={words[row]!}
          arrival={arrivalOf(matrix, row, shown)}
          layers={layers}
          image={image}
          size={layout.thumb}
          theme={theme}
          patchwise={patchwise}
          active={looked?.row === row}
          pinned={pinnedRow === row}
          onHover={onThumb}
          onPin={onThumbPin}
        />
      ))}
    </div>
  )
  return (
    <section className="attention-view is-picture" aria-label="Picture">
      <div className="attention-picture" ref={frame}>
        {width > 0 && (
          <>
            <div className="attention-picture-row">
              <div className="attention-lit-frame">
                <LitPicture
                  picture={picture}
                  pixels={pixels}
                  looked={looked}
                  size={layout.picture}
                  patchwise={patchwise}
                />
                <button
                  type="button"
                  className="attention-raw"
                  aria-pressed={patchwise}
                  aria-label="Raw patches"
                  title={patchwise ? 'Smooth light' : 'Raw patches with their weights'}
                  onClick={() => setPatchwise(!patchwise)}
                >
                  <svg viewBox="0 0 16 16" width="14" height="14" aria-hidden="true">
                    <path d="M2 2h12v12H2zM2 6h12M2 10h12M6 2v12M10 2v12" fill="none" stroke="currentColor" />
                  </svg>
                </button>
              </div>
              {layout.strip === 'beside' && strip}
            </div>
            {words.length > 0 && (
              <Sentence
                picture={picture}
                name={`Rows: ${site.rowAxis}`}
                words={words}
                current={looked?.row}
              />
            )}
            {layout.strip === 'below' && strip}
          </>
        )}
      </div>
    </section>
  )
}

import { useStore } from 'zustand'
import { sizeOf } from '#shared/pictures/svg/fileLook'
import { page } from '../../page'
import type { Theme } from '../../theme/scale'
import { type Saveable, type SavedPicture, saveLook, saveNumbers, savePicture } from './saving'

interface SaveBoxProps {
  readonly saveable: Saveable
  readonly theme: Theme
  readonly onTheme: (theme: Theme) => void
  readonly onDone: () => void
}

/** What can be saved of a view, and how pictures of it look. */
export function SaveBox({ saveable, theme, onTheme, onDone }: SaveBoxProps) {
  const act = (work: Promise<void>) => {
    void work
    onDone()
  }
  const { name, pictures, numbers } = saveable
  return (
    <div className="attention-save-box" role="dialog" aria-label="Save what is shown">
      {pictures.map((picture) => (
        <div className="attention-save-row" key={picture.title}>
          <span>{picture.title}</span>
          <button type="button" onClick={() => act(savePicture(page, name, picture, 'svg'))}>
            SVG
          </button>
          <button type="button" onClick={() => act(savePicture(page, name, picture, 'png'))}>
            PNG
          </button>
          {picture.played.steps > 1 && (
            <button
              type="button"
              title="Played step by step"
              onClick={() => act(savePicture(page, name, picture, 'gif'))}
            >
              GIF
            </button>
          )}
        </div>
      ))}
      {pictures[0] !== undefined && <Look picture={pictures[0]} theme={theme} onTheme={onTheme} />}
      {numbers.length > 0 && (
        <div className="attention-save-row">
          <span>Numbers</span>
          {numbers.map((one) => (
            <button type="button" key={one.format} onClick={() => act(saveNumbers(page, name, one))}>
              {one.format.toUpperCase()}
            </button>
          ))}
        </div>
      )}
    </div>
  )
}

const SCALES = [1, 2, 4]
const LEAST = 0.1
const MOST = 32

function Look({
  picture,
  theme,
  onTheme,
}: {
  readonly picture: SavedPicture
  readonly theme: Theme
  readonly onTheme: (theme: Theme) => void
}) {
  const { scale, transparent } = useStore(saveLook)
  const { width, height } = sizeOf(picture.played.svg(picture.shown ?? picture.played.steps))
  const pixels = [width, height].map((side) => Math.round(side * scale).toLocaleString('en')).join(' × ')
  return (
    <>
      <div className="attention-save-row">
        <span>PNG size</span>
        {SCALES.map((each) => (
          <button
            type="button"
            key={each}
            aria-pressed={each === scale}
            onClick={() => saveLook.setState({ scale: each })}
          >{`${each}×`}</button>
        ))}
      </div>
      <div className="attention-save-row">
        <span>any size</span>
        <input
          type="number"
          aria-label="Pixels for one unit of the picture"
          min={LEAST}
          max={MOST}
          step="any"
          defaultValue={scale}
          key={SCALES.includes(scale) ? scale : 'any'}
          onChange={({ target }) => {
            const value = target.valueAsNumber
            if (value >= LEAST && value <= MOST) saveLook.setState({ scale: value })
          }}
        />
        <span className="attention-save-pixels mono">{pixels}</span>
      </div>
      <div className="attention-save-row">
        <span>Colours</span>
        {(['light', 'dark'] as const).map((each) => (
          <button type="button" key={each} aria-pressed={each === theme} onClick={() => onTheme(each)}>
            {each}
          </button>
        ))}
        <button
          type="button"
          aria-pressed={transparent}
          title="Nothing lies under the picture: what is behind it shows. GIFs keep their ground."
          onClick={() => saveLook.setState({ transparent: !transparent })}
        >
          clear
        </button>
      </div>
    </>
  )
}

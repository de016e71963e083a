import type { KeyboardEvent } from 'react'
import { arrivalOf } from '#shared/pictures/model/history'
import type { Picture } from '../picture'
import { rove } from '../roving'

interface SentenceProps {
  readonly picture: Picture
  readonly name: string
  readonly words: readonly string[]
  /** The word whose light is shown. */
  readonly current: number | undefined
}

/** What is said, word by word: the one whose light is shown is underlined, and any other can be pointed at. */
export function Sentence({ picture, name, words, current }: SentenceProps) {
  const { matrix, shown, pinned, onHover, onPin } = picture
  const places = words.map((_, row) => row)
  const onKeyDown = (event: KeyboardEvent, row: number) => {
    const taken = rove(event, row, 'horizontal')
    if (!taken && (event.key === 'Enter' || event.key === ' ')) {
      if (arrivalOf(matrix, row, shown) !== undefined) onPin(pinned?.row === row ? undefined : { row })
    } else if (!taken) return
    event.preventDefault()
    event.stopPropagation()
  }
  return (
    <div className="attention-sentence" role="listbox" aria-label={name} aria-orientation="horizontal">
      {places.map((row) => {
        const waiting = arrivalOf(matrix, row, shown) === undefined
        const classes = [
          'attention-said-word',
          row === current ? 'is-said' : '',
          pinned?.row === row ? 'is-pinned' : '',
          waiting ? 'is-waiting' : '',
        ]
        return (
          <div
            key={row}
            role="option"
            aria-selected={row === current}
            aria-disabled={waiting}
            tabIndex={row === (current ?? 0) ? 0 : -1}
            className={classes.filter((part) => part !== '').join(' ')}
            onPointerEnter={() => !waiting && onHover({ row })}
            onPointerLeave={() => onHover(undefined)}
            onFocus={(event) => event.currentTarget.matches(':focus-visible') && !waiting && onHover({ row })}
            onBlur={() => onHover(undefined)}
            onClick={() => !waiting && onPin(pinned?.row === row ? undefined : { row })}
            onKeyDown={(event) => onKeyDown(event, row)}
          >
            <span>{words[row]}</span>
          </div>
        )
      })}
    </div>
  )
}

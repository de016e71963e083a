/** Search in a model: nodes by name, operator, or one of their tensors. */
import { Command } from 'cmdk'
import { useEffect, useRef, useState } from 'react'
import { toFault } from '#shared/base/fault'
import type { ModelMatch } from '#shared/contract/model'
import { page } from '../../page'
import { closePopup, Popup } from '../../popups/Popup'
import { useSession } from '../../stores/hooks'
import { goTo } from './graphStore'
import { showGraph } from './show'

const LIMIT = 60
/** Milliseconds that typing rests before it is searched for. */
const REST = 90

interface Found {
  readonly matches: readonly ModelMatch[]
  readonly total: number
}

export function FindInModel() {
  const model = useSession((state) => state.model?.model)
  const [text, setText] = useState('')
  const [found, setFound] = useState<Found>()
  const [fault, setFault] = useState<string>()
  const input = useRef<HTMLInputElement>(null)
  useEffect(() => input.current?.focus(), [])
  useEffect(() => {
    const wanted = text.trim()
    if (model === undefined || wanted === '') {
      setFound(undefined)
      return
    }
    let latest = true
    const timer = setTimeout(() => {
      page.link.ask('model.find', { model, text: wanted, limit: LIMIT }).then(
        (answer) => latest && setFound(answer),
        (error: unknown) => latest && setFault(toFault(error).message),
      )
    }, REST)
    return () => {
      latest = false
      clearTimeout(timer)
    }
  }, [model, text])
  return (
    <Popup label="Search the model">
      <Command label="Search the model" loop shouldFilter={false}>
        <Command.Input
          ref={input}
          placeholder="Name, operator or tensor"
          data-testid="find-text"
          value={text}
          onValueChange={setText}
        />
        <Command.List>
          {found === undefined || found.matches.length > 0 ? null : (
            <Command.Empty>{fault ?? 'Nothing in this model is called so.'}</Command.Empty>
          )}
          {found?.matches.map((match, i) => (
            <Command.Item
              key={`${match.node} ${match.tensor ?? ''}`}
              value={`${i}`}
              data-testid={`found-${i}`}
              onSelect={() => {
                closePopup()
                showGraph()
                void goTo(page, match)
              }}
            >
              <span className="choice-title">
                {match.what === 'tensor' ? match.tensor : match.title}
                <small>{placeOf(match)}</small>
              </span>
              <span className="choice-aside">
                {match.what === 'tensor' ? `tensor of ${match.operator}` : match.operator}
              </span>
            </Command.Item>
          ))}
        </Command.List>
        {found !== undefined && found.total > found.matches.length ? (
          <p className="find-more soft">
            The first {found.matches.length} of {found.total.toLocaleString('en')}; more letters find fewer.
          </p>
        ) : null}
      </Command>
    </Popup>
  )
}

function placeOf({ scope }: ModelMatch): string {
  return scope === '' ? 'the whole model' : scope.split('/').filter(Boolean).join(' ▸ ')
}

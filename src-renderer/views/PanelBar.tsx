import { useMemo } from 'react'
import type { SiteInfo } from '#shared/contract/slice'
import type { HeedDocument } from '#shared/document/document'
import { parentOf, titleOf } from '#shared/document/structure'
import type { HeadChoice } from '#shared/pictures/model/heads'
import { type SiteKind, siteKind, VIEW_TITLES, VIEWS, type ViewName } from '#shared/pictures/model/viewChoice'
import { useDocument, useSession } from '../stores/hooks'
import { HeadChips } from './HeadChips'
import { Legend } from './Legend'
import { siteNames } from './model/siteNames'
import type { Picture } from './picture'
import { SaveMenu } from './save/SaveMenu'
import { useSaveable } from './save/use-saveable'
import { chooseTokens, type ShownTokens } from './use-tokens'

interface PanelBarProps {
  readonly sites: readonly SiteInfo[]
  readonly picture: Picture
  readonly tokens: ShownTokens
  readonly passes: readonly string[]
  readonly pass: string
  readonly choice: HeadChoice
  readonly mass: number
  readonly numbers: boolean
  readonly relative: boolean
  readonly onSite: (id: string) => void
  readonly onPass: (pass: string) => void
  readonly onChoose: (choice: HeadChoice) => void
  readonly onMass: (mass: number) => void
  readonly onRelative: (relative: boolean) => void
  readonly onNumbers: (numbers: boolean) => void
  readonly views: readonly ViewName[]
  readonly onView: (view: ViewName) => void
}

/** Sites whose names have up to so many letters together, and so many passes, stand side by side; more of them in a menu. */
const LETTERS = 32
const PASSES = 8

/** What is looked at: site, pass of the loops around it, heads, and how much of the weight is drawn. */
export function PanelBar(props: PanelBarProps) {
  const { picture, choice, mass, numbers, views, onChoose, onMass, onNumbers, onView } = props
  const { site, matrix, shown, theme, top } = picture
  return (
    <div className="attention-bar">
      <Sites sites={props.sites} site={site} onSite={props.onSite} />
      {props.passes.length > 1 && <Passes passes={props.passes} pass={props.pass} onPass={props.onPass} />}
      <HeadChips matrix={matrix} shown={shown} choice={choice} theme={theme} top={top} onChoose={onChoose} />
      <Tokens tokens={props.tokens} />
      <span className="attention-space" />
      <Views kind={siteKind(site)} views={views} onView={onView} />
      {views.includes('lines') && (
        <label
          className="attention-mass"
          title="Of each row, the fewest lines that together hold this part of its weight are drawn"
        >
          <span>
            {Math.round(mass * 100)} %<span className="attention-roomy"> of weight</span>
          </span>
          <input
            type="range"
            min={50}
            max={100}
            step={1}
            value={Math.round(mass * 100)}
            aria-label="Part of each row's weight that is drawn, per cent"
            style={{ '--part': (mass - 0.5) * 2 } as Record<string, number>}
            onChange={(event) => onMass(event.currentTarget.valueAsNumber / 100)}
          />
        </label>
      )}
      <button
        type="button"
        className="attention-live"
        aria-pressed={numbers}
        title="Exact weights as a table"
        onClick={() => onNumbers(!numbers)}
      >
        Numbers
      </button>
      <SaveMenu saveable={useSaveable(picture, choice, mass, views, props.tokens.done)} />
      <Legend theme={theme} top={top} relative={props.relative} onRelative={props.onRelative} />
    </div>
  )
}

/** Words instead of their parts, and nothing of special tokens: each where the text has such tokens. */
function Tokens({ tokens: { canMerge, canHide, choice } }: { readonly tokens: ShownTokens }) {
  if (!canMerge && !canHide) return null
  return (
    <fieldset className="attention-switch" aria-label="Tokens">
      {canMerge && (
        <button
          type="button"
          aria-pressed={choice.merge}
          title="Parts of one word are one row and one column: weights summed over columns, averaged over rows"
          onClick={() => chooseTokens({ ...choice, merge: !choice.merge })}
        >
          Words
        </button>
      )}
      {canHide && (
        <button
          type="button"
          aria-pressed={choice.hide}
          title="Special tokens are left out, and what is left of each row is made 1 again; a row says how much was left out"
          onClick={() => chooseTokens({ ...choice, hide: !choice.hide })}
        >
          No specials
        </button>
      )}
    </fieldset>
  )
}

interface ViewsProps {
  readonly kind: SiteKind
  readonly views: readonly ViewName[]
  readonly onView: (view: ViewName) => void
}

/** The views that a site of this kind has: each is there or not, two at the most. */
function Views({ kind, views, onView }: ViewsProps) {
  return (
    <fieldset className="attention-switch" aria-label="Views of this attention">
      {VIEWS[kind].map((view) => {
        const on = views.includes(view)
        const last = on && views.length === 1
        return (
          <button
            key={view}
            type="button"
            aria-pressed={on}
            title={last ? `${VIEW_TITLES[view]}: the only view that is shown` : undefined}
            onClick={() => onView(view)}
          >
            {VIEW_TITLES[view]}
          </button>
        )
      })}
    </fieldset>
  )
}

interface SitesProps {
  readonly sites: readonly SiteInfo[]
  readonly site: SiteInfo
  readonly onSite: (id: string) => void
}

function Sites({ sites, site, onSite }: SitesProps) {
  const document = useDocument((state) => state.document)
  const names = useMemo(() => siteNames(sites, (node) => loopAround(document, node)), [sites, document])
  if (sites.length === 1) return <span className="attention-title">{site.title}</span>
  if ([...names.values()].join('').length > LETTERS)
    return (
      <select
        className="attention-select is-site"
        aria-label="Attention site"
        value={site.id}
        onChange={(event) => onSite(event.currentTarget.value)}
      >
        {sites.map(({ id }) => (
          <option key={id} value={id}>
            {names.get(id)}
          </option>
        ))}
      </select>
    )
  return (
    <fieldset className="attention-tabs" aria-label="Attention site">
      {sites.map(({ id }) => (
        <button key={id} type="button" aria-pressed={id === site.id} onClick={() => onSite(id)}>
          {names.get(id)}
        </button>
      ))}
    </fieldset>
  )
}

function loopAround(document: HeedDocument, node: string): string | undefined {
  const loop = document.nodes[parentOf(document, node)]
  return loop && titleOf(loop)
}

interface PassesProps {
  readonly passes: readonly string[]
  readonly pass: string
  readonly onPass: (pass: string) => void
}

/** Steps of the loops around the site: memory hops, stacked blocks. */
function Passes({ passes, pass, onPass }: PassesProps) {
  const model = useSession(({ screen }) => screen === 'model')
  // A model made elsewhere is fed whole batches; a document one example, and its passes are those of its loops.
  const word = model ? 'item' : 'pass'
  const title = (key: string) =>
    key
      .split('.')
      .map((step) => Number(step) + 1)
      .join('.')
  if (passes.length > PASSES)
    return (
      <label className="attention-mass">
        <span>{word}</span>
        <select
          className="attention-select"
          value={pass}
          onChange={(event) => onPass(event.currentTarget.value)}
          aria-label={model ? 'Item of the batch' : 'Pass of the loop around this attention'}
        >
          {passes.map((key) => (
            <option key={key} value={key}>
              {title(key)}
            </option>
          ))}
        </select>
      </label>
    )
  return (
    <fieldset
      className="attention-tabs"
      aria-label={model ? 'Item of the batch' : 'Pass of the loop around this attention'}
    >
      <span className="attention-quiet">{word}</span>
      {passes.map((key) => (
        <button key={key} type="button" aria-pressed={key === pass} onClick={() => onPass(key)}>
          {title(key)}
        </button>
      ))}
    </fieldset>
  )
}

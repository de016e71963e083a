/** A tensor that is looked at: its numbers, how they are spread, and a picture of them. */
import { type ReactNode, useState } from 'react'
import { useStore } from 'zustand'
import type { TensorView } from '#shared/contract/model'
import { shapeText } from '#shared/pictures/level/words'
import { numberText } from '#shared/pictures/tensor/numberText'
import { page } from '../../page'
import { SaveMenu } from '../../views/save/SaveMenu'
import { saveableTensor } from '../saveable'
import { Histogram } from './Histogram'
import { TensorNumbers } from './TensorNumbers'
import { TensorPicture } from './TensorPicture'
import { cancelTensor, lookAtTensor, saveTensor, tensorStore } from './tensorStore'
import './tensor.css'

export function TensorPanel() {
  const { tensor, view, waiting, fault } = useStore(tensorStore)
  if (tensor === undefined)
    return (
      <p className="dock-empty">
        Choose “Look” beside an input or output of an operator in the graph: its numbers, their spread and a
        picture of them are shown here.
      </p>
    )
  return (
    <section className="tensor" aria-label={`Tensor ${tensor}`} data-testid="tensor">
      <header className="tensor-head">
        <h3 title={tensor}>{tensor}</h3>
        {view === undefined ? null : (
          <span className="mono soft">
            {view.dtype} {shapeText(view.dims)}
          </span>
        )}
        {waiting ? (
          <span className="tensor-wait" role="status">
            computing …
            <button type="button" className="link" onClick={() => cancelTensor(page)}>
              Cancel
            </button>
          </span>
        ) : null}
        <span className="top-space" />
        {view === undefined ? null : (
          <SaveMenu saveable={(theme) => saveableTensor(view, theme)} className="button" />
        )}
        {view === undefined ? null : (
          <button
            type="button"
            className="button"
            data-testid="save-tensor"
            onClick={() => saveTensor(page, tensor)}
          >
            Save as .npy
          </button>
        )}
      </header>
      {fault === undefined ? null : <p className="dock-empty">{fault}</p>}
      {view === undefined || fault !== undefined ? null : (
        <Shown key={view.name} view={view} tensor={tensor} />
      )}
    </section>
  )
}

function Shown({ view, tensor }: { readonly view: TensorView; readonly tensor: string }) {
  const [as, setAs] = useState<'picture' | 'numbers'>('picture')
  return (
    <div className="tensor-body">
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what is longer than its part is scrolled by keyboard */}
      <div className="tensor-facts" tabIndex={0}>
        <Histogram view={view} />
        <dl>
          <Fact name="least">{numberText(view.least)}</Fact>
          <Fact name="greatest">{numberText(view.greatest)}</Fact>
          <Fact name="mean">{numberText(view.mean)}</Fact>
          <Fact name="deviation">{numberText(view.deviation)}</Fact>
          <Fact name="zeros">{view.zeros.toLocaleString('en')}</Fact>
          {view.notNumbers > 0 ? (
            <Fact name="not numbers">
              <span className="wrong">{view.notNumbers.toLocaleString('en')}</span>
            </Fact>
          ) : null}
        </dl>
      </div>
      <div className="tensor-matrix">
        <div className="tensor-bar">
          <fieldset className="tensor-tabs" aria-label="How the matrix is shown">
            {(['picture', 'numbers'] as const).map((each) => (
              <button key={each} type="button" aria-pressed={as === each} onClick={() => setAs(each)}>
                {each === 'picture' ? 'Picture' : 'Numbers'}
              </button>
            ))}
          </fieldset>
          <Places view={view} tensor={tensor} />
          <Cut view={view} />
        </div>
        {as === 'picture' ? <TensorPicture view={view} /> : <TensorNumbers view={view} />}
      </div>
    </div>
  )
}

function Fact({ name, children }: { readonly name: string; readonly children: ReactNode }) {
  return (
    <div>
      <dt>{name}</dt>
      <dd className="mono">{children}</dd>
    </div>
  )
}

/** Which matrix of a tensor of more than two axes. */
function Places({ view, tensor }: { readonly view: TensorView; readonly tensor: string }) {
  return view.at.map((index, axis) => (
    // biome-ignore lint/suspicious/noArrayIndexKey: axes are places
    <label key={axis} className="tensor-place">
      <span className="soft">axis {axis}</span>
      <input
        type="number"
        className="field"
        min={0}
        max={(view.dims[axis] ?? 1) - 1}
        value={index}
        onChange={({ target }) => {
          const next = target.valueAsNumber
          if (!Number.isInteger(next) || next < 0 || next >= (view.dims[axis] ?? 1)) return
          void lookAtTensor(
            page,
            tensor,
            view.at.map((each, i) => (i === axis ? next : each)),
          )
        }}
      />
      <span className="soft">of {view.dims[axis]}</span>
    </label>
  ))
}

function Cut({ view: { dims, rows, columns } }: { readonly view: TensorView }) {
  const [wide, tall] = [dims.at(-1) ?? 1, dims.length < 2 ? 1 : dims.at(-2)!]
  if (rows >= tall && columns >= wide) return null
  return (
    <span className="soft">
      the first {rows} × {columns}
    </span>
  )
}

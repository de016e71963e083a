/** What stands at the left of the dock for a model: its form, and a second one where two inputs are compared. */
import { useStore } from 'zustand'
import { page } from '../page'
import { ModelFormView } from './form/ModelFormView'
import { modelScreen } from './modelStore'
import { sidesOf } from './side'

export function ModelForms() {
  const { first, second } = sidesOf(page)
  const comparing = useStore(modelScreen, (state) => state.comparing)
  const other = useStore(second.store, (state) => state.model)
  const own = useStore(first.store, (state) => state.model)
  if (!comparing) return <ModelFormView side={first} title="Input" />
  const two = other?.model !== own?.model
  return (
    <>
      <ModelFormView side={first} title={two ? (own?.name ?? 'First input') : 'First input'} />
      <ModelFormView side={second} title={two ? (other?.name ?? 'Second input') : 'Second input'} />
    </>
  )
}

/** Where a model looked: the chosen site in its views; of both sides where two are compared. */
import { useStore } from 'zustand'
import { page } from '../page'
import { ShownRunContext } from '../stores/shownRun'
import { AttentionDock } from '../views/AttentionDock'
import { modelScreen } from './modelStore'
import { sidesOf } from './side'

export function ModelAttention() {
  const comparing = useStore(modelScreen, (state) => state.comparing)
  const { first, second } = sidesOf(page)
  if (!comparing) return <AttentionDock />
  return (
    <div className="two-attentions">
      <ShownRunContext value={first}>
        <AttentionDock />
      </ShownRunContext>
      <ShownRunContext value={second}>
        <AttentionDock />
      </ShownRunContext>
    </div>
  )
}

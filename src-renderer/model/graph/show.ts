/** Brings the graph to the front, with the keyboard on it. */
import { modelScreen } from '../modelStore'

export function showGraph(): void {
  modelScreen.setState({ tab: 'graph' })
  requestAnimationFrame(() => document.querySelector<HTMLElement>('.model-graph')?.focus())
}

/** What is selected, or the document itself when nothing is. */
import { useDocument, useSession } from '../stores/hooks'
import { DocumentPanel } from './DocumentPanel'
import { NodePanel } from './NodePanel'
import './panel.css'
import { SeveralPanel } from './SeveralPanel'
import { WirePanel } from './WirePanel'

export function Panel() {
  const nodes = useSession((state) => state.selectedNodes)
  const wires = useSession((state) => state.selectedWires)
  const [node] = nodes
  const [wire] = wires
  const exists = useDocument(({ document }) => node !== undefined && document.nodes[node] !== undefined)
  const drawn = useDocument(({ document }) => wire !== undefined && document.wires[wire] !== undefined)
  return (
    <aside className="panel" id="panel" aria-label="Details">
      {nodes.size > 1 ? (
        <SeveralPanel count={nodes.size} />
      ) : exists && node !== undefined ? (
        <NodePanel key={node} id={node} />
      ) : drawn && wire !== undefined ? (
        <WirePanel id={wire} />
      ) : (
        <DocumentPanel />
      )}
    </aside>
  )
}

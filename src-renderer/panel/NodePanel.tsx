/** One node: what it is, its parameters, what goes in and comes out, and what it last gave. */
import type { DocumentNode } from '#shared/document/document'
import { setTitle } from '#shared/document/edits'
import { descendants } from '#shared/document/editsPlaces'
import { compositeOf } from '#shared/document/insideClose'
import { isFrame, portsOf, titleOf } from '#shared/document/structure'
import type { Kind, Port } from '#shared/kinds/kind'
import { kinds, withDefaults } from '#shared/kinds/registry'
import { LastOutput } from '../activations/LastOutput'
import { perform } from '../commands/commands'
import { nameOf, putNodesInto } from '../commands/editing'
import { page } from '../page'
import { change } from '../stores/document'
import { useDocument } from '../stores/hooks'
import { describeInput, describeOutput, healthOf, problemsOf } from '../stores/inference'
import { groupColor, groups } from '../theme/groups'
import { Icon, paths } from '../theme/Icon'
import { KindDocs } from './KindDocs'
import { NodeMeasure } from './Measure'
import { Mends } from './Mends'
import { ParamField } from './ParamField'
import { TextField } from './TextField'

export function NodePanel({ id }: { readonly id: string }) {
  const document = useDocument((state) => state.document)
  const node = document.nodes[id]
  if (node === undefined) return null
  const kind = kinds.get(node.kind)
  const problems = problemsOf(document, id)
  const composite = compositeOf(document, id)
  return (
    <>
      <div className="panel-part panel-head">
        <span className="panel-kind" style={{ color: groupColor(kind?.group ?? 'loop') }}>
          <Icon path={kind?.icon ?? paths.help} size={18} />
          {kind === undefined ? node.kind : `${kind.title} · ${groups[kind.group].title.toLowerCase()}`}
        </span>
        <TextField
          label="Title"
          className="panel-title"
          testId="node-title"
          value={node.title ?? ''}
          placeholder={kind?.title ?? node.kind}
          maxLength={200}
          onChange={(title) => {
            const step = `rename ${titleOf(node)}`
            change(page.documents, step, setTitle(document, id, title), `title ${id}`)
          }}
        />
        {kind === undefined ? null : <p className="panel-sentence">{kind.doc.sentence}</p>}
      </div>
      {problems.length === 0 ? null : (
        <div className={`panel-part panel-problems ${healthOf(problems)}`}>
          {problems.map((problem) => (
            <div key={problem.message}>
              <p>
                {problem.message}
                {problem.mend === undefined ? null : <span className="mend"> {problem.mend}</span>}
              </p>
              <Mends problem={problem} />
            </div>
          ))}
        </div>
      )}
      {kind === undefined ? null : <KindDocs kind={kind} params={node.params} />}
      {kind === undefined ? null : <ParamList node={node} kind={kind} />}
      <Shapes id={id} />
      <NodeMeasure id={id} />
      <Place id={id} />
      <LastOutput key={id} id={id} />
      <div className="panel-part panel-buttons">
        <button type="button" className="button" onClick={() => perform(page, 'edit.wire')}>
          <Icon path={paths.wire} /> Wire…
        </button>
        {kind?.inside === undefined ? null : (
          <button
            type="button"
            className="button"
            data-testid="show-inside"
            title="Replaces the node by the wiring that it is made of; the numbers stay the same (I)"
            onClick={() => perform(page, 'edit.inside')}
          >
            <Icon path={paths.inside} /> Show what is inside
          </button>
        )}
        {composite === undefined ? null : (
          <button
            type="button"
            className="button"
            data-testid="close-inside"
            title={`Puts ${titleOf(composite)} back in the place of its parts (Shift+I)`}
            onClick={() => perform(page, 'edit.close')}
          >
            <Icon path={paths.restore} /> Close {titleOf(composite)}
          </button>
        )}
        <button type="button" className="button" onClick={() => perform(page, 'edit.duplicate')}>
          <Icon path={paths.plus} /> Duplicate
        </button>
        <button type="button" className="button" onClick={() => perform(page, 'edit.delete')}>
          <Icon path={paths.remove} /> Delete
        </button>
      </div>
    </>
  )
}

function ParamList({ node, kind }: { readonly node: DocumentNode; readonly kind: Kind }) {
  const params = withDefaults(kind, node.params)
  const shown = Object.entries(kind.params).filter(([, param]) => param.when?.(params) !== false)
  if (shown.length === 0) return null
  return (
    <section className="panel-part" aria-label="Parameters">
      <h3>Parameters</h3>
      {shown.map(([name, param]) => (
        <ParamField
          key={name}
          node={node.id}
          name={name}
          param={param}
          value={params[name] ?? param.default}
        />
      ))}
    </section>
  )
}

function Shapes({ id }: { readonly id: string }) {
  const document = useDocument((state) => state.document)
  const ports = portsOf(document.nodes[id]!)
  const row =
    (side: 'input' | 'output') =>
    ([name, port]: [string, Port]) => {
      const type = side === 'input' ? describeInput(document, id, name) : describeOutput(document, id, name)
      return (
        <div key={`${side} ${name}`} title={port.help}>
          <dt>{port.label ?? name}</dt>
          <dd className="mono">{type ?? (side === 'input' ? (port.optional ? '—' : 'not wired') : '?')}</dd>
        </div>
      )
    }
  const [inputs, outputs] = [Object.entries(ports.inputs), Object.entries(ports.outputs)]
  return (
    <section className="panel-part" aria-label="Shapes">
      {inputs.length === 0 ? null : <h3>In</h3>}
      <dl className="shapes">{inputs.map(row('input'))}</dl>
      {outputs.length === 0 ? null : <h3>Out</h3>}
      <dl className="shapes">{outputs.map(row('output'))}</dl>
    </section>
  )
}

/** The loop or group that the node lies in, and the weights that it shares. */
function Place({ id }: { readonly id: string }) {
  const document = useDocument((state) => state.document)
  const node = document.nodes[id]!
  const within = descendants(document, [id])
  const frames = Object.values(document.nodes).filter((each) => isFrame(each) && !within.has(each.id))
  const ties = Object.entries(node.tieTo ?? {})
  if (frames.length === 0 && ties.length === 0) return null
  return (
    <section className="panel-part">
      {frames.length === 0 ? null : (
        <div className="param choice">
          <label htmlFor="panel-frame">Lies in</label>
          <select
            id="panel-frame"
            className="field"
            value={node.parent ?? ''}
            onChange={({ target }) =>
              putNodesInto(page, [id], target.value === '' ? undefined : target.value)
            }
          >
            <option value="">canvas</option>
            {frames.map((frame) => (
              <option key={frame.id} value={frame.id}>
                {titleOf(frame)}
              </option>
            ))}
          </select>
        </div>
      )}
      {ties.map(([param, tie]) => (
        <p key={param} className="soft">
          The weights “{param}” are those of {nameOf(document, tie.node)} ▸ {tie.param}
          {tie.transpose ? ', transposed' : ''}.
        </p>
      ))}
    </section>
  )
}

/** A port on a card: its mark in the group's colour and shape, its name, and what is on the wire. */
import { Handle, Position } from '@xyflow/react'
import { memo } from 'react'
import type { Group, Port as PortData } from '#shared/kinds/kind'
import { shortType } from '#shared/pictures/cardWords'
import { page } from '../page'
import type { PortEnd } from '../stores/session'
import { groupColor, groups } from '../theme/groups'
import { familyOf, NO_FAMILY, showFamily } from './family'
import { endKey } from './reach'

interface PortProps {
  readonly node: string
  readonly name: string
  readonly port: PortData
  readonly side: 'input' | 'output'
  /** What is on it, in words; undefined where that is not known. */
  readonly type: string | undefined
  readonly group: Group
  /** The only one of its side: what is on it says enough. */
  readonly alone: boolean
}

export const Port = memo(function Port({ node, name, port, side, type, group, alone }: PortProps) {
  // Ports that face the inside of a loop lie on its inner edge.
  const right = (side === 'output') !== (port.inside === true)
  const end: PortEnd = { side, node, port: name }
  const facing = side === 'output' ? Position.Right : Position.Left
  const label = port.label ?? name
  const about = `${side === 'output' ? 'Output' : 'Input'} ${label}${type ? `: ${type}` : ''}${port.help ? `. ${port.help}` : ''}`
  return (
    <div
      className={`port ${right ? 'right' : 'left'} ${side}`}
      data-of={endKey(end)}
      data-name={label}
      title={about}
    >
      <Handle
        id={name}
        type={side === 'output' ? 'source' : 'target'}
        position={facing}
        data-testid={`port-${node}-${name}`}
        role="img"
        aria-label={about}
        onPointerEnter={() => showFamily(familyOf(page.documents.getState().document, end))}
        onPointerLeave={() => showFamily(NO_FAMILY)}
      >
        <svg className="mark" width="12" height="12" viewBox="-1 -1 12 12" aria-hidden="true">
          <path
            d={groups[group].mark}
            fill={type === undefined ? 'var(--surface)' : groupColor(group)}
            stroke={groupColor(group)}
          />
        </svg>
      </Handle>
      {alone && side === 'output' && type !== undefined && !port.inside ? null : (
        <span className="port-label">
          {label}
          {port.optional ? <span className="optional">?</span> : null}
        </span>
      )}
      {side === 'output' && type !== undefined ? (
        <span className="port-type mono">{shortType(type)}</span>
      ) : null}
    </div>
  )
})

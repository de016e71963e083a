import type { Kind } from '../kind'

export const kind: Kind = {
  id: 'group',
  version: 1,
  title: 'Group',
  group: 'loop',
  icon: 'M5 8V5h3M16 5h3v3M19 16v3h-3M8 19H5v-3M9 9h3v3H9zM12.5 12.5h3v3h-3z',
  doc: {
    sentence:
      'Holds nodes that belong together, under one name. It computes nothing: wires pass through its frame.',
  },
  params: {
    note: {
      type: 'text',
      label: 'Note',
      help: 'What the nodes do together; stands below the name.',
      default: '',
      prose: true,
      onCard: true,
    },
  },
  inputs: {},
  outputs: {},
  structural: 'group',
}

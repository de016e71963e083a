/** Documents of any number of nodes: residual blocks in rows, as people lay them out. */
import type { HeedDocument } from '#shared/document/document'
import { sketch } from '../../src-main/templates/sketch'

const SIZE = 64
/** Blocks that stand beside each other. */
const ROW = 6

/** Words, an embedding, and blocks of four nodes; as many nodes as were asked for, or up to three less. */
export function manyNodes(nodes: number): HeedDocument {
  const vocabularies = { source: ['<pad>', '<start>', '<end>', '<unknown>', 'one', 'two'] }
  const s = sketch(`${nodes} nodes`, { vocabularies })
  s.add('words', 'words', [-480, 0])
  s.add('embed', 'embedding', [-240, 0], { size: SIZE })
  s.wire('words.words', 'embed.words')
  let last = 'embed.vectors'
  for (let i = 0; i < blocks(nodes); i++) {
    const [x, y] = [960 * (i % ROW), 150 * Math.floor(i / ROW)]
    const [dense, bend, sum, norm] = ['dense', 'bend', 'sum', 'norm'].map((part) => `b${i}-${part}`)
    s.add(dense!, 'dense', [x, y], { size: SIZE })
    s.add(bend!, 'activation', [x + 240, y])
    s.add(sum!, 'add', [x + 480, y])
    s.add(norm!, 'layer-norm', [x + 720, y])
    s.wire(last, `${dense}.features`)
    s.wire(`${dense}.features`, `${bend}.features`)
    s.wire(last, `${sum}.terms`)
    s.wire(`${bend}.features`, `${sum}.terms`)
    s.wire(`${sum}.sum`, `${norm}.features`)
    last = `${norm}.features`
  }
  return s.document
}

/** The block in the middle of the canvas. */
export function middleBlock(nodes: number): number {
  const rows = Math.ceil(blocks(nodes) / ROW)
  return ROW * Math.floor(rows / 2) + Math.floor(ROW / 2)
}

function blocks(nodes: number): number {
  return Math.floor((nodes - 2) / 4)
}

/** Where the cards and wires of a level lie. The layered layout is ELK's; what it is given and what it answers is put into words here. */
import { cardSize } from './cards'
import type { Level } from './repeats'
import { labelWidth, wireText } from './words'

export interface Point {
  readonly x: number
  readonly y: number
}

export interface PlacedCard extends Point {
  readonly width: number
  readonly height: number
}

export interface LevelLayout {
  readonly cards: ReadonlyMap<string, PlacedCard>
  /** By the wire's rank in the level: from its card to the other, corners between. */
  readonly wires: readonly (readonly Point[])[]
  /** Middle of each wire's label, where it has one. */
  readonly labels: readonly (Point | undefined)[]
}

/** What ELK takes and gives, as far as it is used. */
interface ElkEdge {
  id: string
  sources: string[]
  targets: string[]
  labels?: ElkShape[]
  sections?: { id: string; startPoint: Point; bendPoints?: Point[]; endPoint: Point }[]
}

interface ElkShape {
  id?: string
  text?: string
  x?: number
  y?: number
  width?: number
  height?: number
  layoutOptions?: Record<string, string>
}

export interface ElkGraph extends ElkShape {
  id: string
  children?: (ElkShape & { id: string })[]
  edges?: ElkEdge[]
}

/** Cards beyond which wires carry no label of their own. */
const LABELLED = 150
/** Cards beyond which crossings are not looked at twice. */
const THOROUGH = 250

const OPTIONS = {
  'elk.algorithm': 'layered',
  'elk.direction': 'RIGHT',
  'elk.edgeRouting': 'ORTHOGONAL',
  'elk.spacing.nodeNode': '22',
  'elk.spacing.edgeNode': '14',
  'elk.spacing.edgeEdge': '10',
  'elk.spacing.edgeLabel': '2',
  'elk.layered.spacing.nodeNodeBetweenLayers': '34',
  'elk.layered.spacing.edgeNodeBetweenLayers': '14',
  'elk.layered.spacing.edgeEdgeBetweenLayers': '8',
  'elk.layered.considerModelOrder.strategy': 'NODES_AND_EDGES',
  'elk.layered.nodePlacement.strategy': 'BRANDES_KOEPF',
  'elk.layered.nodePlacement.bk.fixedAlignment': 'BALANCED',
  'elk.layered.feedbackEdges': 'true',
  'elk.separateConnectedComponents': 'false',
}

export function elkGraph({ nodes, wires }: Level): ElkGraph {
  const many = nodes.length > THOROUGH
  return {
    id: 'level',
    layoutOptions: {
      ...OPTIONS,
      'elk.layered.thoroughness': many ? '1' : '7',
      ...(many && { 'elk.layered.nodePlacement.strategy': 'LINEAR_SEGMENTS' }),
    },
    children: nodes.map((node) => ({
      id: node.id,
      ...cardSize(node),
      ...(node.type === 'input' && { layoutOptions: { 'elk.layered.layering.layerConstraint': 'FIRST' } }),
      ...(node.type === 'output' && { layoutOptions: { 'elk.layered.layering.layerConstraint': 'LAST' } }),
    })),
    edges: wires.map(({ from, to, tensors }, i) => {
      const text = nodes.length > LABELLED ? '' : wireText(tensors)
      return {
        id: `${i}`,
        sources: [from],
        targets: [to],
        ...(text !== '' && {
          labels: [
            {
              text,
              width: labelWidth(text),
              height: 14,
              layoutOptions: { 'elk.edgeLabels.placement': 'CENTER', 'elk.edgeLabels.inline': 'true' },
            },
          ],
        }),
      }
    }),
  }
}

export function readLayout(level: Level, laid: ElkGraph): LevelLayout {
  const edges = new Map((laid.edges ?? []).map((edge) => [edge.id, edge]))
  return {
    cards: new Map(
      (laid.children ?? []).map(({ id, x = 0, y = 0, width = 0, height = 0 }) => [
        id,
        { x, y, width, height },
      ]),
    ),
    wires: level.wires.map((_, i) => pointsOf(edges.get(`${i}`))),
    labels: level.wires.map((_, i) => {
      const label = edges.get(`${i}`)?.labels?.[0]
      if (label === undefined) return undefined
      const { x = 0, y = 0, width = 0, height = 0 } = label
      return { x: x + width / 2, y: y + height / 2 }
    }),
  }
}

function pointsOf(edge: ElkEdge | undefined): Point[] {
  const section = edge?.sections?.[0]
  return section === undefined
    ? []
    : [section.startPoint, ...(section.bendPoints ?? []), section.endPoint].map(({ x, y }) => ({ x, y }))
}

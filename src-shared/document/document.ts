/**
 * The document: what a person builds and what is saved. Plain data; changed only by diffs (`diff.ts`); every saved shape has a
 * version and its migrations (`migrate.ts`). See docs/file-format.md.
 */
import { z } from 'zod'

/** Version of the saved shape that this program writes. */
export const DOCUMENT_VERSION = 1

export const paramValue = z.union([z.number(), z.string(), z.boolean()])

/** One parameter of another node that stands in for one of this node's. */
const tie = z.looseObject({ node: z.string(), param: z.string(), transpose: z.boolean().optional() })

const size = z.object({ width: z.number(), height: z.number() })

export const documentNode = z.looseObject({
  id: z.string().regex(/^[A-Za-z0-9_-]{1,64}$/),
  kind: z.string().min(1).max(100),
  /** Version of the kind that the parameters were written for. */
  version: z.number().int().min(1),
  /** The user's own name for the node. */
  title: z.string().max(200).optional(),
  params: z.record(z.string(), paramValue),
  /** Canvas units; relative to the parent where there is one. */
  position: z.object({ x: z.number(), y: z.number() }),
  /** Loops and groups only: their size on the canvas. */
  size: size.optional(),
  /** The loop or group that this node lies in. */
  parent: z.string().optional(),
  tieTo: z.record(z.string(), tie).optional(),
  /** Loops and groups that were put around nodes: how large the frames around it were before and became. */
  madeRoom: z.record(z.string(), z.object({ before: size, after: size })).optional(),
  /**
   * This node is a part of what is inside of a composite node, which was opened: the composite as it was, this part's name in it, which of
   * the composite's inputs go to which of its ports (in order), which of its outputs each wire was drawn from, and how large the loops around were.
   */
  openedFrom: z
    .looseObject({
      node: z.unknown(),
      part: z.string(),
      takes: z.record(z.string(), z.array(z.string())),
      gives: z.record(z.string(), z.string()),
      around: z.record(z.string(), size),
    })
    .optional(),
})

const end = z.looseObject({ node: z.string(), port: z.string() })

const point = z.object({ x: z.number(), y: z.number() })

/**
 * A connection. Wires into a variadic port keep the order of their `order`. `points` are where the user leads it through, from its source on,
 * in units of the whole canvas.
 */
export const wire = z.looseObject({
  id: z.string(),
  from: end,
  to: end,
  order: z.number().optional(),
  points: z.array(point).max(64).optional(),
})

const task = z.looseObject({ id: z.string(), params: z.record(z.string(), paramValue) })

export const heedDocument = z.looseObject({
  format: z.literal('heed'),
  version: z.literal(DOCUMENT_VERSION),
  title: z.string().max(200),
  /** The guided note, in Markdown. */
  note: z.string().max(100_000),
  /** Seed of the initial weights and of everything else that is random. */
  seed: z.number().int().min(0),
  nodes: z.record(z.string(), documentNode),
  wires: z.record(z.string(), wire),
  /** Words by index, one list for each vocabulary; frozen, so that sizes are known while wiring. */
  vocabularies: z.record(z.string(), z.array(z.string())),
  /** What each field of the input form starts with. */
  example: z.record(z.string(), z.string()),
  task: task.optional(),
})

export type HeedDocument = z.infer<typeof heedDocument>
export type DocumentNode = z.infer<typeof documentNode>
export type Wire = z.infer<typeof wire>
export type PortRef = { readonly node: string; readonly port: string }

export function emptyDocument(title = 'Untitled'): HeedDocument {
  return {
    format: 'heed',
    version: DOCUMENT_VERSION,
    title,
    note: '',
    seed: 1,
    nodes: {},
    wires: {},
    vocabularies: {},
    example: {},
  }
}

/** What a page may ask to open files and to walk through models, as schemas. */
import { z } from 'zod'
import { type OpeningRequests, UPLOAD_PIECE } from '#shared/contract/opening'

const nothing = z.object({})
const key = z.string().max(100)
const path = z.string().min(1).max(32_000)
/** Names in models may be as long as a protobuf reader lets them be. */
const id = z.string().max(200_000)
const piece = z.custom<Uint8Array>(
  (value) => value instanceof Uint8Array && value.length <= UPLOAD_PIECE,
  'expected a piece of a file',
)
const files = z
  .array(z.object({ name: z.string().min(1).max(1000), size: z.number().int().min(0) }))
  .min(1)
  .max(1000)

export const openingSchemas = {
  'model.openPath': z.object({ path, run: key.optional() }),
  'document.openPath': z.object({ path }),
  'file.choose': nothing,
  'upload.begin': z.object({ files }),
  'upload.piece': z.object({ upload: key, file: z.number().int().min(0), bytes: piece }),
  'upload.open': z.object({ upload: key, run: key.optional() }),
  'upload.drop': z.object({ upload: key }),
  'model.scope': z.object({ model: key, scope: id }),
  'model.find': z.object({
    model: key,
    text: z.string().max(1000),
    limit: z.number().int().min(1).max(1000),
  }),
  'model.node': z.object({ model: key, node: id }),
  'recent.list': nothing,
  'recent.forget': z.object({ path }),
} satisfies Record<keyof OpeningRequests, z.ZodType>

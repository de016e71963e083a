/** Documents that Heed ships, built in code so that they can be made again: `npm run templates`. */
import type { HeedDocument } from '#shared/document/document'

export interface Template {
  /** Place in the gallery. */
  readonly order: number
  build(): HeedDocument
}

const files = import.meta.glob<Template>(['./*.ts', '!./*.test.ts'], { eager: true, import: 'template' })

/** Templates by id, which is their file's name, in the gallery's order. */
export const templates: ReadonlyMap<string, Template> = new Map(
  Object.entries(files)
    .filter(([, template]) => template !== undefined)
    .map(([path, template]) => [path.slice(2, -3), template] as const)
    .sort(([, a], [, b]) => a.order - b.order),
)

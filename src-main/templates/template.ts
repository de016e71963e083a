/** Documents that Heed ships, built in code so that they can be made again: `npm run templates`. */
import type { HeedDocument } from '#shared/document/document'

export interface Template {
  /** Place in the gallery. */
  readonly order: number
  build(): HeedDocument
}

const files = import.meta.glob<Template>(['./documents/*.ts', '!./documents/*.test.ts'], {
  eager: true,
  import: 'template',
})

/** Templates by id, which is their file's name, in the gallery's order. */
export const templates: ReadonlyMap<string, Template> = new Map(
  Object.entries(files)
    .map(([path, { order, build }]) => {
      const whole = () => ({ ...build(), order })
      return [path.slice('./documents/'.length, -'.ts'.length), { order, build: whole }] as const
    })
    .sort(([, a], [, b]) => a.order - b.order),
)

/** Documents that Heed ships, built in code so that they can be made and trained again: `npm run templates`. */
import type { HeedDocument } from '#shared/document/document'

/** What a measure of the trained weights must be; `measure.ts` says what is measured. */
export interface Goal {
  readonly atLeast?: number
  readonly atMost?: number
}

export interface Template {
  /** Place in the gallery. */
  readonly order: number
  /** By the measure's name. */
  readonly goals: Readonly<Record<string, Goal>>
  build(): HeedDocument
}

const files = import.meta.glob<Template>(['./documents/*.ts', '!./documents/*.test.ts'], {
  eager: true,
  import: 'template',
})

const paperFiles = import.meta.glob<Template>(['./papers/*.ts', '!./papers/*.test.ts'], {
  eager: true,
  import: 'template',
})

/** Templates by id, which is their file's name, in the gallery's order. */
export const templates = shelf(files)

/** Networks as a paper has them, with its training: on the gallery's last shelf, by id. */
export const papers = shelf(paperFiles)

function shelf(found: Readonly<Record<string, Template>>): ReadonlyMap<string, Template> {
  return new Map(
    Object.entries(found)
      .map(([path, { order, goals, build }]) => {
        const whole = () => ({ ...build(), order })
        return [path.slice(path.lastIndexOf('/') + 1, -'.ts'.length), { order, goals, build: whole }] as const
      })
      .sort(([, a], [, b]) => a.order - b.order),
  )
}

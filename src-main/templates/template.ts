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

/** Templates by id, which is their file's name, in the gallery's order. */
export const templates: ReadonlyMap<string, Template> = new Map(
  Object.entries(files)
    .map(([path, { order, goals, build }]) => {
      const whole = () => ({ ...build(), order })
      return [path.slice('./documents/'.length, -'.ts'.length), { order, goals, build: whole }] as const
    })
    .sort(([, a], [, b]) => a.order - b.order),
)

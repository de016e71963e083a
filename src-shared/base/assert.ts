/** A bug: an expectation of the program's own that does not hold. */
export class Bug extends Error {
  constructor(
    message: string,
    readonly state?: unknown,
  ) {
    super(message)
    this.name = 'Bug'
  }
}

export function assert(condition: unknown, message: string, state?: unknown): asserts condition {
  if (!condition) throw new Bug(message, state)
}

/** The value, or a bug that says what was missing. */
export function need<T>(value: T | undefined | null, what: string): T {
  if (value === undefined || value === null) throw new Bug(`missing: ${what}`)
  return value
}

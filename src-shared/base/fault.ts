/**
 * A fault: the world said no (a file, a model, the runtime). Crosses processes as data; thrown only inside a process, as
 * {@link FaultError}, and turned into an envelope at its border.
 */
export interface Fault {
  readonly code: FaultCode
  /** One sentence for the user: where, what was expected, what was found. */
  readonly message: string
  /** The underlying message, for a details fold; never a stack trace. */
  readonly cause?: string
}

export type FaultCode =
  | 'bad-file'
  | 'bad-model'
  | 'bad-input'
  | 'too-large'
  | 'newer-version'
  | 'not-found'
  | 'no-permission'
  | 'unsupported'
  | 'invalid-document'
  | 'runtime'
  | 'engine-lost'
  | 'cancelled'
  | 'disconnected'
  | 'bug'

export class FaultError extends Error {
  constructor(readonly fault: Fault) {
    super(fault.message)
    this.name = 'FaultError'
  }
}

export function fault(code: FaultCode, message: string, cause?: unknown): FaultError {
  const detail = cause instanceof Error ? cause.message : cause === undefined ? undefined : String(cause)
  return new FaultError(detail === undefined ? { code, message } : { code, message, cause: detail })
}

/** Anything caught, as a fault: a FaultError keeps its own; everything else is a bug and says so. */
export function toFault(error: unknown): Fault {
  if (error instanceof FaultError) return error.fault
  const message = error instanceof Error ? error.message : String(error)
  return { code: 'bug', message: `Something went wrong inside Heed: ${message}` }
}

import { FaultError, toFault } from '#shared/base/fault'
import type { Envelope } from '#shared/contract/contract'

/** The value in an envelope; its fault is thrown. */
export function asked<T>(envelope: Envelope<T>): T {
  if (envelope.ok) return envelope.value
  throw new FaultError(envelope.fault)
}

/** What `work` gives or throws, in an envelope. */
export async function enveloped<T>(work: () => Promise<T> | T): Promise<Envelope<T>> {
  try {
    return { ok: true, value: await work() }
  } catch (error) {
    return { ok: false, fault: toFault(error) }
  }
}

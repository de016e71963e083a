/** A lock that a page holds as long as it lives, so that other pages know whose recovery copies are left behind. */
const PREFIX = 'heed.page.'

export function holdPageLock(key: string): void {
  if (!('locks' in navigator)) return
  void navigator.locks.request(PREFIX + key, () => new Promise<never>(() => undefined))
}

/** Keys of the pages that are open now. */
export async function livePages(): Promise<ReadonlySet<string>> {
  if (!('locks' in navigator)) return new Set()
  const { held = [] } = await navigator.locks.query()
  return new Set(held.flatMap(({ name }) => (name?.startsWith(PREFIX) ? [name.slice(PREFIX.length)] : [])))
}

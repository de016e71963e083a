/** How numbers of a training are written. */

/** A share of 1; never rounded up to all of it. */
export function percent(share: number): string {
  return share === 1 ? '100 %' : `${(Math.floor(share * 1000) / 10).toFixed(1)} %`
}

export function small(value: number): string {
  if (!Number.isFinite(value)) return '–'
  const size = Math.abs(value)
  if (size !== 0 && size < 0.001) return value.toExponential(1)
  return String(size >= 100 ? Math.round(value) : Number(value.toPrecision(3)))
}

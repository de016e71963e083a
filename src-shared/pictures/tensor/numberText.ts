/** Numbers as short texts. */

/** Four digits that count; whole numbers whole. */
export function numberText(value: number): string {
  if (!Number.isFinite(value)) return String(value)
  if (Number.isInteger(value) && Math.abs(value) < 1e7) return String(value)
  const size = Math.abs(value)
  return size !== 0 && (size < 0.0005 || size >= 1e6) ? value.toExponential(2) : value.toPrecision(4)
}

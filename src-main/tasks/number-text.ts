/** Numbers as a person would type them: separated by spaces, few decimals, no negative zero. */
export function numberText(values: readonly number[], decimals: number): string {
  return values.map((value) => String(Number(value.toFixed(decimals)) + 0)).join(' ')
}

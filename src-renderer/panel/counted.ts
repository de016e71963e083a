/** Large counts as a person reads them: `1,536`, `3.07 million`. */

const UNITS = [
  [1e12, 'trillion'],
  [1e9, 'billion'],
  [1e6, 'million'],
] as const

export function counted(count: number): string {
  const unit = UNITS.find(([size]) => count >= size)
  if (unit === undefined) return count.toLocaleString('en')
  const [size, name] = unit
  return `${(count / size).toPrecision(3)} ${name}`
}

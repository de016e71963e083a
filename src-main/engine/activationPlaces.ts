/** Names of rows and columns of a value, and which of its places are only padding. */
import { sizeOf } from '#shared/ir/graph'
import type { Axis } from '#shared/kinds/kind'

export interface Places {
  /** What its axes but the last are called there. */
  readonly rowName: (row: number) => string
  /** Of a column whose names differ from row to row, its number. */
  readonly columnName: (column: number) => string
  readonly isThere: (row: number, column: number) => boolean
}

/** @param namesOf names of the first positions of an axis, those of a nested one all after another; `''` is padding */
export function placesOf(
  sizes: readonly number[],
  axes: readonly Axis[],
  namesOf: (axis: Axis, count: number) => readonly string[],
): Places {
  const outer = sizes.slice(0, -1)
  // Axes that each is nested in, and itself.
  const paths = sizes.map((_, i) => {
    const within = axes[i]?.within ?? []
    return [...sizes.keys()].filter((j) => j === i || (j < i && within.includes(axes[j]?.origin ?? '')))
  })
  const names = paths.map((path, i) => namesOf(axes[i] ?? {}, sizeOf(path.map((axis) => sizes[axis]!))))
  const padded = names.flatMap((own, axis) => (own.includes('') ? [axis] : []))
  const name = (axis: number, coordinates: readonly number[]) => {
    const path = paths[axis]!
    const at = flat(
      path.map((each) => coordinates[each]!),
      path.map((each) => sizes[each]!),
    )
    return names[axis]![at] ?? ''
  }
  return {
    rowName(row) {
      const coordinates = coordinatesOf(row, outer)
      const parts = coordinates.map((_, axis) => name(axis, coordinates))
      return parts.filter((part) => part !== '').join(' · ')
    },
    columnName(column) {
      const last = sizes.length - 1
      if (last < 0) return ''
      return paths[last]!.length > 1 ? String(column + 1) : (names[last]![column] ?? '')
    },
    isThere(row, column) {
      if (padded.length === 0) return true
      const coordinates = [...coordinatesOf(row, outer), column]
      return padded.every((axis) => name(axis, coordinates) !== '')
    },
  }
}

export function flat(coordinates: readonly number[], sizes: readonly number[]): number {
  return sizes.reduce((at, size, i) => at * size + (coordinates[i] ?? 0), 0)
}

function coordinatesOf(row: number, sizes: readonly number[]): number[] {
  const coordinates = sizes.map(() => 0)
  for (let i = sizes.length - 1, left = row; i >= 0; i--) {
    coordinates[i] = left % sizes[i]!
    left = Math.floor(left / sizes[i]!)
  }
  return coordinates
}

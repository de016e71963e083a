/** Hues of groups (`--group-…` in theme.css); names and shapes are shared with pictures for paper. */
import type { Group } from '#shared/kinds/kind'

export * from '#shared/pictures/groups'

export function groupColor(group: Group): string {
  return `var(--group-${group})`
}

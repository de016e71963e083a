/** The loop or group whose frame holds a point. */
import type { HeedDocument } from '#shared/document/document'
import { absolutePosition, type Point } from '#shared/document/editsPlaces'
import { isFrame } from '#shared/document/structure'

/** The innermost frame that holds a point; `except` are nodes being moved. */
export function frameAt(
  document: HeedDocument,
  at: Point,
  except: ReadonlySet<string> = new Set(),
): string | undefined {
  let found: string | undefined
  let area = Number.POSITIVE_INFINITY
  for (const node of Object.values(document.nodes)) {
    if (!isFrame(node) || node.size === undefined || except.has(node.id)) continue
    const { x, y } = absolutePosition(document, node.id)
    const { width, height } = node.size
    const within = at.x >= x && at.y >= y && at.x <= x + width && at.y <= y + height
    if (within && width * height < area) {
      found = node.id
      area = width * height
    }
  }
  return found
}

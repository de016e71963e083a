/**
 * The path of a request target, decoded; undefined where it must be refused: parent folders in any spelling, back slashes, control
 * characters, or no path at all.
 */
export function cleanPath(target: string | undefined): string | undefined {
  const raw = target?.split(/[?#]/, 1)[0]
  if (!raw?.startsWith('/')) return undefined
  let path: string
  try {
    path = decodeURIComponent(raw)
  } catch {
    return undefined
  }
  if (/[\\%\p{Cc}]/u.test(path) || path.startsWith('//')) return undefined
  return path.split('/').some((part) => part === '..' || part === '.') ? undefined : path
}

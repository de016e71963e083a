/** Files that Heed opens, by what their names end with. */
import { resolve } from 'node:path'

export function kindOfPath(path: string): 'document' | 'model' | undefined {
  if (/\.heed$/i.test(path)) return 'document'
  return /\.onnx$/i.test(path) ? 'model' : undefined
}

/**
 * The document or model that a start was given: the last argument that names one, as a whole path. Options are not paths.
 * @param folder that the start was made in
 */
export function fileInArguments(args: readonly string[], folder: string): string | undefined {
  const found = args.findLast((arg) => !arg.startsWith('-') && isOpenablePath(arg))
  return found === undefined ? undefined : resolve(folder, found)
}

/** Whether a path is that of a document or model, and no address. */
export function isOpenablePath(path: string): boolean {
  return kindOfPath(path) !== undefined && !path.includes('\0') && !/^[a-z]{2,}:/i.test(path)
}

/** The folder that a start was made in: npm changes into the package's own and leaves a note. */
export function startFolder(env: Readonly<Record<string, string | undefined>>): string {
  return env.INIT_CWD ?? process.cwd()
}

/**
 * The page's files, a few megabytes, read once: only what was found in the folder is served, so that no path can lead out of it (links
 * are not followed), and a build that replaces them does not disturb a page that is open.
 */
import { readdir, readFile } from 'node:fs/promises'
import { extname, join } from 'node:path'
import { fault } from '#shared/base/fault'

export interface ServedFile {
  readonly content: Buffer
  readonly type: string
  /** Names that hold a hash of the content never change theirs. */
  readonly lasting: boolean
}

const types: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.mjs': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.json': 'application/json',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.jpg': 'image/jpeg',
  '.ico': 'image/x-icon',
  '.woff2': 'font/woff2',
  '.woff': 'font/woff',
  '.ttf': 'font/ttf',
  '.wasm': 'application/wasm',
  '.txt': 'text/plain; charset=utf-8',
}

/** All regular files under `folder`, by the path that a browser asks for. `/` is the page itself. */
export async function findFiles(folder: string): Promise<ReadonlyMap<string, ServedFile>> {
  const found = new Map<string, ServedFile>()
  async function walk(at: string, url: string): Promise<void> {
    for (const entry of await readdir(at, { withFileTypes: true })) {
      const path = join(at, entry.name)
      if (entry.isDirectory()) await walk(path, `${url}${entry.name}/`)
      else if (entry.isFile())
        found.set(url + entry.name, {
          content: await readFile(path),
          type: types[extname(entry.name).toLowerCase()] ?? 'application/octet-stream',
          lasting: url.startsWith('/assets/'),
        })
    }
  }
  await walk(folder, '/').catch((error: unknown) => {
    throw fault('not-found', 'The page of Heed is not built. Build it with: npm run build', error)
  })
  const page = found.get('/index.html')
  if (page) found.set('/', page)
  return found
}

/** Files that were opened before, kept by the host in a small file of its own. */
import { lstat, mkdir, readFile } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'
import { z } from 'zod'
import { atomicWrite } from '#main/files/atomicWrite'
import type { RecentFile } from '#shared/contract/opening'

/** Files that are remembered at the most. */
const MOST = 12

const schema = z.array(
  z.object({
    path: z.string(),
    name: z.string(),
    title: z.string(),
    kind: z.enum(['document', 'model']),
    date: z.string(),
  }),
)

type Remembered = z.infer<typeof schema>[number]

export class RecentFiles {
  readonly #file: string | undefined
  #list: Remembered[] | undefined
  /** Writes one after the other, so that the last one said is the last one written. */
  #writing: Promise<unknown> = Promise.resolve()

  /** @param folder where the list is kept beyond this host's life; without one it is kept as long as the host */
  constructor(folder: string | undefined) {
    this.#file = folder && join(folder, 'recent.json')
  }

  /** The newest first; what is no longer there says so. */
  async list(): Promise<RecentFile[]> {
    const list = await this.#read()
    return Promise.all(list.map(async (entry) => ({ ...entry, ...(await missing(entry.path)) })))
  }

  async has(path: string): Promise<boolean> {
    return (await this.#read()).some((entry) => entry.path === path)
  }

  async add(file: Pick<RecentFile, 'path' | 'title' | 'kind'>): Promise<void> {
    const entry = { ...file, name: basename(file.path), date: new Date().toISOString() }
    await this.#change((list) => [entry, ...list.filter(({ path }) => path !== file.path)].slice(0, MOST))
  }

  async forget(path: string): Promise<void> {
    await this.#change((list) => list.filter((entry) => entry.path !== path))
  }

  async #change(edit: (list: Remembered[]) => Remembered[]): Promise<void> {
    await this.#read()
    const list = edit(this.#list ?? [])
    this.#list = list
    const file = this.#file
    if (file === undefined) return
    // A list that cannot be written is forgotten with this host, and nothing else is lost.
    this.#writing = this.#writing.then(async () => {
      await mkdir(dirname(file), { recursive: true })
      await atomicWrite(file, new TextEncoder().encode(JSON.stringify(list, undefined, 2)))
    })
    this.#writing = this.#writing.catch(() => undefined)
    await this.#writing
  }

  async #read(): Promise<Remembered[]> {
    if (this.#list !== undefined) return this.#list
    const text =
      this.#file === undefined ? undefined : await readFile(this.#file, 'utf8').catch(() => undefined)
    this.#list ??= parsed(text)
    return this.#list
  }
}

function parsed(text: string | undefined): Remembered[] {
  try {
    const { success, data } = schema.safeParse(JSON.parse(text ?? '[]'))
    return success ? data.slice(0, MOST) : []
  } catch {
    return []
  }
}

async function missing(path: string): Promise<Pick<RecentFile, 'missing'>> {
  try {
    await lstat(path)
    return {}
  } catch {
    return { missing: `It is no longer in ${dirname(path)}: it was moved, renamed or deleted.` }
  }
}

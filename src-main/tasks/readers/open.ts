/** Data by its path: the reader is chosen by what lies there, and told what the document expects. */
import { readdir, readFile, realpath, stat } from 'node:fs/promises'
import { basename, isAbsolute, join, relative } from 'node:path'
import { FaultError, fault } from '#shared/base/fault'
import type { HeedDocument } from '#shared/document/document'
import { readBabi } from './babi'
import type { Data } from './data'
import { readParallel } from './parallel'
import { type PictureLayout, readPictures } from './pictures'
import { readSeries } from './series'
import { slotsOf } from './slots'
import { readTable } from './table'

export interface DataOptions {
  /** Columns of a table, arrays of a file. */
  readonly target?: string | undefined
  /** Steps of a window of a series. */
  readonly length?: number | undefined
  /** Sentences of a story that are kept. */
  readonly newest?: number | undefined
  /** Whether full stops and question marks of stories are words. */
  readonly stops?: boolean | undefined
}

const MOST_BYTES = 2 ** 30
const CAPTIONS = ['captions.tsv', 'captions.csv', 'captions.txt']
const LAYOUT: PictureLayout = { rows: 4, columns: 4, patch: 4, channels: 3 }

/**
 * A folder: pictures with `captions.tsv`, `.csv` or `.txt`. A file by its ending: `.tsv` parallel text, `.csv` a table, `.npy` and `.npz` series,
 * `.txt` bAbI stories. What the document's inputs say of columns, channels and patches holds for the data.
 * @throws FaultError `not-found`, `no-permission`, `too-large`, `unsupported`, `bad-file` or `bad-input`
 */
export async function openData(
  path: string,
  document: HeedDocument | undefined,
  options: DataOptions = {},
): Promise<Data> {
  const name = basename(path)
  const there = await onDisk(path, stat(path))
  const slots = document ? slotsOf(document) : []
  const paramsOf = (kind: string) => slots.find((slot) => slot.kind === kind)?.params
  if (there.isDirectory()) {
    const params = paramsOf('picture')
    const layout = params
      ? {
          rows: Number(params.rows),
          columns: Number(params.columns),
          patch: Number(params.patch),
          channels: Number(params.channels),
        }
      : LAYOUT
    return await openFolder(path, layout)
  }
  const ending = /\.[^.]*$/.exec(name.toLowerCase())?.[0] ?? ''
  switch (ending) {
    case '.tsv':
      return readParallel(await textOf(path), name)
    case '.txt': {
      const params = paramsOf('sentences')
      return readBabi(await textOf(path), name, {
        newest: options.newest ?? (params && Number(params.newest)),
        stops: options.stops ?? params?.stops !== false,
      })
    }
    case '.csv': {
      const names = paramsOf('table')?.names
      const features =
        names === undefined
          ? undefined
          : String(names)
              .split(',')
              .map((each) => each.trim())
      return readTable(await textOf(path), name, { target: options.target, features })
    }
    case '.npy':
    case '.npz': {
      const ahead = paramsOf('decide-number')?.count
      return readSeries(await bytesOf(path), name, {
        length: options.length,
        target: options.target,
        ahead: ahead === undefined ? undefined : Number(ahead),
      })
    }
    default:
      throw fault(
        'unsupported',
        `${name}: expected a .tsv (pairs of sentences), .csv (a table), .txt (bAbI stories), .npy or .npz (series) file, or a folder of pictures; found ${ending === '' ? 'no ending' : `“${ending}”`}.`,
      )
  }
}

async function openFolder(path: string, layout: PictureLayout): Promise<Data> {
  const files = await onDisk(path, readdir(path))
  const captions = CAPTIONS.find((name) => files.includes(name))
  if (captions === undefined)
    throw fault(
      'not-found',
      `${basename(path)}: expected ${CAPTIONS.join(' or ')} in this folder, found none.`,
    )
  const root = await realpath(path)
  const load = async (file: string) => {
    // Names come from a file: none may lead out of the folder, also not by a link.
    const real = await onDisk(file, realpath(join(root, file)))
    const inside = relative(root, real)
    if (isAbsolute(file) || inside.startsWith('..') || isAbsolute(inside))
      throw fault('no-permission', 'expected a picture inside of the folder, found one outside')
    return await bytesOf(real)
  }
  return await readPictures(await textOf(join(path, captions)), captions, load, layout)
}

async function bytesOf(path: string): Promise<Uint8Array> {
  const { size } = await onDisk(path, stat(path))
  if (size > MOST_BYTES)
    throw fault('too-large', `${basename(path)}: expected at most ${MOST_BYTES} bytes, found ${size}.`)
  return new Uint8Array(await onDisk(path, readFile(path)))
}

async function textOf(path: string): Promise<string> {
  const bytes = await bytesOf(path)
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes)
  } catch (error) {
    throw fault('bad-file', `${basename(path)}: expected text in UTF-8, found other bytes.`, error)
  }
}

/** What the file system says no to, as a fault. */
async function onDisk<T>(path: string, work: Promise<T>): Promise<T> {
  try {
    return await work
  } catch (error) {
    if (error instanceof FaultError) throw error
    const code = (error as NodeJS.ErrnoException).code
    const name = basename(path)
    if (code === 'ENOENT') throw fault('not-found', `${name} is not there.`, error)
    if (code === 'EACCES' || code === 'EPERM') throw fault('no-permission', `${name} may not be read.`, error)
    throw fault('bad-file', `${name} cannot be read.`, error)
  }
}

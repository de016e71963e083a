/** The built local server, as `npm start` runs it. */
import { type ChildProcess, spawn } from 'node:child_process'
import { mkdtempSync, readdirSync, readFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { serverProgram } from './places'

export interface RunningServer {
  /** With the token in it. */
  readonly address: string
  readonly origin: string
  readonly port: number
  readonly token: string
  readonly process: ChildProcess
  /** All that it has printed so far. */
  printed(): string
  stop(): Promise<void>
  /** Ends it at once, as a power cut would. */
  kill(): Promise<void>
}

export interface Ended {
  readonly code: number | null
  readonly printed: string
}

/**
 * Starts a server on any free port, or on `port`. Rejects with what it printed when it ends instead of serving.
 * @param home where it keeps copies; one of its own where absent, so that no scenario meets what another has left
 */
export async function startServer(port = 0, home = newHome(), file?: string): Promise<RunningServer> {
  const started = launch(port, home, file)
  const address = await Promise.race([started.address, started.ended.then(() => undefined)])
  if (address === undefined) throw new Error(`the server ended: ${started.printed()}`)
  const url = new URL(address)
  const end = async (signal: NodeJS.Signals) => {
    started.child.kill(signal)
    await started.ended
  }
  return {
    address,
    origin: url.origin,
    port: Number(url.port),
    token: url.searchParams.get('token') ?? '',
    process: started.child,
    printed: started.printed,
    stop: () => end('SIGTERM'),
    kill: () => end('SIGKILL'),
  }
}

/** Starts a server that is expected to end by itself. */
export async function startAndEnd(port: number): Promise<Ended> {
  const { child, ended, printed } = launch(port, newHome())
  await ended
  return { code: child.exitCode, printed: printed() }
}

export function newHome(): string {
  return mkdtempSync(join(tmpdir(), 'heed-home-'))
}

function launch(port: number, home: string, file?: string) {
  const places = { HOME: home, XDG_CACHE_HOME: join(home, '.cache'), LOCALAPPDATA: home }
  const child = spawn(process.execPath, [serverProgram, ...(file === undefined ? [] : [file])], {
    env: { ...process.env, ...places, PORT: String(port), BROWSER: 'none' },
  })
  let text = ''
  const address = new Promise<string>((resolve) => {
    const hear = (part: Buffer) => {
      text += part.toString()
      const found = /http:\/\/127\.0\.0\.1:\d+\/\?token=\S+/.exec(text)
      if (found) resolve(found[0])
    }
    child.stdout.on('data', hear)
    child.stderr.on('data', hear)
  })
  const ended = new Promise<void>((resolve) => child.once('close', () => resolve()))
  return { child, address, ended, printed: () => text }
}

/** Process ids of the engines that a server has started (Linux). */
export function enginesOf(server: RunningServer): number[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .map(Number)
    .filter((pid) => parentOf(pid) === server.process.pid)
}

function parentOf(pid: number): number | undefined {
  const parent = statOf(pid)?.[1]
  return parent === undefined ? undefined : Number(parent)
}

/** What the system tells of a process, from its state on: the field before is the program's name in brackets, which may hold spaces. */
function statOf(pid: number): string[] | undefined {
  try {
    return readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1]?.split(' ')
  } catch {
    return undefined
  }
}

/** Whether a process has not ended yet; one that nobody has asked for its end has. */
export function isRunning(pid: number): boolean {
  const state = statOf(pid)?.[0]
  return state !== undefined && state !== 'Z'
}

/** Seconds for which a process has computed, of all processors together (Linux). */
export function computedBy(pid: number): number {
  const fields = statOf(pid)
  return (Number(fields?.[11]) + Number(fields?.[12])) / 100
}

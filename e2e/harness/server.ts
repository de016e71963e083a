/** The built local server, as `npm start` runs it. */
import { type ChildProcess, spawn } from 'node:child_process'
import { readdirSync, readFileSync } from 'node:fs'
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
}

export interface Ended {
  readonly code: number | null
  readonly printed: string
}

/** Starts a server on any free port, or on `port`. Rejects with what it printed when it ends instead of serving. */
export async function startServer(port = 0): Promise<RunningServer> {
  const started = launch(port)
  const address = await Promise.race([started.address, started.ended.then(() => undefined)])
  if (address === undefined) throw new Error(`the server ended: ${started.printed()}`)
  const url = new URL(address)
  return {
    address,
    origin: url.origin,
    port: Number(url.port),
    token: url.searchParams.get('token') ?? '',
    process: started.child,
    printed: started.printed,
    stop: async () => {
      started.child.kill('SIGTERM')
      await started.ended
    },
  }
}

/** Starts a server that is expected to end by itself. */
export async function startAndEnd(port: number): Promise<Ended> {
  const { child, ended, printed } = launch(port)
  await ended
  return { code: child.exitCode, printed: printed() }
}

function launch(port: number) {
  const child = spawn(process.execPath, [serverProgram], {
    env: { ...process.env, PORT: String(port), BROWSER: 'none' },
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
  try {
    // The second field is the program's name in brackets, which may hold spaces.
    return Number(readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1]?.split(' ')[1])
  } catch {
    return undefined
  }
}

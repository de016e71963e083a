/** The app as a user meets it: the started server, and a real Chromium in front of it. */
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { type Browser, chromium } from '@playwright/test'
import { fault } from '#shared/base/fault'
import type { Choices } from '../row'

export interface StartedApp {
  /** With the token in it. */
  readonly address: string
  stop(): Promise<void>
}

/** Starts `npm start`'s own script, without a browser of its own; resolves when it has printed its address. */
export async function startApp(root: string): Promise<StartedApp> {
  const script = join(root, 'src-main', 'hosts', 'launch', 'start.mjs')
  const child = spawn(process.execPath, [script], {
    cwd: root,
    env: { ...process.env, PORT: '0', BROWSER: 'none' },
  })
  const ended = once(child, 'close')
  let printed = ''
  const address = new Promise<string>((resolve) => {
    const hear = (part: Buffer) => {
      printed += part.toString()
      const found = /http:\/\/127\.0\.0\.1:\d+\/\?token=\S+/.exec(printed)
      if (found) resolve(found[0])
    }
    child.stdout.on('data', hear)
    child.stderr.on('data', hear)
  })
  const found = await Promise.race([address, ended.then(() => undefined)])
  if (found === undefined) throw fault('runtime', `The server ended: ${printed.trim()}`)
  return {
    address: found,
    async stop() {
      child.kill('SIGTERM')
      await ended
    },
  }
}

export async function openBrowser({ findChromium }: Choices): Promise<Browser> {
  const executablePath = await findChromium()
  if (executablePath === undefined)
    throw fault('not-found', 'No Chromium was found. Name one: PLAYWRIGHT_CHROMIUM=/path/to/chromium.')
  return chromium.launch({ executablePath, args: ['--no-sandbox'] })
}

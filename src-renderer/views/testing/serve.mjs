/** The stage in a browser: Vite serves it, Chromium shows it. */
import { existsSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { chromium } from '@playwright/test'
import react from '@vitejs/plugin-react'
import { createServer } from 'vite'

const SYSTEM = '/usr/bin/chromium'

/** Gives `use` an address of the stage and a browser, and closes both. */
export async function withStage(use) {
  const root = fileURLToPath(new URL('../../..', import.meta.url))
  const server = await createServer({
    root,
    configFile: false,
    logLevel: 'error',
    plugins: [react()],
    server: { port: 0, host: '127.0.0.1', hmr: false, watch: null },
  })
  await server.listen()
  const { port } = server.httpServer.address()
  const browser = await chromium.launch({
    executablePath: existsSync(SYSTEM) ? SYSTEM : undefined,
    args: ['--no-sandbox', '--enable-unsafe-swiftshader'],
  })
  try {
    await use(`http://127.0.0.1:${port}/src-renderer/views/testing/stage.html`, browser)
  } finally {
    await browser.close()
    await server.close()
  }
}

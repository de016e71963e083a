import { defineConfig } from '@playwright/test'
import { findChromium } from './src-main/hosts/launch/chromium.mjs'

const executablePath = await findChromium()

/**
 * Scenarios are written once and run through two doors: `browser` over the local server, always; `desktop` in Electron, where its binary
 * is present.
 */
export default defineConfig({
  testDir: 'e2e',
  testMatch: '*.spec.ts',
  outputDir: 'test-results',
  timeout: 60_000,
  expect: { timeout: 10_000 },
  workers: 1,
  forbidOnly: true,
  retries: 0,
  reporter: 'list',
  globalSetup: './e2e/harness/setup.ts',
  use: {
    viewport: { width: 1280, height: 800 },
    trace: 'retain-on-failure',
    screenshot: 'only-on-failure',
    launchOptions: {
      ...(executablePath !== undefined && { executablePath }),
      // Chromium's sandbox does not run for the administrator (a container).
      args: process.getuid?.() === 0 ? ['--no-sandbox'] : [],
    },
  },
  projects: [
    { name: 'browser', testIgnore: 'desktop.spec.ts' },
    {
      name: 'desktop',
      testIgnore: [
        'server.spec.ts',
        'engine.spec.ts',
        'cli.spec.ts',
        'shell.spec.ts',
        'lost.spec.ts',
        'kill.spec.ts',
        'outlive.spec.ts',
        'review3.spec.ts',
      ],
    },
  ],
})

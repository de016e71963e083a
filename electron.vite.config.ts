import react from '@vitejs/plugin-react'
import { defineConfig } from 'electron-vite'

/**
 * One build for all hosts: every program of `src-main` as an entry of its own, the preload as the one CommonJS file that Electron's
 * sandbox accepts, and the page.
 */
export default defineConfig({
  main: {
    build: {
      outDir: 'out/main',
      target: 'node20',
      rollupOptions: {
        input: {
          electron: 'src-main/hosts/electron/main.ts',
          engine: 'src-main/engine/process.ts',
          hostWatch: 'src-main/engine/hostWatch.ts',
          partWorker: 'src-main/engine/train/partWorker.ts',
          server: 'src-main/hosts/server/main.ts',
          cli: 'src-main/hosts/cli/main.ts',
          templates: 'src-main/templates/write.ts',
        },
        output: { format: 'es', entryFileNames: '[name].js', chunkFileNames: 'chunks/[name]-[hash].js' },
      },
    },
  },
  preload: {
    build: {
      outDir: 'out/preload',
      rollupOptions: {
        input: { index: 'src-main/hosts/electron/preload/preload.ts' },
        output: { format: 'cjs', entryFileNames: '[name].cjs', codeSplitting: false },
      },
    },
  },
  renderer: {
    root: 'src-renderer',
    build: {
      outDir: 'out/renderer',
      target: 'es2023',
      rollupOptions: { input: 'src-renderer/index.html' },
    },
    plugins: [react()],
  },
})

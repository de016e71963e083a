/** The one part of Vite's `import.meta` that shared code uses: registries derived from files. */
interface ImportMeta {
  glob<T>(pattern: string | string[], options: { eager: true; import: string }): Record<string, T>
}

/** What the bundler turns into style sheets. */
declare module '*.css'
declare module '@fontsource-variable/inter'
declare module '@fontsource-variable/jetbrains-mono'
/** A file that the bundler puts beside the page; the address of it. */
declare module '*?url' {
  const address: string
  export default address
}

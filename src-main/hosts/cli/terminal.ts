/** Where the command line writes: results to stdout, progress to stderr. */
export interface Terminal {
  /** One result, as it is; a line end is added. */
  result(text: string): void
  progress(text: string): void
}

export const terminal: Terminal = {
  result: (text) => process.stdout.write(text.endsWith('\n') ? text : `${text}\n`),
  progress: (text) => process.stderr.write(`${text}\n`),
}

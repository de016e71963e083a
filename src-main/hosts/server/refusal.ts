/** What a browser sees that is not let in. */

/** @param again whether the browser asks once more, from this page */
export function refusalPage(sentence: string, again: boolean): string {
  const refresh = again ? '<meta http-equiv="refresh" content="0">' : ''
  return `<!doctype html><html lang="en"><meta charset="utf-8">${refresh}<title>Heed</title><p>${sentence}</p></html>\n`
}

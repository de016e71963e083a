/**
 * What the desktop shell allows, as pure functions: which URL, which sender, which path, which preferences of a window. The shell only
 * applies them.
 */
import { contentPolicy } from '../contentPolicy'
import { isOpenablePath, kindOfPath } from '../openable'
import { cleanPath } from '../pagePath'

export const SCHEME = 'app'
export const PAGE_HOST = 'heed'
export const PAGE_ORIGIN = `${SCHEME}://${PAGE_HOST}`
export const PAGE_URL = `${PAGE_ORIGIN}/index.html`

/** What the page's scheme may do: it is as good as https, and fetches its own files. */
export const SCHEME_PRIVILEGES = { standard: true, secure: true, supportFetchAPI: true } as const

export const DOCUMENT_EXTENSION = 'heed'

/** Whether a URL is the page's own. */
export function isPageUrl(url: string): boolean {
  const parsed = parse(url)
  return parsed?.protocol === `${SCHEME}:` && parsed.host === PAGE_HOST && parsed.username === ''
}

/** The path under the page's folder that a request asks for; undefined where it is refused. */
export function pagePath(url: string): string | undefined {
  // The URL class resolves `..` silently: the path is judged as it was written.
  return isPageUrl(url) ? cleanPath(url.slice(PAGE_ORIGIN.length)) : undefined
}

/** Whether a link may leave Heed for the user's browser: papers and documentation, over https only. */
export function mayOpenOutside(url: string): boolean {
  const parsed = parse(url)
  return parsed?.protocol === 'https:' && parsed.username === '' && parsed.password === ''
}

/** Who sent a message: the top frame of a window that shows the page, and nobody else. */
export interface Sender {
  readonly url: string
  readonly top: boolean
}

export function senderAllowed(sender: Sender | undefined): boolean {
  return sender?.top === true && isPageUrl(sender.url)
}

/** The page may write to the clipboard when the user copies; every other permission is denied. */
export function permissionAllowed(permission: string, url: string): boolean {
  return permission === 'clipboard-sanitized-write' && isPageUrl(url)
}

/** @param preload path of the built preload */
export function webPreferences(preload: string) {
  return {
    preload,
    sandbox: true,
    contextIsolation: true,
    nodeIntegration: false,
    nodeIntegrationInWorker: false,
    nodeIntegrationInSubFrames: false,
    webSecurity: true,
    allowRunningInsecureContent: false,
    experimentalFeatures: false,
    webviewTag: false,
    navigateOnDragDrop: false,
    spellcheck: false,
  } as const
}

/** Headers of every file of the page. */
export function pageHeaders(type: string): Readonly<Record<string, string>> {
  return {
    'Content-Type': type,
    'Content-Security-Policy': contentPolicy("'self'"),
    'X-Content-Type-Options': 'nosniff',
  }
}

export function isDocumentPath(path: string): boolean {
  return kindOfPath(path) === 'document' && isOpenablePath(path)
}

/** A path with the document's extension, whatever the dialog left away. */
export function withExtension(path: string): string {
  return isDocumentPath(path) ? path : `${path}.${DOCUMENT_EXTENSION}`
}

function parse(url: string): URL | undefined {
  try {
    return new URL(url)
  } catch {
    return undefined
  }
}

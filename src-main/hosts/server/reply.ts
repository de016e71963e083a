/** What the server answers to a request for a file, as data: the policy applied, and nothing sent yet. */
import type { IncomingMessage } from 'node:http'
import type { ServedFile } from '../pageFiles'
import { cleanPath } from '../pagePath'
import { cookieValue, hostAllowed, originAllowed, sameToken, securityHeaders, tokenCookie } from './policy'
import { refusalPage } from './refusal'

export interface Reply {
  readonly status: number
  readonly headers: Readonly<Record<string, string | number>>
  readonly body: string | Buffer
}

/** What a visitor must bring: the token, in a cookie of this name. */
export interface Pass {
  readonly token: string
  readonly cookie: string
}

export function hasPass(request: Pick<IncomingMessage, 'headers'>, { token, cookie }: Pass): boolean {
  return sameToken(cookieValue(request.headers.cookie, cookie), token)
}

export function replyTo(
  request: Pick<IncomingMessage, 'headers' | 'method' | 'url'>,
  pass: Pass,
  files: ReadonlyMap<string, ServedFile>,
): Reply {
  const { host, origin } = request.headers
  if (!hostAllowed(host)) return refusal(403, 'This address is not one that Heed answers to.')
  const reply = replyToOwn(request, origin === undefined || originAllowed(origin, host), pass, files)
  return { ...reply, headers: { ...securityHeaders(host), ...reply.headers } }
}

function replyToOwn(
  request: Pick<IncomingMessage, 'headers' | 'method' | 'url'>,
  ownOrigin: boolean,
  pass: Pass,
  files: ReadonlyMap<string, ServedFile>,
): Reply {
  const { method, url, headers } = request
  if (!ownOrigin) return refusal(403, 'Another site may not use Heed.')
  if (method !== 'GET' && method !== 'HEAD') return refusal(405, 'Heed answers only to GET here.')
  const path = cleanPath(url)
  if (path === undefined) return refusal(400, 'This path is refused.')
  if (path === '/' && sameToken(tokenIn(url), pass.token)) return welcome(pass)
  if (!hasPass(request, pass)) {
    // A strict cookie does not come along when another site has led here; asked again from this page, it does.
    const again = path === '/' && headers['sec-fetch-site'] === 'cross-site'
    return refusal(401, 'Open the whole address that Heed printed when it was started.', again)
  }
  const file = files.get(path)
  return file ? served(file, method === 'HEAD') : refusal(404, 'There is nothing at this address.')
}

/** The token goes into a cookie and out of the address. */
function welcome({ cookie, token }: Pass): Reply {
  const headers = { Location: '/', 'Set-Cookie': tokenCookie(cookie, token), 'Cache-Control': 'no-store' }
  return { status: 303, headers, body: '' }
}

function served({ content, type, lasting }: ServedFile, headOnly: boolean): Reply {
  const headers = {
    'Content-Type': type,
    'Content-Length': content.byteLength,
    'Cache-Control': lasting ? 'private, max-age=31536000, immutable' : 'no-store',
  }
  return { status: 200, headers, body: headOnly ? '' : content }
}

function refusal(status: number, sentence: string, again = false): Reply {
  const headers = { 'Content-Type': 'text/html; charset=utf-8', 'Cache-Control': 'no-store' }
  return { status, headers, body: refusalPage(sentence, again) }
}

function tokenIn(target: string | undefined): string | undefined {
  return new URLSearchParams(target?.split('?', 2)[1]).get('token') ?? undefined
}

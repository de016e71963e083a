/** Who may come in, as pure functions. The server only applies them. */
import { timingSafeEqual } from 'node:crypto'
import { contentPolicy } from '../contentPolicy'

/** Bytes of the secret that a browser must bring. */
export const TOKEN_BYTES = 32

export const LINK_PATH = '/link'

/** Whether a secret is the right one, in a time that does not tell how much of it was. */
export function sameToken(given: string | undefined, token: string): boolean {
  const a = Buffer.from(given ?? '')
  const b = Buffer.from(token)
  return a.length === b.length && timingSafeEqual(a, b)
}

/**
 * Whether a `Host` header names this machine by its loopback names. Any port is right: a tunnel may begin at another one. Foreign names
 * that resolve to 127.0.0.1 are refused.
 */
export function hostAllowed(host: string | undefined): host is string {
  return host !== undefined && /^(127\.0\.0\.1|localhost)(:\d{1,5})?$/i.test(host)
}

/** Whether an `Origin` header is that of the page that this server gave to a browser which knows it as `host`. */
export function originAllowed(origin: string | undefined, host: string): boolean {
  return origin?.toLowerCase() === `http://${host.toLowerCase()}`
}

/** Cookies are shared between ports, so that each server has one of its own name. */
export function cookieName(port: number): string {
  return `heed-${port}`
}

export function cookieValue(header: string | undefined, name: string): string | undefined {
  for (const part of header?.split(';') ?? []) {
    const at = part.indexOf('=')
    if (at > 0 && part.slice(0, at).trim() === name) return part.slice(at + 1).trim()
  }
  return undefined
}

export function tokenCookie(name: string, token: string): string {
  return `${name}=${token}; Path=/; HttpOnly; SameSite=Strict`
}

/** Headers of every answer. The page runs only what this server gives it, talks only to this server, and is framed by nobody. */
export function securityHeaders(host: string): Readonly<Record<string, string>> {
  return {
    'Content-Security-Policy': contentPolicy(`'self' ws://${host}`),
    'X-Content-Type-Options': 'nosniff',
    'X-Frame-Options': 'DENY',
    'Referrer-Policy': 'no-referrer',
    'Cross-Origin-Opener-Policy': 'same-origin',
    'Cross-Origin-Resource-Policy': 'same-origin',
    'Permissions-Policy': 'camera=(), microphone=(), geolocation=(), usb=(), serial=()',
  }
}

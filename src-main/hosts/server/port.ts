/** Which port to serve on, and what to say when another program has it. */
import { fault } from '#shared/base/fault'

export const USUAL_PORT = 7436

/** Ports that are tried after the usual one. */
const TRIED = 20

/**
 * Serves on the port that the user asked for and on no other, or else on the usual one or the next that is free.
 * @param wish the `PORT` variable
 */
export async function serveOnPort<T>(
  wish: string | undefined,
  serve: (port: number) => Promise<T>,
): Promise<{ readonly server: T; readonly notice?: string }> {
  if (wish !== undefined && wish !== '') {
    const port = Number(wish)
    if (!Number.isInteger(port) || port < 0 || port > 65535)
      throw fault('bad-input', `PORT must be a whole number from 0 to 65535, but is “${wish}”.`)
    const server = await servedOrTaken(serve, port)
    if (server === undefined)
      throw fault(
        'runtime',
        `Port ${port} is in use, perhaps by a Heed that runs already. End it, or choose another port: PORT=${port === 65535 ? port - 1 : port + 1} npm start`,
      )
    return { server }
  }
  for (let port = USUAL_PORT; port < USUAL_PORT + TRIED; port++) {
    const server = await servedOrTaken(serve, port)
    if (server === undefined) continue
    if (port === USUAL_PORT) return { server }
    return {
      server,
      notice: `Port ${USUAL_PORT} is in use, perhaps by a Heed that runs already; this one takes ${port}.`,
    }
  }
  throw fault(
    'runtime',
    `The ports from ${USUAL_PORT} to ${USUAL_PORT + TRIED - 1} are all in use. Choose another: PORT=8123 npm start`,
  )
}

/** Undefined when another program has the port. */
async function servedOrTaken<T>(serve: (port: number) => Promise<T>, port: number): Promise<T | undefined> {
  try {
    return await serve(port)
  } catch (error) {
    const code = (error as NodeJS.ErrnoException | null)?.code
    if (code === 'EADDRINUSE') return undefined
    if (code === 'EACCES')
      throw fault(
        'no-permission',
        `Port ${port} may not be used by this account. Choose one above 1023.`,
        error,
      )
    throw error
  }
}

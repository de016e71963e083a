import { createServer, type Server } from 'node:net'
import { expect, test } from 'vitest'
import { serveOnPort, USUAL_PORT } from './port'

const inUse = Object.assign(new Error('listen'), { code: 'EADDRINUSE' })

function taken(...ports: number[]) {
  return (port: number) => (ports.includes(port) ? Promise.reject(inUse) : Promise.resolve(port))
}

test('the usual port needs no word', async () => {
  expect(await serveOnPort(undefined, taken())).toEqual({ server: USUAL_PORT })
})

test('a second start takes the next free port and says so', async () => {
  const { server, notice } = await serveOnPort('', taken(USUAL_PORT, USUAL_PORT + 1))
  expect(server).toBe(USUAL_PORT + 2)
  expect(notice).toContain(`Port ${USUAL_PORT} is in use`)
})

test('a port that was asked for is not replaced by another', async () => {
  await expect(serveOnPort('9000', taken(9000))).rejects.toThrow('Port 9000 is in use')
  expect(await serveOnPort('9000', taken())).toEqual({ server: 9000 })
})

test.each(['x', '-1', '70000', '1.5'])('PORT=%s is refused', async (wish) => {
  await expect(serveOnPort(wish, taken())).rejects.toThrow('whole number')
})

test('other errors are not hidden', async () => {
  await expect(serveOnPort('9000', () => Promise.reject(new Error('odd')))).rejects.toThrow('odd')
  const denied = Object.assign(new Error('listen'), { code: 'EACCES' })
  await expect(serveOnPort('80', () => Promise.reject(denied))).rejects.toThrow('above 1023')
})

test('a port really in use is told apart', async () => {
  const listen = (port: number) =>
    new Promise<Server>((resolve, reject) => {
      const server = createServer()
      server.once('error', reject)
      server.listen(port, '127.0.0.1', () => resolve(server))
    })
  const first = await listen(0)
  const address = first.address()
  const port = typeof address === 'object' && address ? address.port : 0
  await expect(serveOnPort(String(port), listen)).rejects.toThrow('is in use')
  first.close()
})

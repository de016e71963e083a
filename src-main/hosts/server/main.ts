/** `npm start` without a window: serves Heed to a browser on this machine and prints the address. */
import { toFault } from '#shared/base/fault'
import { forkEngine } from '../engineChild'
import { fileInArguments, startFolder } from '../openable'
import { placesFrom, userCache } from '../places'
import { Studio } from '../studio'
import { openBrowser } from './browser'
import { serveOnPort } from './port'
import { serve } from './server'

const places = placesFrom(import.meta.dirname)

async function main(): Promise<void> {
  const studio = new Studio({
    spawn: () => forkEngine(places.engine),
    templates: places.templates,
    cache: userCache(process.platform, process.env),
  })
  const first = fileInArguments(process.argv.slice(2), startFolder(process.env))
  const { server, notice } = await serveOnPort(process.env.PORT, (port) =>
    serve({ studio, page: places.page, port, first }),
  )
  if (notice) console.log(notice)
  console.log(`Heed is at ${server.address}`)
  console.log('The address holds a secret: who has it can use Heed here. Press Ctrl+C to end.')
  openBrowser(server.address)
  const end = () => {
    studio.close()
    void server.close().then(() => process.exit(0))
  }
  process.once('SIGINT', end)
  process.once('SIGTERM', end)
}

main().catch((error: unknown) => {
  console.error(toFault(error).message)
  process.exit(1)
})

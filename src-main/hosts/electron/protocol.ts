/** The page's own scheme: its built files, and nothing beside them. */
import { protocol } from 'electron'
import { findFiles } from '../pageFiles'
import { PAGE_HOST, pageHeaders, pagePath, SCHEME, SCHEME_PRIVILEGES } from './policy'

/** To be called before the app is ready. */
export function declareScheme(): void {
  protocol.registerSchemesAsPrivileged([{ scheme: SCHEME, privileges: SCHEME_PRIVILEGES }])
}

/** @param folder of the built page */
export async function servePage(folder: string): Promise<void> {
  const files = await findFiles(folder)
  protocol.handle(SCHEME, (request) => {
    const path = pagePath(request.url)
    const file = path === undefined ? undefined : files.get(path)
    if (!file || request.method !== 'GET')
      return new Response(`There is nothing at this address of ${PAGE_HOST}.`, { status: 404 })
    return new Response(new Uint8Array(file.content), { headers: pageHeaders(file.type) })
  })
}

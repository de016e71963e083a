/** Names that main and preload share. */

/** The preload asks for a port to the studio, and the port arrives under the same name. */
export const CONNECT = 'heed:connect'

/** What the page is told with its port. */
export const PORT_MESSAGE = 'heed:port'

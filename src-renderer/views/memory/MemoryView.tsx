import { isWritten } from '#shared/pictures/model/viewChoice'
import type { Picture } from '../picture'
import { HopsView } from './HopsView'
import { WrittenView } from './WrittenView'

/** A memory: what is stored and where each hop looks, or what the network itself writes and reads. */
export function MemoryView({ picture }: { readonly picture: Picture }) {
  return isWritten(picture.site) ? <WrittenView picture={picture} /> : <HopsView picture={picture} />
}

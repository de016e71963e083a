/** What the inputs did, for the page of this window. */
import { page } from '../../page'
import { createAttributions } from './attributions'

export const attributions = createAttributions(page)

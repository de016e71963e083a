/** What the nodes gave, for the page of this window. */
import { page } from '../page'
import { createActivations } from './activations'

export const activations = createActivations(page)

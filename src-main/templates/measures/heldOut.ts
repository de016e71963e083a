/** The examples that a template is measured on: the same that `evaluate` judges by. */
import type { HeedDocument } from '#shared/document/document'
import type { Example } from '../../tasks/task'
import { sourceOf } from '../learn'

const SEED = 7

export function heldOutOf(document: HeedDocument, count: number): readonly Example[] {
  return sourceOf(document).heldOut(SEED, count)
}

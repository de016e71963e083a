/** What the inputs did for an answer, as a picture for paper. */
import type { Attribution } from '../contract/states'
import type { Theme } from './scale'
import { attributionSvg } from './svg/attributionSvg'
import { figureFile } from './svg/figure'

export function attributionFile(attribution: Attribution, theme: Theme, style?: string): string {
  const { title, rows, row, choices, choice } = attribution
  const about = [rows[row], choices[choice], 'gradient × input'].filter(
    (part) => part !== undefined && part !== '',
  )
  return figureFile(attributionSvg(attribution, theme), { title, about: about.join(' · ') }, theme, style)
}

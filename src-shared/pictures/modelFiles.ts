/** A level of a model's graph, and a tensor of it, as pictures for paper. */
import type { ModelScope, TensorView } from '../contract/model'
import { operatorsText } from './level/cards'
import type { LevelLayout } from './level/layout'
import type { Level } from './level/repeats'
import { shapeText } from './level/words'
import type { Theme } from './scale'
import { figureFile } from './svg/figure'
import { levelSvg } from './svg/levelSvg'
import { tensorSvg } from './svg/tensorSvg'

export function levelFile(
  title: string,
  { path, nodes }: ModelScope,
  { level, layout }: { readonly level: Level; readonly layout: LevelLayout },
  theme: Theme,
  style?: string,
): string {
  const operators = nodes.reduce((sum, { operators }) => sum + operators, 0)
  const about = [...path.slice(1).map(({ title }) => title), operatorsText(operators)].join(' · ')
  return figureFile(levelSvg(level, layout, theme), { title, about }, theme, style)
}

export function tensorFile(view: TensorView, theme: Theme, style?: string): string {
  const { name, dtype, dims, at, rows, columns } = view
  const [tall, wide] = [dims.length < 2 ? 1 : dims.at(-2)!, dims.at(-1) ?? 1]
  const about = [
    `${dtype} ${shapeText(dims)}`,
    at.length === 0 ? '' : `at ${at.join(', ')}`,
    rows < tall || columns < wide ? `the first ${rows} × ${columns}` : '',
  ]
  return figureFile(
    tensorSvg(view, theme),
    { title: name, about: about.filter((part) => part !== '').join(' · ') },
    theme,
    style,
  )
}

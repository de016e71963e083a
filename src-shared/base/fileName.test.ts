import { expect, it } from 'vitest'
import { fileName } from './fileName'

it.each([
  ['Untitled', 'untitled.heed'],
  ['…', 'untitled.heed'],
  ['Traduction à l’école (2)', 'traduction-a-l-ecole-2.heed'],
  ['../up/and\\away: “no”?', 'up-and-away-no.heed'],
  ['Мой чтец й', 'мой-чтец-й.heed'],
  ['注意 1', '注意-1.heed'],
  ['한글', '한글.heed'],
  ['x'.repeat(200), `${'x'.repeat(80)}.heed`],
])('%s is proposed as %s', (title, name) => {
  expect(fileName(title, 'heed')).toBe(name)
})

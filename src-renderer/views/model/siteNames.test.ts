import { expect, test } from 'vitest'
import type { SiteInfo } from '#shared/contract/slice'
import { siteNames } from './siteNames'

const site = (id: string, title: string): SiteInfo => ({
  id,
  node: id,
  title,
  heads: 1,
  rowAxis: 'words',
  columnAxis: 'words',
})

test('sites of one title are told apart by their loop, and counted where that is the same', () => {
  const sites = [
    site('a', 'Self-attention'),
    site('b', 'Self-attention'),
    site('c', 'Read'),
    site('d', 'Self-attention'),
  ]
  const loops: Record<string, string> = { a: 'Encoder', b: 'Decoder', d: 'Decoder' }
  expect([...siteNames(sites, (node) => loops[node]).values()]).toEqual([
    'Self-attention · Encoder',
    'Self-attention · Decoder',
    'Read',
    'Self-attention · Decoder 2',
  ])
})

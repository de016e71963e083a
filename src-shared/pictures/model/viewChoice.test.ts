import { expect, it } from 'vitest'
import type { SiteInfo } from '#shared/contract/slice'
import { isWritten, readViews, siteKind, toggleView } from './viewChoice'

const site: SiteInfo = {
  id: 's',
  node: 's',
  title: 'S',
  heads: 1,
  rowAxis: 'target words',
  columnAxis: 'source words',
}

it('a site says by its axes what it looks over', () => {
  expect(siteKind(site)).toBe('words')
  expect(siteKind({ ...site, columnGrid: [6, 6] })).toBe('picture')
  expect(siteKind({ ...site, columnGrid: [6, 6], rowGrid: [6, 6] })).toBe('patches')
  expect(siteKind({ ...site, columnAxis: 'story sentences' })).toBe('memory')
  expect(siteKind({ ...site, columnAxis: 'slots' })).toBe('memory')
  expect(siteKind({ ...site, columnAxis: 'timeslots words' })).toBe('words')
  expect(isWritten({ ...site, columnAxis: 'slots' })).toBe(true)
  expect(isWritten({ ...site, columnAxis: 'story sentences' })).toBe(false)
})

it('two views at the most, and one at the least', () => {
  expect(toggleView(['picture', 'lines'], 'grid')).toEqual(['lines', 'grid'])
  expect(toggleView(['picture', 'lines'], 'picture')).toEqual(['lines'])
  expect(toggleView(['lines'], 'lines')).toEqual(['lines'])
  expect(toggleView(['memory'], 'lines')).toEqual(['memory', 'lines'])
})

it('what was remembered holds only as far as the kind has it', () => {
  expect(readViews('picture', undefined)).toEqual(['picture', 'lines'])
  expect(readViews('picture', 'grid picture')).toEqual(['grid', 'picture'])
  expect(readViews('words', 'picture')).toEqual(['lines', 'grid'])
  expect(readViews('memory', 'lines lines nonsense')).toEqual(['lines'])
})

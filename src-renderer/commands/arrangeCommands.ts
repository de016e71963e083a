/** Loops and groups around the selection, and lining it up: a command for each way. */
import { isFrameKind } from '#shared/document/structure'
import { kinds } from '#shared/kinds/registry'
import { alignSelection, distributeSelection, putAround } from './arranging'
import { type Command, editing, selected } from './command'
import type { Page } from './page'

export function aroundCommands(): Command[] {
  return [...kinds.values()].filter(isFrameKind).map(({ id, title, structural }) => ({
    id: `edit.around.${id}`,
    title: structural === 'group' ? 'Put into a group' : `Put into a loop: ${title}`,
    group: 'Edit' as const,
    when: selected,
    run: (page: Page) => putAround(page, id),
  }))
}

export function arrangeCommands(): Command[] {
  const several = (least: number) => (page: Page) =>
    editing(page) && page.session.getState().selectedNodes.size >= least
  const lines = [
    ['left', 'Align left edges', 'Alt+a'],
    ['centre', 'Align centres', 'Alt+h'],
    ['right', 'Align right edges', 'Alt+d'],
    ['top', 'Align top edges', 'Alt+w'],
    ['middle', 'Align middles', 'Alt+v'],
    ['bottom', 'Align bottom edges', 'Alt+s'],
  ] as const
  const gaps = [
    ['x', 'Space evenly from left to right', 'Alt+Shift+h'],
    ['y', 'Space evenly from top to bottom', 'Alt+Shift+v'],
  ] as const
  return [
    ...lines.map(([how, title, key]) => ({
      id: `edit.align.${how}`,
      title,
      group: 'Edit' as const,
      keys: [key],
      when: several(2),
      run: (page: Page) => alignSelection(page, how),
    })),
    ...gaps.map(([axis, title, key]) => ({
      id: `edit.space.${axis}`,
      title,
      group: 'Edit' as const,
      keys: [key],
      when: several(3),
      run: (page: Page) => distributeSelection(page, axis),
    })),
  ]
}

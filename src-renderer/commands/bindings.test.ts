import { beforeEach, describe, expect, it } from 'vitest'
import { TestPage } from '../testing/TestPage'
import {
  bindingStore,
  conflictOf,
  keysOf,
  keysPressed,
  keysRefused,
  rebind,
  recallBindings,
  resetBindings,
} from './bindings'
import { commandOf, commands } from './commands'

const press = (key: string, ...held: ('ctrlKey' | 'altKey' | 'shiftKey' | 'metaKey')[]) =>
  keysPressed({
    key,
    ctrlKey: held.includes('ctrlKey'),
    altKey: held.includes('altKey'),
    shiftKey: held.includes('shiftKey'),
    metaKey: held.includes('metaKey'),
  })

const keys = (id: string) => keysOf(commandOf(id)!, bindingStore.getState())

beforeEach(() => bindingStore.setState({ chosen: {} }))

describe('keys', () => {
  it('are no command’s twice, as they come', () => {
    const all = commands.flatMap((command) => (command.keys ?? []).map((one) => [command.id, one] as const))
    for (const [id, one] of all) expect(conflictOf(commands, id, one)?.id, `${id} ${one}`).toBeUndefined()
  })

  it('are written as they are pressed', () => {
    expect(press('D', 'ctrlKey', 'shiftKey')).toBe('$mod+Shift+d')
    expect(press('Control', 'ctrlKey')).toBeUndefined()
    expect(press('F2')).toBe('F2')
  })

  it('are chosen, told where they conflict, remembered, and given back', () => {
    const { page } = new TestPage()
    expect(conflictOf(commands, 'edit.tidy', 'Shift+$mod+G')?.id).toBe('edit.takeOut')
    rebind(page.desk, commands, 'edit.tidy', '$mod+Shift+g')
    expect(keys('edit.tidy')).toEqual(['$mod+Shift+g'])
    expect(keys('edit.takeOut')).toEqual([])
    bindingStore.setState({ chosen: {} })
    recallBindings(page.desk)
    expect(keys('edit.tidy')).toEqual(['$mod+Shift+g'])
    resetBindings(page.desk, 'edit.tidy')
    expect(keys('edit.tidy')).toEqual(['Shift+t'])
    resetBindings(page.desk)
    expect(keys('edit.takeOut')).toEqual(['$mod+Shift+g'])
  })

  it('that the page itself needs are refused', () => {
    expect(keysRefused('Escape')).toMatch(/without a mouse/)
    expect(keysRefused('$mod+c')).toBeDefined()
    expect(keysRefused('$mod+j')).toBeUndefined()
  })

  it('that were remembered wrongly are forgotten', () => {
    const { page } = new TestPage()
    page.desk.remember('heed.keys', '{"edit.tidy": 3, "edit.undo": ["u"]}')
    recallBindings(page.desk)
    expect(keys('edit.tidy')).toEqual(['Shift+t'])
    expect(keys('edit.undo')).toEqual(['u'])
    page.desk.remember('heed.keys', 'no')
    recallBindings(page.desk)
    expect(keys('edit.undo')).toEqual(['u'])
  })
})

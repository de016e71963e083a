/** The menu. Its entries are the page's own commands: the shell only passes their names on. */
import { Menu, type MenuItemConstructorOptions } from 'electron'
import { menuCommands } from './menuCommands'

/** @param ask passes a command to the page of the window in front */
export function setMenu(ask: (command: string) => void, isMac: boolean): void {
  const menus: MenuItemConstructorOptions[] = menuCommands.map(({ label, items }) => ({
    label,
    submenu: items.map((item): MenuItemConstructorOptions => {
      if ('separator' in item) return { type: 'separator' }
      if ('role' in item) return { role: item.role }
      return {
        label: item.label,
        // The page handles its keys itself: the menu only shows them.
        ...(item.keys && { accelerator: item.keys, registerAccelerator: false }),
        click: () => ask(item.command),
      }
    }),
  }))
  Menu.setApplicationMenu(
    Menu.buildFromTemplate([...(isMac ? [{ role: 'appMenu' } as const] : []), ...menus]),
  )
}

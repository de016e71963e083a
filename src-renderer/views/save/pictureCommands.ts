/** Pictures and numbers as commands: of the canvas, and of the view that is shown. */
import { canvasSvg } from '#shared/pictures/svg/canvasSvg'
import { figureFile } from '#shared/pictures/svg/figure'
import type { Command } from '../../commands/command'
import type { Page } from '../../commands/page'
import { themeStore } from '../../theme/theme'
import { offered } from './offered'
import { type PictureFormat, saveNumbers, savePicture } from './saving'

const editing = (page: Page) => page.session.getState().screen === 'editor'
const viewing = (format: PictureFormat) => () =>
  offered.now()?.pictures.some(({ played }) => format !== 'gif' || played.steps > 1) ?? false

function saveCanvas(page: Page, format: PictureFormat): Promise<void> {
  const { document } = page.documents.getState()
  const { theme } = themeStore.getState()
  const played = {
    steps: 1,
    svg: (_: number, style?: string) =>
      figureFile(canvasSvg(document, theme), { title: document.title }, theme, style),
  }
  return savePicture(page, document.title, { title: 'canvas', played }, format)
}

async function saveView(page: Page, format: PictureFormat): Promise<void> {
  const saveable = offered.now()
  const picture = saveable?.pictures.find(({ played }) => format !== 'gif' || played.steps > 1)
  if (saveable !== undefined && picture !== undefined) await savePicture(page, saveable.name, picture, format)
}

export const pictureCommands: readonly Command[] = [
  {
    id: 'picture.canvas-svg',
    title: 'Save the canvas as SVG',
    group: 'File',
    when: editing,
    run: (page) => saveCanvas(page, 'svg'),
  },
  {
    id: 'picture.canvas-png',
    title: 'Save the canvas as PNG',
    group: 'File',
    when: editing,
    run: (page) => saveCanvas(page, 'png'),
  },
  ...(['svg', 'png', 'gif'] as const).map(
    (format): Command => ({
      id: `picture.view-${format}`,
      title: `Save what is shown as ${format.toUpperCase()}`,
      group: 'File',
      when: viewing(format),
      run: (page) => saveView(page, format),
    }),
  ),
  ...(['csv', 'npy', 'json'] as const).map(
    (format): Command => ({
      id: `picture.numbers-${format}`,
      title: `Save its numbers as ${format.toUpperCase()}`,
      group: 'File',
      when: () => offered.now()?.numbers.some((numbers) => numbers.format === format) ?? false,
      run: (page) => {
        const saveable = offered.now()
        const numbers = saveable?.numbers.find((one) => one.format === format)
        return saveable && numbers && saveNumbers(page, saveable.name, numbers)
      },
    }),
  ),
]

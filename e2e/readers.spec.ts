/** What screen readers and keyboards meet: nothing that axe finds serious or critical, on any screen, light and dark. */
import AxeBuilder from '@axe-core/playwright'
import type { HeedPage } from './harness/heedPage'
import { expect, test } from './harness/test'

async function expectSound(heed: HeedPage, where: string): Promise<void> {
  const { violations } = await new AxeBuilder({ page: heed.page }).setLegacyMode(true).analyze()
  const grave = violations.filter(({ impact }) => impact === 'serious' || impact === 'critical')
  const said = grave.map(
    ({ id, nodes }) => `${id}: ${nodes.map(({ target }) => target.join(' ')).join(' | ')}`,
  )
  expect(said, where).toEqual([])
}

for (const scheme of ['light', 'dark'] as const) {
  test(`gallery, editor and dock are sound for screen readers, ${scheme}`, async ({ heed }) => {
    await heed.page.emulateMedia({ colorScheme: scheme, reducedMotion: 'reduce' })
    await expectSound(heed, 'gallery')
    await heed.openTemplate('translation-attention')
    await expectSound(heed, 'editor')
    await heed.runToEnd()
    for (const tab of await heed.page.getByRole('tab').all()) {
      await tab.click()
      await expectSound(heed, `dock: ${await tab.textContent()}`)
    }
    // By keyboard: from far away a card has no head to click on.
    await heed.page.locator('.react-flow__node[data-id="attention"]').focus()
    await heed.page.keyboard.press('Enter')
    await expect(heed.page.locator('.react-flow__node.selected')).toHaveCount(1)
    await expectSound(heed, 'panel of a node')
    await heed.page.keyboard.press('Shift+?')
    await expectSound(heed, 'shortcuts')
  })
}

/** Where the page begins. */
import { StrictMode } from 'react'
import { createRoot } from 'react-dom/client'
import '@fontsource-variable/inter'
import '@fontsource-variable/jetbrains-mono'
import { need } from '#shared/base/assert'
import { App } from './app'
import { startPage } from './commands/start'
import { page } from './page'
import './theme/theme.css'
import { startTheme } from './theme/theme'

startTheme(document.documentElement, localStorage)
// Cards are measured when they are drawn: a font that came later would make all of them be measured again.
void document.fonts.load('12px "JetBrains Mono Variable"')
startPage(page, window)

createRoot(need(document.getElementById('root'), 'the root of the page')).render(
  <StrictMode>
    <App />
  </StrictMode>,
)

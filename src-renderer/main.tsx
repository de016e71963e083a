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
startPage(page, window)

createRoot(need(document.getElementById('root'), 'the root of the page')).render(
  <StrictMode>
    <App />
  </StrictMode>,
)

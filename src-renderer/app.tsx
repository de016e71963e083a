/** The page as a whole: which screen is shown, and what lies over it. */
import { ErrorBoundary } from './frame/ErrorBoundary'
import { Frame } from './frame/Frame'
import { Announcer, Notices } from './frame/Notices'
import { TopBar } from './frame/TopBar'
import { Gallery } from './gallery/Gallery'
import { Popups } from './popups/Popups'
import { useSession } from './stores/hooks'
import { Tour } from './tour/Tour'

export function App() {
  const screen = useSession((state) => state.screen)
  return (
    <div className="app">
      <ErrorBoundary part="the top bar">
        <TopBar />
      </ErrorBoundary>
      <div className="screen">
        <ErrorBoundary part={screen === 'gallery' ? 'the gallery' : 'the canvas'} key={screen}>
          {screen === 'gallery' ? <Gallery /> : <Frame />}
        </ErrorBoundary>
      </div>
      <ErrorBoundary part="a dialog">
        <Popups />
      </ErrorBoundary>
      <ErrorBoundary part="the tour">
        <Tour />
      </ErrorBoundary>
      <Notices />
      <Announcer />
    </div>
  )
}

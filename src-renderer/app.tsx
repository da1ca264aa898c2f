import { useEffect } from 'react'
import { text } from '../src-shared/text/text.ts'
import { Foot } from './frame/foot.tsx'
import { Notices } from './frame/notices.tsx'
import { Rail } from './frame/rail.tsx'
import { Sheets } from './frame/sheets.tsx'
import { TopBar } from './frame/top-bar.tsx'
import { useAppKeys } from './keyboard/use-app-keys.ts'
import { KeysPage } from './pages/keys/page.tsx'
import { ProvidersPage } from './pages/providers/page.tsx'
import { RequestsPage } from './pages/requests/page.tsx'
import { SessionsPage } from './pages/sessions/page.tsx'
import { SettingsPage } from './pages/settings/page.tsx'
import { Button } from './parts/button.tsx'
import { useHouse, useMirror, useRelay, useUi } from './store/context.tsx'
import { snapshotOf } from './store/relay-store.ts'
import type { Page } from './store/ui-store.ts'

const pages: Record<Page, () => React.ReactNode> = {
  keys: KeysPage,
  sessions: SessionsPage,
  requests: RequestsPage,
  providers: ProvidersPage,
  settings: SettingsPage,
}

/** The window: nothing before the first snapshot but a sentence, then the frame and one page in it. */
export function App() {
  const known = useMirror((mirror) => snapshotOf(mirror) !== null)
  return known ? <Frame /> : <Waiting />
}

function Frame() {
  useAppKeys()
  useAppearance()
  const Page = pages[useUi((ui) => ui.page)]
  const stale = useMirror((mirror) => mirror.phase === 'lost')
  return (
    <div className="window" data-stale={stale}>
      <TopBar />
      <Rail />
      <div className="middle">
        <Notices />
        <Page />
      </div>
      <Foot />
      <Spoken />
      <Sheets />
    </div>
  )
}

/** Light, dark, or as the system. */
function useAppearance() {
  const appearance = useRelay((snapshot) => snapshot.settings.appearance)
  useEffect(() => {
    const root = document.documentElement
    if (appearance === 'system') delete root.dataset.theme
    else root.dataset.theme = appearance
  }, [appearance])
}

/** One quiet voice for what has no place on the page: added, moved, copied. */
function Spoken() {
  const spoken = useUi((ui) => ui.spoken)
  return (
    <p className="unseen" role="status">
      {spoken?.text}
    </p>
  )
}

function Waiting() {
  const { refresh } = useHouse()
  const mirror = useMirror((whole) => whole)
  const words = text.window
  return (
    <div className="window waiting">
      <header className="bar">
        <span className="relay-state">
          <span className="dot" data-kind="off" />
          {mirror.phase === 'lost' ? words.relay.lost : words.relay.loading}
        </span>
      </header>
      <main className="waiting-words">
        <h1>{mirror.phase === 'lost' ? words.lost.title : words.loading}</h1>
        {mirror.phase === 'lost' && (
          <>
            <p className="muted" role="alert">
              {mirror.message ?? words.lost.words}
            </p>
            <Button onClick={refresh}>{words.lost.tryAgain}</Button>
          </>
        )}
      </main>
    </div>
  )
}

import { text } from '../../../src-shared/text/text.ts'
import { ClaudeGroup } from './claude-group.tsx'
import { FilesGroup } from './files-group.tsx'
import { NotifyGroup } from './notify-group.tsx'
import { PrivacyGroup } from './privacy-group.tsx'
import { RelayGroup } from './relay-group.tsx'
import { WindowGroup } from './window-group.tsx'

const words = text.window.settings

/** Every setting in one column; each takes effect at once. */
export function SettingsPage() {
  return (
    <div className="page">
      <main className="page-main settings-page">
        <section className="head plain">
          <h1 className="say">{words.title}</h1>
          <p className="small quiet push">{words.when}</p>
        </section>
        <RelayGroup />
        <ClaudeGroup />
        <WindowGroup />
        <NotifyGroup />
        <PrivacyGroup />
        <FilesGroup />
      </main>
    </div>
  )
}

import { keysOf, type Scope, type ShortcutId } from '../../src-shared/domain/shortcuts.ts'
import { text } from '../../src-shared/text/text.ts'
import { type Platform, shown } from '../keyboard/shortcuts.ts'
import { Kbd } from '../parts/button.tsx'
import { useRelay, useUi } from '../store/context.tsx'
import { usePlatform } from '../store/platform.ts'
import type { Ui } from '../store/ui-store.ts'

const words = text.window.sheets.shortcuts.foot
const names = text.window.sheets.shortcuts.names

type Hint = { label: string; keys: string } | { label: string; id: ShortcutId; scope: Scope }

const arrows = `${names.ArrowUp}${names.ArrowDown}`

/** The four or five keys that work here. */
function hintsFor(ui: Pick<Ui, 'page' | 'inspector' | 'key'>, empty: boolean, platform: Platform): Hint[] {
  if (ui.page === 'keys' && empty)
    return [
      { label: words.paste, keys: shown('Mod+v', platform) },
      { label: words.settings, id: 'page-settings', scope: 'everywhere' },
    ]
  switch (ui.page) {
    case 'keys':
      return ui.inspector && ui.key
        ? [
            { label: words.other, keys: arrows },
            { label: words.toggle, id: 'toggle', scope: 'keys' },
            { label: words.test, id: 'test', scope: 'keys' },
            { label: words.remove, id: 'remove', scope: 'keys' },
            { label: words.close, id: 'back', scope: 'everywhere' },
          ]
        : [
            { label: words.select, keys: arrows },
            { label: words.toggle, id: 'toggle', scope: 'keys' },
            { label: words.detail, id: 'open', scope: 'keys' },
            { label: words.test, id: 'test', scope: 'keys' },
            { label: words.add, id: 'add-key', scope: 'everywhere' },
          ]
    case 'sessions':
      return [
        { label: words.select, keys: arrows },
        { label: words.pause, id: 'pause', scope: 'sessions' },
        { label: words.end, id: 'end', scope: 'sessions' },
        { label: words.profile, id: 'profile', scope: 'sessions' },
        { label: words.requestsOf, id: 'requests-of', scope: 'sessions' },
      ]
    case 'requests':
      return [
        { label: words.select, keys: arrows },
        { label: words.open, id: 'open', scope: 'requests' },
        { label: words.filter, id: 'filter', scope: 'requests' },
      ]
    case 'providers':
      return [
        { label: words.select, keys: arrows },
        { label: words.toggle, id: 'toggle', scope: 'providers' },
        { label: words.add, id: 'add-key', scope: 'everywhere' },
      ]
    case 'settings':
      return [
        { label: words.next, keys: names.Tab },
        { label: words.change, keys: names[' '] },
      ]
  }
}

export function Foot() {
  const platform = usePlatform()
  const page = useUi((ui) => ui.page)
  const inspector = useUi((ui) => ui.inspector)
  const key = useUi((ui) => ui.key)
  const empty = useRelay((snapshot) => snapshot.keyOrder.length === 0)
  const keys = (hint: Hint) => ('keys' in hint ? hint.keys : shown(keysOf(hint.id, hint.scope), platform))
  return (
    <footer className="foot">
      {hintsFor({ page, inspector, key }, empty, platform).map((hint) => (
        <span key={hint.label}>
          <Kbd>{keys(hint)}</Kbd>
          {hint.label}
        </span>
      ))}
      <span className="push">
        {page === 'keys' && empty ? (
          <FoundClaude />
        ) : (
          <>
            <Kbd>{shown(keysOf('palette', 'everywhere'), platform)}</Kbd>
            {text.window.foot.anything}
          </>
        )}
      </span>
    </footer>
  )
}

function FoundClaude() {
  const claude = useRelay((snapshot) => snapshot.claude)
  if (claude.kind === 'looking') return text.window.foot.lookingForClaude
  if (claude.kind === 'absent') return text.window.foot.noClaude
  const folder = claude.path.replace(/[\\/][^\\/]*$/, '')
  const [found, name, where] = text.window.foot.foundClaude(claude.version, folder)
  return (
    <>
      {found} <b>{name}</b> {where}
    </>
  )
}

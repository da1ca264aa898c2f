import { text } from '../../src-shared/text/text.ts'
import { type Scope, shortcuts, shown } from '../keyboard/shortcuts.ts'
import { Sheet } from '../parts/sheet.tsx'
import { useActions } from '../store/context.tsx'
import { usePlatform } from '../store/platform.ts'

const words = text.window.sheets.shortcuts
const scopes: Scope[] = ['everywhere', 'keys', 'requests', 'providers']

/** Every shortcut, from the one table. */
export function ShortcutSheet() {
  const { close } = useActions()
  const platform = usePlatform()
  return (
    <Sheet title={words.title} width="wide" onClose={close}>
      <div className="shortcut-groups">
        {scopes.map((scope) => (
          <section key={scope}>
            <h3>{words.groups[scope]}</h3>
            <dl>
              {shortcuts
                .filter((shortcut) => shortcut.scope === scope)
                .map(({ id, keys }) => (
                  <div key={id}>
                    <dt>{words.labels[id]}</dt>
                    <dd>
                      <kbd>{shown(keys[0], platform)}</kbd>
                    </dd>
                  </div>
                ))}
            </dl>
          </section>
        ))}
      </div>
    </Sheet>
  )
}

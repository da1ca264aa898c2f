import { type Scope, type Shortcut, type ShortcutId, shortcuts } from '../../src-shared/domain/shortcuts.ts'
import { text } from '../../src-shared/text/text.ts'
import { shown } from '../keyboard/shortcuts.ts'
import { Sheet } from '../parts/sheet.tsx'
import { useActions } from '../store/context.tsx'
import { usePlatform } from '../store/platform.ts'

const words = text.window.sheets.shortcuts

/** Moving through rows is the same in every list, so it is told once. */
const MOVES: readonly ShortcutId[] = ['up', 'down', 'first', 'last']
const isMove = ({ id }: Shortcut) => MOVES.includes(id)
const of = (scope: Scope) => shortcuts.filter((shortcut) => shortcut.scope === scope && !isMove(shortcut))

const groups: { name: string; list: readonly Shortcut[] }[] = [
  { name: words.groups.everywhere, list: of('everywhere') },
  { name: words.groups.lists, list: shortcuts.filter((shortcut) => shortcut.scope === 'keys' && isMove(shortcut)) },
  { name: words.groups.keys, list: of('keys') },
  { name: words.groups.sessions, list: of('sessions') },
  { name: words.groups.requests, list: of('requests') },
  { name: words.groups.providers, list: of('providers') },
]

/** Every shortcut, from the one table. */
export function ShortcutSheet() {
  const { close } = useActions()
  const platform = usePlatform()
  return (
    <Sheet title={words.title} width="wide" onClose={close}>
      <div className="shortcut-groups">
        {groups.map(({ name, list }) => (
          <section key={name}>
            <h3>{name}</h3>
            <dl>
              {list.map(({ id, keys }) => (
                <div key={id}>
                  <dt>{words.labels[id]}</dt>
                  <dd>
                    <kbd className="kbd">{shown(keys[0], platform)}</kbd>
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

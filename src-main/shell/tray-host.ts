import type { Spawner } from '../ports.ts'

const PATIENCE_MS = 3_000
const WATCHER = 'org.kde.StatusNotifierWatcher'

/**
 * Whether a Linux desktop shows icons of this kind, by what its own bus says; `null`: nobody can be asked. Without
 * such a host an X11 panel may still show it in the older way, so only a desktop that is known not to is a no.
 */
export async function hasTrayHost(env: NodeJS.ProcessEnv, spawner: Pick<Spawner, 'ask'>): Promise<boolean | null> {
  const call = (to: string, path: string, method: string, ...words: string[]) =>
    spawner.ask(
      'gdbus',
      ['call', '--session', '--dest', to, '--object-path', path, '--method', method, ...words],
      PATIENCE_MS,
    )
  const owned = await call(
    'org.freedesktop.DBus',
    '/org/freedesktop/DBus',
    'org.freedesktop.DBus.NameHasOwner',
    WATCHER,
  )
  if (owned === null) return null
  if (owned.includes('false')) return mayEmbed(env) ? null : false
  const get = 'org.freedesktop.DBus.Properties.Get'
  const said = await call(WATCHER, '/StatusNotifierWatcher', get, WATCHER, 'IsStatusNotifierHostRegistered')
  return said === null ? null : said.includes('true')
}

/** X11 panels have an older way, which the bus knows nothing of; GNOME has left it. */
const mayEmbed = (env: NodeJS.ProcessEnv): boolean =>
  !env.WAYLAND_DISPLAY && !/GNOME/i.test(env.XDG_CURRENT_DESKTOP ?? '')

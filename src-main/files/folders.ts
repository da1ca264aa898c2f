import { join } from 'node:path'

/** Everything of one user that the relay writes, in one folder of mode 0700. */
export interface Folders {
  readonly home: string
  readonly config: string
  readonly secrets: string
  readonly token: string
  readonly hints: string
  readonly logs: string
}

export const foldersIn = (home: string): Folders => ({
  home,
  config: join(home, 'config.json'),
  secrets: join(home, 'secrets.json'),
  token: join(home, 'client-token'),
  hints: join(home, 'pool-hints.json'),
  logs: join(home, 'logs'),
})

/**
 * The per-user folder `cc-relay`, where the desktop app keeps it too: `$XDG_CONFIG_HOME` or `~/.config`,
 * `~/Library/Application Support`, `%APPDATA%`.
 */
export function userFolder(platform: NodeJS.Platform, env: NodeJS.ProcessEnv, homedir: string): string {
  if (platform === 'darwin') return join(homedir, 'Library', 'Application Support', 'cc-relay')
  if (platform === 'win32') return join(env.APPDATA || join(homedir, 'AppData', 'Roaming'), 'cc-relay')
  return join(env.XDG_CONFIG_HOME || join(homedir, '.config'), 'cc-relay')
}

import { createHash } from 'node:crypto'
import { join, resolve } from 'node:path'

/** Everything of one user that the relay writes, in one folder of mode 0700. */
export interface Folders {
  readonly home: string
  readonly config: string
  readonly secrets: string
  readonly token: string
  readonly hints: string
  /** Who was launched and what was spent; no token. */
  readonly sessions: string
  /** Of the launches under way, a folder each. */
  readonly run: string
  /** What keys cost today, and how long they are set aside. */
  readonly days: string
  /** What the user says of models and their prices; written by hand. */
  readonly prices: string
  readonly logs: string
  /** What the relay proves itself with on this computer, and the file for those who are to know it. */
  readonly certificate: string
  /** What was done to Claude Code's settings, until it is taken back. */
  readonly journal: string
  /** Keys that were stored without the desktop app: sealed, and what a passphrase is tried with. */
  readonly sealedKeys: string
  readonly passphrase: string
}

export const foldersIn = (home: string): Folders => ({
  home,
  config: join(home, 'config.json'),
  secrets: join(home, 'secrets.json'),
  token: join(home, 'client-token'),
  hints: join(home, 'pool-hints.json'),
  sessions: join(home, 'sessions.json'),
  run: join(home, 'run'),
  days: join(home, 'key-days.json'),
  prices: join(home, 'prices.override.yaml'),
  logs: join(home, 'logs'),
  certificate: join(home, 'certificate'),
  journal: join(home, 'claude-settings.journal.json'),
  sealedKeys: join(home, 'vault', 'keys.json'),
  passphrase: join(home, 'vault', 'passphrase.json'),
})

/** What is learned of a config file that somebody keeps elsewhere: beside the rest of ours, apart for each file. */
export function besideFile(home: string, path: string): Readonly<Record<'names' | 'hints' | 'days', string>> {
  const folder = join(home, 'files', createHash('sha256').update(resolve(path)).digest('hex').slice(0, 16))
  return {
    names: join(folder, 'key-names.json'),
    hints: join(folder, 'pool-hints.json'),
    days: join(folder, 'key-days.json'),
  }
}

/**
 * `CC_RELAY_HOME` where it is set, for a second relay beside the first; else the per-user folder `cc-relay`,
 * where the desktop app keeps it too: `$XDG_CONFIG_HOME` or `~/.config`,
 * `~/Library/Application Support`, `%APPDATA%`.
 */
export function userFolder(platform: NodeJS.Platform, env: NodeJS.ProcessEnv, homedir: string): string {
  if (env.CC_RELAY_HOME) return resolve(env.CC_RELAY_HOME)
  if (platform === 'darwin') return join(homedir, 'Library', 'Application Support', 'cc-relay')
  if (platform === 'win32') return join(env.APPDATA || join(homedir, 'AppData', 'Roaming'), 'cc-relay')
  return join(env.XDG_CONFIG_HOME || join(homedir, '.config'), 'cc-relay')
}

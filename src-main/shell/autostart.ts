import { rm } from 'node:fs/promises'
import { join } from 'node:path'
import { text } from '../../src-shared/text/text.ts'
import { writeDurably } from '../files/durable.ts'

/** Where a Linux session looks for what it starts with itself. */
export const autostartFile = (env: NodeJS.ProcessEnv, home: string): string =>
  join(env.XDG_CONFIG_HOME || join(home, '.config'), 'autostart', 'cc-relay.desktop')

/** One word of an `Exec` line: quoted as freedesktop.org's Desktop Entry Specification asks, twice over. */
function execWord(word: string): string {
  const quoted = word.replace(/["`$\\]/g, '\\$&')
  return `"${quoted.replaceAll('\\', '\\\\').replaceAll('%', '%%')}"`
}

export const autostartEntry = (command: readonly string[]): string =>
  `[Desktop Entry]
Type=Application
Name=${text.tray.app}
Comment=${text.tray.autostart}
Exec=${command.map(execWord).join(' ')}
Icon=cc-relay
Terminal=false
X-GNOME-Autostart-enabled=true
`

/** Electron's own setting does nothing on Linux, so the file is ours. */
export async function setAutostart(file: string, command: readonly string[] | null): Promise<void> {
  if (command === null) return rm(file, { force: true })
  await writeDurably(file, autostartEntry(command), { mode: 0o644 })
}

import { join } from 'node:path'
import type { TrayModel } from '../feed/tray-model.ts'

export interface Panel {
  platform: NodeJS.Platform
  /** `XDG_CURRENT_DESKTOP`. */
  desktop: string | undefined
  /** Whether the system's own surfaces (else its windows) are dark. */
  dark: boolean
}

/** Bars that are dark whatever the theme of windows is. */
const ALWAYS_DARK = /GNOME|Unity|Pantheon/i

/** The picture for a state. macOS colours a template by itself; elsewhere the ink is the opposite of the panel. */
export function trayIcon(folder: string, icon: TrayModel['icon'], { platform, desktop, dark }: Panel): string {
  if (platform === 'darwin') return join(folder, `${icon}Template.png`)
  const onDark = dark || (platform === 'linux' && ALWAYS_DARK.test(desktop ?? ''))
  return join(folder, `${icon}-${onDark ? 'light' : 'dark'}.png`)
}

import { text } from '../../src-shared/text/text.ts'
import type { Rectangle } from './place.ts'

interface Panel {
  /** Whether a Linux desktop shows icons; `null`: nobody can be asked. */
  hasHost(): Promise<boolean | null>
  icon(): Rectangle
  screens(): readonly Rectangle[]
}

/**
 * What to say where the icon is not in sight, and how to reach the app then; `null`: it is, as far as anyone knows.
 * A Mac on which it was switched off parks it below the screen (seen with macOS 26.5 and Electron 33 and 38).
 */
export async function whyUnseen(platform: NodeJS.Platform, panel: Panel): Promise<string | null> {
  if (platform === 'linux') return (await panel.hasHost()) === false ? text.tray.noHost : null
  if (platform !== 'darwin') return null
  const icon = panel.icon()
  const inSight = icon.width === 0 || panel.screens().some((screen) => holds(screen, icon))
  return inSight ? null : text.tray.hiddenIcon
}

const holds = (screen: Rectangle, { x, y, width, height }: Rectangle): boolean =>
  x + width > screen.x && x < screen.x + screen.width && y + height > screen.y && y < screen.y + screen.height

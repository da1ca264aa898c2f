import type { Settings } from '../../src-shared/ipc/snapshot.ts'

/** What a click on the icon does, and whether the menu is handed to the panel. */
export interface Clicks {
  /** A menu that is handed over opens by the panel's own rule, on a Mac with every click. */
  readonly hands: boolean
  readonly left: 'window' | 'menu' | 'nothing'
  readonly right: 'menu' | 'nothing'
}

/** A Linux panel tells of no right click, so its menu is always handed over; there a click at most opens the window. */
export function clicksOf(platform: NodeJS.Platform, wanted: Settings['tray_click']): Clicks {
  const isWindow = wanted === 'window'
  if (platform === 'darwin')
    return isWindow
      ? { hands: false, left: 'window', right: 'menu' }
      : { hands: true, left: 'nothing', right: 'nothing' }
  const left = isWindow ? 'window' : platform === 'win32' ? 'menu' : 'nothing'
  return { hands: true, left, right: 'nothing' }
}

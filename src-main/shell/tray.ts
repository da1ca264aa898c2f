import { Menu, nativeTheme, type Rectangle, Tray } from 'electron'
import type { App } from '../app.ts'
import { type TrayAction, type TrayModel, type TrayRow, trayModel } from '../feed/tray-model.ts'
import type { Alarm, Clock } from '../ports.ts'
import { redraw } from './redraw.ts'
import { type Clicks, clicksOf } from './tray-click.ts'
import { trayIcon } from './tray-icon.ts'
import { trayTemplate } from './tray-menu.ts'

interface Parts {
  app: Pick<App, 'snapshot' | 'subscribe'>
  clock: Clock
  alarm: Alarm
  /** Folder of the pictures. */
  icons: string
  /** Notices that nobody has seen. */
  unseen(): number
  run(action: TrayAction): void
}

interface DrawnTray {
  mark(): void
  /** Where the icon is on the screen, as far as the system tells. */
  place(): Rectangle
  destroy(): void
}

/**
 * For this long, in ms, an opened menu is left as it is, unless it says that it was closed. Linux panels tell
 * of submenus alone, and never of the end; a submenu would snap shut under a new menu.
 */
const LOOK_MS = 20_000

/** Draws the tray from the snapshot. The menu is set, never popped up: a Linux panel asks for it itself. */
export function createTray({ app, clock, alarm, icons, unseen, run }: Parts): DrawnTray {
  let drawn: Partial<TrayModel & Pick<Clicks, 'hands'>> = {}
  let look: (() => void) | null = null
  const picture = (icon: TrayModel['icon']) => trayIcon(icons, icon, panel())
  const tray = new Tray(picture('idle'))
  const paint = redraw(draw, clock, alarm)
  let menu: Menu | null = null
  const clicks = () => clicksOf(process.platform, app.snapshot().settings.tray_click)
  // On a Mac and in some Linux panels a click opens the menu and is never told of.
  tray.on('click', () => {
    const { left } = clicks()
    if (left === 'window') run({ kind: 'open', view: null })
    if (left === 'menu') tray.popUpContextMenu()
  })
  tray.on('right-click', () => {
    if (clicks().right === 'menu' && menu) tray.popUpContextMenu(menu)
  })

  function draw(): boolean {
    const { icon, title, tooltip, rows, waiting } = trayModel(app.snapshot(), clock.now(), unseen())
    if (icon !== drawn.icon) tray.setImage(picture(icon))
    if (tooltip !== drawn.tooltip) tray.setToolTip(tooltip)
    // Only a Mac has room beside an icon.
    if (process.platform === 'darwin' && title !== drawn.title) tray.setTitle(title, { fontType: 'monospacedDigit' })
    drawn = { ...drawn, icon, title, tooltip }
    const { hands } = clicks()
    const isOther = hands !== drawn.hands || JSON.stringify(rows) !== JSON.stringify(drawn.rows)
    if (look === null && isOther) {
      menu = menuOf(rows)
      tray.setContextMenu(hands ? menu : null)
      drawn = { ...drawn, rows, hands }
    }
    return waiting
  }

  function menuOf(rows: readonly TrayRow[]): Menu {
    const pick = (action: TrayAction) => {
      // A radio row marks itself before it is known whether the choice can be had.
      drawn = { ...drawn, rows: [] }
      closed()
      run(action)
    }
    const menu = Menu.buildFromTemplate(trayTemplate(rows, pick))
    for (const one of [menu, ...menu.items.flatMap(({ submenu }) => submenu ?? [])]) one.on('menu-will-show', opened)
    menu.on('menu-will-close', closed)
    return menu
  }

  function opened(): void {
    look?.()
    look = alarm.at(clock.now() + LOOK_MS, closed)
  }

  function closed(): void {
    look?.()
    look = null
    paint.mark()
  }

  const repaint = () => {
    drawn = {}
    paint.mark()
  }
  nativeTheme.on('updated', repaint)
  const unfollow = [app.subscribe('snapshot.patched', paint.mark), app.subscribe('notice.raised', paint.mark)]
  paint.mark()
  return {
    mark: paint.mark,
    place: () => tray.getBounds(),
    destroy() {
      look?.()
      for (const stop of unfollow) stop()
      paint.stop()
      nativeTheme.off('updated', repaint)
      tray.destroy()
    },
  }
}

/** Newer ones know the panel's own colour on Windows apart from that of windows. */
interface Theme {
  readonly shouldUseDarkColors: boolean
  readonly shouldUseDarkColorsForSystemIntegratedUI?: boolean
}

function panel() {
  const theme: Theme = nativeTheme
  const dark = theme.shouldUseDarkColorsForSystemIntegratedUI ?? theme.shouldUseDarkColors
  return { platform: process.platform, desktop: process.env.XDG_CURRENT_DESKTOP, dark }
}

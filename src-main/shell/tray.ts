import { Menu, nativeTheme, Tray } from 'electron'
import type { App } from '../app.ts'
import { type TrayAction, type TrayModel, trayModel } from '../feed/tray-model.ts'
import type { Alarm, Clock } from '../ports.ts'
import { redraw } from './redraw.ts'
import { trayIcon } from './tray-icon.ts'
import { trayTemplate } from './tray-menu.ts'

interface Parts {
  app: Pick<App, 'snapshot' | 'subscribe'>
  clock: Clock
  alarm: Alarm
  /** Folder of the pictures. */
  icons: string
  run(action: TrayAction): void
}

/** A menu that never said it was closed is believed to be open for this long, in ms. */
const LONGEST_LOOK_MS = 60_000

/** Draws the tray from the snapshot. The menu is set, never popped up: a Linux panel asks for it itself. */
export function createTray({ app, clock, alarm, icons, run }: Parts): { destroy(): void } {
  let drawn: TrayModel | null = null
  const picture = (icon: TrayModel['icon']) => trayIcon(icons, icon, panel())
  const tray = new Tray(picture('idle'))
  const paint = redraw(draw, clock, alarm)
  // On a Mac and in some Linux panels a click opens the menu and is never told of.
  tray.on('click', () => run({ kind: 'open', view: null }))

  function draw(): boolean {
    const model = trayModel(app.snapshot(), clock.now())
    if (model.icon !== drawn?.icon) tray.setImage(picture(model.icon))
    if (model.tooltip !== drawn?.tooltip) tray.setToolTip(model.tooltip)
    if (JSON.stringify(model.rows) !== JSON.stringify(drawn?.rows)) tray.setContextMenu(menuOf(model))
    drawn = model
    return model.waiting
  }

  function menuOf({ rows }: TrayModel): Menu {
    const menu = Menu.buildFromTemplate(trayTemplate(rows, run))
    let off = () => {}
    menu.on('menu-will-show', () => {
      paint.hold(true)
      off = alarm.at(clock.now() + LONGEST_LOOK_MS, () => paint.hold(false))
    })
    menu.on('menu-will-close', () => {
      off()
      paint.hold(false)
    })
    return menu
  }

  const repaint = () => {
    drawn = null
    paint.mark()
  }
  nativeTheme.on('updated', repaint)
  const unfollow = app.subscribe('snapshot.patched', paint.mark)
  paint.mark()
  return {
    destroy() {
      unfollow()
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

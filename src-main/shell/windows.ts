import { BrowserWindow, screen } from 'electron'
import { text } from '../../src-shared/text/text.ts'
import type { JsonFile, Log } from '../ports.ts'
import { isOwnUrl, ORIGIN } from './origin.ts'
import { Place, placeOn, SMALLEST } from './place.ts'

const PAGE = `${ORIGIN}/index.html`

/** The grounds of the window's own style, so that it does not flash white while it opens. */
const GROUND = { light: '#fbfbfa', dark: '#161719' } as const

export interface Windows {
  /** Opens the window, or brings the open one to the front. */
  open(): void
  current(): BrowserWindow | null
  /** Keeps the window's place now: the app is about to end, and closing would not wait for the disk. */
  keep(): Promise<void>
}

interface Parts {
  preload: string
  icon: string
  /** Developer tools and the menu that opens them. */
  tools: boolean
  place: JsonFile
  log: Log
  /** Whether its page will be dark. */
  dark(): boolean
  /** A new window, before it loads anything. */
  onCreated(window: BrowserWindow): void
  /** The last one is gone; the app lives on in the tray. */
  onClosed(): void
}

/**
 * The one window. Closing destroys it: that frees the memory of a whole page, and the next one starts from
 * what is true then.
 */
export function createWindows(parts: Parts): Windows {
  const { log } = parts
  let current: BrowserWindow | null = null
  let kept = false

  async function keep(): Promise<void> {
    if (!current || kept) return
    const place: Place = { ...current.getNormalBounds(), maximized: current.isMaximized() }
    await parts.place.write(place).catch(() => log.warn({}, 'the place of the window could not be kept'))
  }

  function create(): BrowserWindow {
    const before = readPlace(parts.place)
    const areas = screen.getAllDisplays().map(({ workArea }) => workArea)
    const window = new BrowserWindow({
      ...placeOn(areas, before),
      minWidth: SMALLEST.width,
      minHeight: SMALLEST.height,
      title: text.window.title,
      show: false,
      autoHideMenuBar: true,
      icon: parts.icon,
      backgroundColor: parts.dark() ? GROUND.dark : GROUND.light,
      webPreferences: {
        preload: parts.preload,
        sandbox: true,
        contextIsolation: true,
        nodeIntegration: false,
        webSecurity: true,
        webviewTag: false,
        spellcheck: false,
        navigateOnDragDrop: false,
        devTools: parts.tools,
      },
    })
    if (before?.maximized) window.maximize()
    window.once('ready-to-show', () => window.show())
    window.on('close', () => void keep())
    window.once('closed', () => {
      if (current === window) current = null
      parts.onClosed()
    })
    reviveOnce(window, log)
    parts.onCreated(window)
    const load = () =>
      window.loadURL(PAGE).catch((error) => log.error({ error: String(error) }, 'the window did not load'))
    // Leaving for an empty page is the one way out that cannot be refused beforehand.
    window.webContents.on('did-navigate', (_event, url) => {
      if (!isOwnUrl(url)) void load()
    })
    void load()
    return window
  }

  return {
    open() {
      current ??= create()
      if (current.isMinimized()) current.restore()
      // A window that is still loading shows itself when it has something to show.
      if (current.isVisible()) current.focus()
    },
    current: () => current,
    async keep() {
      await keep()
      kept = true
    },
  }
}

/** A page whose process died is loaded again, once: a second death has a reason that a third try will not mend. */
function reviveOnce(window: BrowserWindow, log: Log): void {
  let revived = false
  window.webContents.on('render-process-gone', (_event, { reason }) => {
    log.error({ reason }, 'the page of the window ended')
    if (window.isDestroyed()) return
    if (revived) return window.destroy()
    revived = true
    window.webContents.reload()
  })
}

function readPlace(file: JsonFile): Place | null {
  try {
    return Place.safeParse(file.read()).data ?? null
  } catch {
    return null
  }
}

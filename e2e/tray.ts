import dbus from 'dbus-next'

const { Message, Variant } = dbus

/** A row of a tray menu, as the panel has it. */
export interface MenuRow {
  readonly id: number
  readonly label: string
  readonly enabled: boolean
  readonly separator: boolean
  readonly checked: boolean
  readonly rows: readonly MenuRow[]
}

const WATCHER = 'org.kde.StatusNotifierWatcher'
const ITEM = 'org.kde.StatusNotifierItem'
const MENU = 'com.canonical.dbusmenu'
/** An app whose main process hangs does not answer; saying so beats a time-out of the whole test. */
const PATIENCE_MS = 10_000

/**
 * The tray icon of one process as the desktop has it: StatusNotifierItem and dbusmenu over the session bus.
 * Raw messages, since Chromium tells the bus nothing about what it offers.
 */
export class Tray {
  readonly #bus: dbus.MessageBus
  readonly #name: string
  readonly #path: string

  private constructor(bus: dbus.MessageBus, name: string, path: string) {
    this.#bus = bus
    this.#name = name
    this.#path = path
  }

  /** The icon of this process; `null` while the panel has none. Close it after use. */
  static async of(pid: number): Promise<Tray | null> {
    const bus = dbus.sessionBus()
    const items = (await property(
      bus,
      WATCHER,
      '/StatusNotifierWatcher',
      WATCHER,
      'RegisteredStatusNotifierItems',
    )) as string[]
    for (const item of items) {
      const slash = item.indexOf('/')
      const name = slash < 0 ? item : item.slice(0, slash)
      const owner = await call(
        bus,
        'org.freedesktop.DBus',
        '/',
        'org.freedesktop.DBus',
        'GetConnectionUnixProcessID',
        's',
        [name],
      )
      if (owner[0] === pid) return new Tray(bus, name, slash < 0 ? '/StatusNotifierItem' : item.slice(slash))
    }
    bus.disconnect()
    return null
  }

  close(): void {
    this.#bus.disconnect()
  }

  async tooltip(): Promise<string> {
    const [, , title, words] = (await this.#property('ToolTip')) as [string, unknown, string, string]
    return [title, words].filter(Boolean).join('\n')
  }

  /** The bytes of the picture, to tell one from another. */
  async picture(): Promise<string> {
    const [largest] = (await this.#property('IconPixmap')) as [number, number, Buffer][]
    return Buffer.from(largest?.[2] ?? []).toString('base64')
  }

  /** A left click on the icon. */
  async activate(): Promise<void> {
    await call(this.#bus, this.#name, this.#path, ITEM, 'Activate', 'ii', [0, 0])
  }

  async rows(): Promise<readonly MenuRow[]> {
    const menu = await this.#menu()
    // Chromium refuses where it has nothing to renew.
    await call(this.#bus, this.#name, menu, MENU, 'AboutToShow', 'i', [0]).catch(() => null)
    const [, root] = await call(this.#bus, this.#name, menu, MENU, 'GetLayout', 'iias', [0, -1, []])
    return row(root).rows
  }

  /** Labels from the top, a separator as `-`. */
  async labels(): Promise<string[]> {
    return (await this.rows()).map((it) => (it.separator ? '-' : it.label))
  }

  /** The row at this place, each step by the beginning of its label. */
  async row(...steps: readonly string[]): Promise<MenuRow> {
    let rows = await this.rows()
    let found: MenuRow | undefined
    for (const step of steps) {
      found = rows.find((it) => it.label === step) ?? rows.find((it) => it.label.startsWith(step))
      if (!found) throw new Error(`There is no row ${step} in: ${rows.map((it) => it.label).join(' | ')}`)
      rows = found.rows
    }
    if (!found) throw new Error('No row was named')
    return found
  }

  /**
   * Clicks a row. Its number is looked up anew: a redrawn menu numbers its rows again. Redrawn between the look and
   * the click it refuses the old number, and whoever points at it clicks once more.
   */
  async click(...steps: readonly string[]): Promise<void> {
    await this.#clickOnce(steps).catch(() => this.#clickOnce(steps))
  }

  async #clickOnce(steps: readonly string[]): Promise<void> {
    const { id } = await this.row(...steps)
    const data = new Variant('i', 0)
    await call(this.#bus, this.#name, await this.#menu(), MENU, 'Event', 'isvu', [id, 'clicked', data, 0])
  }

  async #menu(): Promise<string> {
    return (await this.#property('Menu')) as string
  }

  #property(name: string): Promise<unknown> {
    return property(this.#bus, this.#name, this.#path, ITEM, name)
  }
}

type Wire = [id: number, properties: Record<string, unknown>, rows: unknown[]]

function row(wire: unknown): MenuRow {
  const [id, properties, rows] = plain(wire) as Wire
  const value = (name: string) => plain(properties[name])
  return {
    id,
    // A single underscore is "underline the next letter".
    label: String(value('label') ?? '').replace(/_(_?)/g, '$1'),
    enabled: value('enabled') !== false,
    separator: value('type') === 'separator',
    checked: value('toggle-state') === 1,
    rows: rows.map(row),
  }
}

const plain = (value: unknown): unknown => (value instanceof Variant ? plain(value.value) : value)

async function property(bus: dbus.MessageBus, to: string, path: string, of: string, name: string): Promise<unknown> {
  const [value] = await call(bus, to, path, 'org.freedesktop.DBus.Properties', 'Get', 'ss', [of, name])
  return plain(value)
}

async function call(
  bus: dbus.MessageBus,
  destination: string,
  path: string,
  of: string,
  member: string,
  signature: string,
  body: unknown[],
): Promise<unknown[]> {
  let off: NodeJS.Timeout | undefined
  const late = new Promise<never>((_, reject) => {
    off = setTimeout(() => reject(new Error(`${member} was not answered within ${PATIENCE_MS} ms`)), PATIENCE_MS)
  })
  const asked = bus.call(new Message({ destination, path, interface: of, member, signature, body }))
  const answer = await Promise.race([asked, late]).finally(() => clearTimeout(off))
  return answer?.body ?? []
}

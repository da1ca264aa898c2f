import fs from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { test as base } from '@playwright/test'
import type { LogEntry, Twin, TwinOptions } from '../playground/twin.ts'
import { type OpenApp, type OpenOptions, openApp } from './app.ts'
import { end, processes } from './screen.ts'
import { Tray } from './tray.ts'

export { expect } from '@playwright/test'

/** What one test has on its desk; all of it is put away when the test ends. */
export interface Desk {
  /** Whether this run is about the built app. */
  readonly packaged: boolean
  /** A new, empty folder. */
  folder(name: string): string
  /** Starts the app; without `home` with a folder of its own, kept for the whole test. */
  open(options?: Partial<OpenOptions>): Promise<OpenApp>
  /** Starts a twin of a provider. */
  twin(start: (options: TwinOptions) => Promise<Twin>, options: TwinOptions): Promise<Twin>
  /** The icon of this app in the panel. */
  tray(app: OpenApp): Promise<Tray>
  /** Called when the test ends, the latest first. */
  later(putAway: () => unknown): void
}

export const test = base.extend<{ desk: Desk }>({
  // biome-ignore lint/correctness/noEmptyPattern: Playwright reads the names between the braces; there are none.
  desk: async ({}, use, info) => {
    const closers: (() => unknown)[] = []
    const top = fs.mkdtempSync(path.join(os.tmpdir(), 'cc-relay-e2e-'))
    const packaged = info.project.name === 'packaged'
    const later = (putAway: () => unknown) => void closers.unshift(putAway)
    later(() => fs.promises.rm(top, { recursive: true, force: true, maxRetries: 20, retryDelay: 50 }))
    // A terminal outlives the app that opened it.
    later(() => {
      for (const { pid, environment } of processes()) if (environment.includes(top)) end(pid)
    })
    await use({
      packaged,
      later,
      folder(name) {
        const folder = path.join(top, name)
        fs.mkdirSync(folder, { recursive: true })
        return folder
      },
      async open(options = {}) {
        const app = await openApp(packaged, { home: path.join(top, 'home'), ...options })
        later(() => app.quit())
        return app
      },
      async twin(start, options) {
        const twin = await start(options)
        later(() => twin.stop())
        return twin
      },
      async tray({ pid }) {
        let tray: Tray | null = null
        await base.expect.poll(async () => (tray ??= await Tray.of(pid)), { timeout: 20_000 }).not.toBeNull()
        const found = tray as unknown as Tray
        later(() => found.close())
        return found
      },
    })
    for (const close of closers) await close()
  },
})

/** Which keys a twin's log names, the oldest request first. */
export const keysOf = (log: readonly LogEntry[]): (string | null)[] => log.map(({ key }) => key)

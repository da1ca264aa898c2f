import { existsSync } from 'node:fs'
import { basename, dirname } from 'node:path'
import { ipcMain } from 'electron'
import Store from 'electron-store'
import { durableJson } from '../node/durable-json.ts'
import type { JsonFile } from '../ports.ts'

/**
 * The config as an electron-store. Its own way of writing loses the file on a full disk without a word,
 * so the bytes go the durable way; path, reading and merging are the store's.
 */
export function storeFile(path: string): JsonFile {
  const durable = durableJson(path)
  let store: Store | null = null
  let written: Promise<void> = Promise.resolve()

  /** Opened late: opening reads, and a broken file must fail where the caller expects it. */
  const open = (): Store => {
    if (store) return store
    const opened = new Store({
      cwd: dirname(path),
      name: basename(path, '.json'),
      accessPropertiesByDotNotation: false,
      deserialize: (text) => JSON.parse(text.replace(/^\uFEFF/, '')),
    })
    // It opens a channel to every page of the app, which none of ours has a use for.
    ipcMain.removeAllListeners('electron-store-get-data')
    Object.defineProperty(opened, '_write', {
      value: (value: unknown) => {
        written = durable.write(value)
      },
    })
    store = opened
    return opened
  }

  return {
    path,
    read: () => (existsSync(path) ? { ...open().store } : undefined),
    async write(value) {
      open().store = value as Record<string, unknown>
      await written
    },
  }
}

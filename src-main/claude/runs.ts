import { existsSync, watch } from 'node:fs'
import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Clock } from '../ports.ts'
import { isInUse } from './run-folder.ts'

/** The launches under way: a folder of each, mode 0700, that goes away with it. */
export interface Runs {
  /** Makes the folder of a launch with its settings file (mode 0600) in it, and answers with its path. */
  write(id: string, settings: Readonly<Record<string, string>>): Promise<string>
  isAlive(id: string): Promise<boolean>
  /** Calls back with each name whose folder goes away. Returns the way to stop. */
  watch(gone: (id: string) => void): () => void
}

/** In a launch's own folder: what Claude Code is told. */
export const SETTINGS = 'settings.json'

export function runsIn(folder: string, clock: Clock): Runs {
  return {
    async write(id, settings) {
      const own = join(folder, id)
      await mkdir(own, { recursive: true, mode: 0o700 })
      await writeFile(join(own, SETTINGS), JSON.stringify({ env: settings }), { mode: 0o600, flag: 'wx' })
      return own
    },
    isAlive: (id) => isInUse(join(folder, id), clock.now()),
    watch(gone) {
      let stop = () => {}
      let stopped = false
      const begin = async () => {
        await mkdir(folder, { recursive: true, mode: 0o700 })
        if (stopped) return
        const watcher = watch(folder, (_event, name) => {
          if (name !== null && !existsSync(join(folder, name))) gone(name)
        })
        // Whoever asks `isAlive` now and then learns of it all the same.
        watcher.on('error', () => watcher.close())
        stop = () => watcher.close()
      }
      void begin().catch(() => {})
      return () => {
        stopped = true
        stop()
      }
    },
  }
}

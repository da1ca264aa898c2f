import { type FSWatcher, realpathSync, unwatchFile, watch, watchFile } from 'node:fs'
import { basename, dirname } from 'node:path'

/** An editor writes in several steps; the first moment of quiet is waited for this long, in ms. */
const QUIET_MS = 100
/** Somebody who never stops writing is not waited for longer than this, in ms. */
const LONGEST_MS = 500
/** Where the system cannot tell (a network drive, no watches left), the file is looked at this often, in ms. */
const LOOK_MS = 500

/**
 * Tells soon after a file may have changed, however it was: written, replaced, moved, or reached through a
 * link that now leads elsewhere. It may tell too often; whoever is told looks for himself. Returns the way to stop.
 */
export function watchForChanges(path: string, changed: () => void): () => void {
  let watchers: FSWatcher[] = []
  let looking = false
  let timer: NodeJS.Timeout | null = null
  let since = 0

  const soon = () => {
    const now = performance.now()
    if (timer === null) since = now
    else clearTimeout(timer)
    const wait = Math.max(0, Math.min(QUIET_MS, since + LONGEST_MS - now))
    timer = setTimeout(() => {
      timer = null
      if (!looking) listen()
      changed()
    }, wait)
    timer.unref()
  }
  const close = () => {
    for (const watcher of watchers) watcher.close()
    watchers = []
  }
  const look = () => {
    close()
    if (looking) return
    looking = true
    watchFile(path, { interval: LOOK_MS, persistent: false }, changed)
  }
  /** Anew after every change: a link may lead elsewhere now, a folder may be another of the same name. */
  const listen = () => {
    close()
    try {
      for (const { folder, names } of foldersOf(path)) {
        const watcher = watch(folder, { persistent: false }, (_event, name) => {
          // A folder of links that is swapped as a whole (as Kubernetes does it) names none of them.
          if (name === null || names.has(name) || name.startsWith('..')) soon()
        })
        watcher.on('error', look)
        watchers.push(watcher)
      }
    } catch {
      look()
    }
  }
  listen()
  return () => {
    if (timer) clearTimeout(timer)
    close()
    if (looking) unwatchFile(path, changed)
  }
}

/** The folder the file is in, and the one it really is in. */
function foldersOf(path: string): { folder: string; names: ReadonlySet<string> }[] {
  const real = safeRealpath(path)
  const places = new Map<string, Set<string>>()
  for (const place of [path, real]) {
    const names = places.get(dirname(place)) ?? new Set()
    places.set(dirname(place), names.add(basename(place)))
  }
  return [...places].map(([folder, names]) => ({ folder, names }))
}

function safeRealpath(path: string): string {
  try {
    return realpathSync(path)
  } catch {
    return path
  }
}

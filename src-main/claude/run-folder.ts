import { watch } from 'node:fs'
import { access, readdir, readFile, rm, stat } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'
import { STARTED } from './script.ts'

/** A launch that has not begun after this long never will, in ms. */
const STILL_OPENING_MS = 600_000
/** Without a process id to ask (Windows), a session is taken for over after this long, in ms. */
const LONGEST_SESSION_MS = 7 * 86_400_000

/** At `now` (epoch ms), removes what launches left that were killed before they could tidy up; leaves those still at work. */
export async function sweepLaunches(folder: string, now: number): Promise<void> {
  const names = await readdir(folder).catch(() => [])
  await Promise.all(
    names.map(async (name) => {
      const own = join(folder, name)
      if (!(await isInUse(own, now))) await rm(own, { recursive: true, force: true })
    }),
  )
}

/** Whether the launch with this folder is still at work at `now` (epoch ms). */
export async function isInUse(own: string, now: number): Promise<boolean> {
  const age =
    now -
    (await stat(own).then(
      (found) => found.mtimeMs,
      () => 0,
    ))
  const said = await readFile(join(own, STARTED), 'utf8').catch(() => null)
  if (said === null) return age < STILL_OPENING_MS
  const pid = Number(said)
  return pid > 1 ? isAlive(pid) : age < LONGEST_SESSION_MS
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM'
  }
}

/** Waits until the file is there; false after `patienceMs` without it. Its folder must exist. */
export async function came(path: string, patienceMs: number): Promise<boolean> {
  const there = () =>
    access(path).then(
      () => true,
      () => false,
    )
  return new Promise((resolve, reject) => {
    const end = (answer: boolean) => {
      clearTimeout(timer)
      watcher.close()
      resolve(answer)
    }
    const timer = setTimeout(async () => end(await there()), patienceMs)
    const watcher = watch(dirname(path), (_event, name) => {
      if (name === basename(path)) end(true)
    })
    watcher.on('error', reject)
    // It may have come before the watch began.
    there().then((now) => now && end(true))
  })
}

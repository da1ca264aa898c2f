import { randomBytes } from 'node:crypto'
import { chmod, type FileHandle, mkdir, open, readdir, realpath, rename, rm } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'

/** The few calls a write needs; a seam, so that a test can fill the disk at any byte. */
export interface Disk {
  open(path: string, flags: string, mode?: number): Promise<Pick<FileHandle, 'write' | 'sync' | 'stat' | 'close'>>
  rename(from: string, to: string): Promise<void>
}

const nodeDisk: Disk = { open, rename }

/** Renaming over a file that a scanner or an indexer holds open fails on Windows for some milliseconds. */
const RENAME_TRIES = 10
const HELD = new Set(['EPERM', 'EBUSY', 'EACCES'])
/** Not every system lets a folder be synced; there the rename is as durable as it gets. */
const NO_FOLDER_SYNC = new Set(['EPERM', 'EISDIR', 'EINVAL', 'EACCES', 'ENOTSUP', 'EBADF'])

/**
 * Replaces the file whole or not at all: a kill, a full disk or a power cut leaves the old bytes.
 * Mode 0600 unless another is asked for, in a folder that is made 0700 where it is missing. Rejects with the system's error, after
 * which the old file is untouched.
 */
export async function writeDurably(
  path: string,
  data: string | Uint8Array,
  { disk = nodeDisk, mode = 0o600 }: { disk?: Disk; mode?: number } = {},
): Promise<void> {
  const bytes = typeof data === 'string' ? Buffer.from(data) : data
  await mkdir(dirname(path), { recursive: true, mode: 0o700 })
  // Somebody who keeps the file elsewhere behind a link wants the link to stay.
  const target = await realpath(path).catch(() => path)
  const temp = `${target}.${randomBytes(6).toString('hex')}.tmp`
  try {
    await fill(temp, bytes, disk)
    if (mode !== 0o600) await chmod(temp, mode)
    await renameOver(temp, target, disk)
  } catch (error) {
    await rm(temp, { force: true })
    throw error
  }
  await syncFolder(dirname(target), disk)
}

async function fill(path: string, bytes: Uint8Array, disk: Disk): Promise<void> {
  const file = await disk.open(path, 'wx', 0o600)
  try {
    for (let at = 0; at < bytes.length; ) {
      const { bytesWritten } = await file.write(bytes, at, bytes.length - at)
      if (bytesWritten === 0) throw new Error(`nothing more could be written to ${path}`)
      at += bytesWritten
    }
    await file.sync()
    const { size } = await file.stat()
    if (size !== bytes.length) throw new Error(`${path} holds ${size} of ${bytes.length} bytes`)
  } finally {
    await file.close()
  }
}

async function renameOver(from: string, to: string, disk: Disk): Promise<void> {
  for (let tries = 1; ; tries++) {
    try {
      return await disk.rename(from, to)
    } catch (error) {
      if (tries === RENAME_TRIES || !HELD.has(codeOf(error))) throw error
      await pause(10 * tries)
    }
  }
}

async function syncFolder(folder: string, disk: Disk): Promise<void> {
  try {
    const handle = await disk.open(folder, 'r')
    try {
      await handle.sync()
    } finally {
      await handle.close()
    }
  } catch (error) {
    if (!NO_FOLDER_SYNC.has(codeOf(error))) throw error
  }
}

/** Removes what an interrupted write left beside `path`. */
export async function sweep(path: string): Promise<void> {
  const stem = `${basename(path)}.`
  const names = await readdir(dirname(path)).catch(() => [])
  const ours = names.filter((name) => name.startsWith(stem) && /^[0-9a-f]{12}\.tmp$/.test(name.slice(stem.length)))
  await Promise.all(ours.map((name) => rm(join(dirname(path), name), { force: true })))
}

const codeOf = (error: unknown): string => (error as NodeJS.ErrnoException | null)?.code ?? ''

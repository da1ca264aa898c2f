import { readdir, readFile, readlink } from 'node:fs/promises'
import type { Spawner } from '../ports.ts'

const PATIENCE_MS = 3_000

/**
 * The name of the program that listens on a TCP port of this machine; `null`: that cannot be known, as for a
 * program of another user.
 */
export function portHolder(
  platform: NodeJS.Platform,
  spawner: Pick<Spawner, 'ask'>,
): (port: number) => Promise<string | null> {
  return async (port) => {
    if (platform === 'linux') return onLinux(port).catch(() => null)
    if (platform === 'darwin') {
      const said = await spawner.ask('/usr/sbin/lsof', ['-nP', `-iTCP:${port}`, '-sTCP:LISTEN', '-Fc'], PATIENCE_MS)
      return /^c(.+)$/m.exec(said ?? '')?.[1] ?? null
    }
    if (platform !== 'win32') return null
    const script = `(Get-Process -Id (Get-NetTCPConnection -State Listen -LocalPort ${port})[0].OwningProcess).ProcessName`
    const said = await spawner.ask('powershell.exe', ['-NoProfile', '-NonInteractive', '-Command', script], PATIENCE_MS)
    return said?.trim() || null
  }
}

async function onLinux(port: number): Promise<string | null> {
  const tables = await Promise.all(
    ['/proc/net/tcp', '/proc/net/tcp6'].map((path) => readFile(path, 'utf8').catch(() => '')),
  )
  const inodes = new Set(tables.flatMap((table) => listenersIn(table, port)).map((inode) => `socket:[${inode}]`))
  if (inodes.size === 0) return null
  for (const pid of (await readdir('/proc')).filter((name) => /^\d+$/.test(name))) {
    const open = await readdir(`/proc/${pid}/fd`).catch(() => [])
    for (const fd of open) {
      const to = await readlink(`/proc/${pid}/fd/${fd}`).catch(() => '')
      if (inodes.has(to)) return (await readFile(`/proc/${pid}/comm`, 'utf8')).trim() || null
    }
  }
  return null
}

/** Inodes of the sockets that listen on this port, out of `/proc/net/tcp` (proc(5): fields 2, 4 and 10). */
export function listenersIn(table: string, port: number): string[] {
  const wanted = port.toString(16).toUpperCase().padStart(4, '0')
  return table.split('\n').flatMap((line) => {
    const fields = line.trim().split(/\s+/)
    const isListening = fields[3] === '0A' && fields[1]?.endsWith(`:${wanted}`)
    return isListening && fields[9] ? [fields[9]] : []
  })
}

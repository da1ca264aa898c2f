import { execFileSync } from 'node:child_process'
import { readFileSync } from 'node:fs'

/** Clock ticks a second of this kernel (`getconf CLK_TCK`). */
const TICKS = Number(execFileSync('getconf', ['CLK_TCK'], { encoding: 'utf8' }))

/** CPU time of a process so far, user and system, in seconds; 0 for one that is gone (Linux, proc(5)). */
function cpuOf(pid: number): number {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8')
    // Behind the name, which may hold anything, so from the last bracket on: utime and stime are fields 14 and 15.
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
    return (Number(fields[11]) + Number(fields[12])) / TICKS
  } catch {
    return 0
  }
}

/** What of one core the processes use between now and `ms` later, in percent. */
export async function percentOfCore(pids: readonly number[], ms: number): Promise<number> {
  const before = pids.map(cpuOf)
  const began = performance.now()
  await new Promise((done) => setTimeout(done, ms))
  const spent = pids.reduce((sum, pid, at) => sum + cpuOf(pid) - (before[at] ?? 0), 0)
  return (spent / (performance.now() - began)) * 100_000
}

export const median = (figures: readonly number[]): number =>
  figures.toSorted((a, b) => a - b)[figures.length >> 1] as number

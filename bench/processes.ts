import { type ChildProcess, type SpawnOptions, spawn } from 'node:child_process'
import fs from 'node:fs'
import type { AddressInfo } from 'node:net'
import { createServer } from 'node:net'
import { setTimeout as wait } from 'node:timers/promises'

/** What a process may take until it answers, on a busy machine. */
const PATIENCE_MS = 30_000

/** A program under test, or what it takes to test it. */
export interface Running {
  readonly pid: number
  /** From the start to the first answer, in ms. */
  readonly startMs: number
  /** Ends it, at last by force. */
  stop(): Promise<void>
}

/** Starts a program and waits until it answers at `origin`. Rejects with what it printed where it does not. */
export async function start(
  file: string,
  args: readonly string[],
  { origin, path = '/', ...options }: SpawnOptions & { origin: string; path?: string },
): Promise<Running> {
  const began = performance.now()
  const child = spawn(file, args, { stdio: ['ignore', 'pipe', 'pipe'], ...options })
  let said = ''
  for (const stream of [child.stdout, child.stderr])
    stream?.on('data', (words) => {
      said = (said + String(words)).slice(-4000)
    })
  child.on('error', (error) => {
    said += error.message
  })
  while (!(await answers(origin + path))) {
    if (child.exitCode !== null || performance.now() - began > PATIENCE_MS) {
      child.kill('SIGKILL')
      throw new Error(`${file} ${args.join(' ')} did not start:\n${said}`)
    }
    await wait(5)
  }
  return { pid: child.pid as number, startMs: performance.now() - began, stop: () => stop(child) }
}

async function answers(url: string): Promise<boolean> {
  try {
    await (await fetch(url, { headers: { connection: 'close' } })).arrayBuffer()
    return true
  } catch {
    return false
  }
}

async function stop(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return
  const ended = new Promise((resolve) => child.once('exit', resolve))
  child.kill('SIGTERM')
  const late = setTimeout(() => child.kill('SIGKILL'), 5_000)
  await ended
  clearTimeout(late)
}

/** A port that nobody has at the moment. */
export async function freePort(): Promise<number> {
  const server = createServer()
  await new Promise<void>((ready) => server.listen(0, '127.0.0.1', ready))
  const { port } = server.address() as AddressInfo
  await new Promise((closed) => server.close(closed))
  return port
}

/** Processor time of a process so far, over its threads, in µs (Linux: `task/N/schedstat`, whose first figure is ns). */
export function processorUs(pids: readonly number[]): number {
  let ns = 0
  for (const pid of pids)
    for (const task of fs.readdirSync(`/proc/${pid}/task`))
      ns += Number(fs.readFileSync(`/proc/${pid}/task/${task}/schedstat`, 'utf8').split(' ', 1)[0])
  return ns / 1000
}

/** Resident memory, in MB of 1,000,000 bytes (Linux, proc(5)). */
export function residentMb(pids: readonly number[]): number {
  const kB = (pid: number) => Number(/^VmRSS:\s+(\d+)/m.exec(fs.readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1] ?? 0)
  return pids.reduce((sum, pid) => sum + kB(pid), 0) * 0.001024
}

/** The processes that this one started. */
export function childrenOf(pid: number): number[] {
  const found = fs.readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').trim()
  return found === '' ? [] : found.split(' ').map(Number)
}

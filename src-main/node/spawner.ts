import { execFile, spawn } from 'node:child_process'
import type { Spawner } from '../ports.ts'

export const nodeSpawner: Spawner = {
  start: (file, args, { cwd, env }) =>
    new Promise((resolve, reject) => {
      const child = spawn(file, args, { cwd, env, detached: true, stdio: 'ignore', windowsHide: false })
      child.once('error', reject)
      child.once('spawn', () => {
        child.unref()
        resolve(child.pid as number)
      })
    }),

  ask: (file, args, timeoutMs) =>
    new Promise((resolve) => {
      const options = { timeout: timeoutMs, killSignal: 'SIGKILL', windowsHide: true } as const
      execFile(file, [...args], options, (error, stdout) => resolve(error ? null : stdout))
    }),
}

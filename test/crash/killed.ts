import { spawn } from 'node:child_process'
import { once } from 'node:events'

/**
 * Starts a program that says a line for each thing it has done, and ends it with SIGKILL `afterMs` (ms) after its first
 * line. Returns the whole lines it said.
 */
export async function killed(program: string, args: readonly string[], afterMs: number): Promise<string[]> {
  const child = spawn(process.execPath, [program, ...args], { stdio: ['ignore', 'pipe', 'inherit'] })
  let said = ''
  child.stdout.setEncoding('utf8').on('data', (chunk: string) => {
    if (said === '') setTimeout(() => child.kill('SIGKILL'), afterMs)
    said += chunk
  })
  const [code] = await once(child, 'close')
  if (code !== null) throw new Error(`${program} ended by itself with ${code}: ${said}`)
  return said.split('\n').slice(0, -1)
}

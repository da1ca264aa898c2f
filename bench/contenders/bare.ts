import path from 'node:path'
import { BARE, type Entry } from '../field.ts'
import { freePort, start } from '../processes.ts'

/** `node:http` and undici's `dispatch`, see `passthrough.ts`. */
export const bare: Entry = async ({ upstream }) => {
  const port = await freePort()
  const origin = `http://127.0.0.1:${port}`
  const program = path.join(import.meta.dirname, 'passthrough.js')
  const { pid, startMs, stop } = await start(process.execPath, [program, String(port), upstream], { origin })
  return { name: BARE, origin, headers: { 'x-api-key': 'of-nobody' }, pids: [pid], startMs, exact: true, stop }
}

import fs from 'node:fs'
import { request } from 'node:http'
import path from 'node:path'
import type { Contender, Ground } from '../field.ts'
import { freePort, start } from '../processes.ts'

const TOKEN = 'a-client-token-of-the-measurements'
const KEYS = 100
/** The folder of the checkout: this runs from `out/bench`. */
export const root = path.resolve(import.meta.dirname, '../..')

interface Program {
  readonly name: string
  readonly file: string
  args(config: string, home: string): string[]
  readonly env?: Readonly<Record<string, string>>
}

/** CC Relay as a user runs it: token, a pool of 100 keys, accounts, log in a file. */
export async function startRelay({ name, file, args, env }: Program, ground: Ground): Promise<Contender> {
  const { upstream, folder } = ground
  const port = await freePort()
  const origin = `http://127.0.0.1:${port}`
  const config = path.join(folder, 'config.yaml')
  fs.writeFileSync(config, configOf(port, upstream, path.join(folder, 'relay.log')))
  const home = path.join(folder, 'home')
  const { pid, startMs, stop } = await start(file, args(config, home), {
    ...{ origin, path: '/health', cwd: root },
    env: { ...process.env, ...env, CC_RELAY_HOME: home },
  })
  return { name, origin, headers: { 'x-api-key': TOKEN }, pids: [pid], startMs, exact: true, stop }
}

/** `cc-relay serve` under plain Node, with somebody who looks at it all the time as a window does. */
export async function relay(ground: Ground): Promise<Contender> {
  const cli = path.join(root, 'out', 'headless', 'cli.js')
  const started = await startRelay(
    {
      ...{ name: 'CC Relay', file: process.execPath },
      // What this was started with goes on: `node --cpu-prof scripts/bench.mjs small` profiles the relay too.
      args: (config) => [...process.execArgv, cli, 'serve', '--config', config],
    },
    ground,
  )
  await watch(path.join(ground.folder, 'home', 'control.sock'))
  return started
}

/** Takes everything that a window is told. */
function watch(socketPath: string): Promise<void> {
  return new Promise((watching, failed) => {
    request({ socketPath, path: '/bridge/events', headers: { host: 'localhost' } }, (pushes) => {
      pushes.once('data', () => watching())
      pushes.on('error', () => {})
      pushes.resume()
    })
      .on('error', failed)
      .end()
  })
}

const configOf = (port: number, upstream: string, log: string): string => `
server:
  listen: 127.0.0.1:${port}
  auth: { api_key: ${TOKEN} }
logging: { output: ${log} }
providers:
  - name: anthropic
    type: anthropic
    base_url: ${upstream}
    keys:
${Array.from({ length: KEYS }, (_, i) => `      - { key: sk-ant-api03-measured-key-of-the-pool-number-${i}, label: key ${i} }`).join('\n')}
`

import { spawnSync } from 'node:child_process'
import fs from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import type { Contender, Entry } from '../field.ts'
import { freePort, start } from '../processes.ts'

/** Later versions of the first lack one of their dependencies. */
const PACKAGES = ['@musistudio/claude-code-router@1.0.73', '@portkey-ai/gateway@1.15.2']

/** Where they are installed, beside everything of ours: they are measured, not used. `null`: npm cannot have them. */
function installed(): string | null {
  const folder = path.join(os.homedir(), '.cache', 'cc-relay', 'bench-peers')
  fs.mkdirSync(folder, { recursive: true })
  const modules = path.join(folder, 'node_modules')
  if (fs.existsSync(path.join(modules, '@portkey-ai')) && fs.existsSync(path.join(modules, '@musistudio')))
    return modules
  const args = ['install', '--prefix', folder, '--no-audit', '--no-fund', '--ignore-scripts', ...PACKAGES]
  return spawnSync('npm', args, { stdio: 'ignore' }).status === 0 ? modules : null
}

interface Peer {
  readonly name: string
  readonly file: string
  args(port: number): string[]
  headers(upstream: string): Record<string, string>
  /** What it reads in its home. */
  settings?(folder: string, port: number, upstream: string): void
}

const entering =
  ({ name, file, args, headers, settings }: Peer): Entry =>
  async ({ upstream, folder }): Promise<Contender | string> => {
    const modules = installed()
    if (modules === null) return `${name} is not compared: npm could not install it.`
    const port = await freePort()
    const origin = `http://127.0.0.1:${port}`
    settings?.(folder, port, upstream)
    const env = { ...process.env, HOME: folder, NODE_ENV: 'production', SERVICE_PORT: String(port) }
    try {
      const running = await start(process.execPath, [path.join(modules, file), ...args(port)], { origin, env })
      const { pid, startMs, stop } = running
      return { name, origin, headers: headers(upstream), pids: [pid], startMs, exact: false, stop }
    } catch (error) {
      return `${name} is not compared: ${error instanceof Error ? error.message : error}`
    }
  }

export const peers: readonly Entry[] = [
  entering({
    name: 'Portkey',
    file: '@portkey-ai/gateway/build/start-server.js',
    args: (port) => [`--port=${port}`, '--headless'],
    headers: (upstream) => ({
      'x-portkey-provider': 'anthropic',
      'x-portkey-custom-host': `${upstream}/v1`,
      'x-api-key': 'of-nobody',
    }),
  }),
  entering({
    name: 'claude-code-router',
    file: '@musistudio/claude-code-router/dist/cli.js',
    args: () => ['start'],
    headers: () => ({ 'x-api-key': 'of-nobody' }),
    settings(folder, port, upstream) {
      const home = path.join(folder, '.claude-code-router')
      fs.mkdirSync(home, { recursive: true })
      const provider = { name: 'anthropic', api_base_url: `${upstream}/v1/messages`, api_key: 'of-nobody' }
      const models = ['claude-sonnet-4-5']
      const config = {
        ...{ PORT: port, HOST: '127.0.0.1', APIKEY: 'of-nobody', LOG: false, NON_INTERACTIVE_MODE: true },
        Providers: [{ ...provider, models, transformer: { use: ['Anthropic'] } }],
        Router: { default: 'anthropic,claude-sonnet-4-5' },
      }
      fs.writeFileSync(path.join(home, 'config.json'), JSON.stringify(config))
    },
  }),
]

import { spawn } from 'node:child_process'
import fs from 'node:fs'
import path from 'node:path'
import type { TwinKey } from '../playground/dialect.ts'
import type { RelayAt } from './app.ts'

const root = path.resolve(import.meta.dirname, '..')
const TOKEN = 'a-client-token-of-the-config-file'

export interface Served extends RelayAt {
  /** Quits as Ctrl+C would. Rejects where it does not end well. */
  stop(): Promise<void>
}

export interface ServeOptions {
  /** Silence borne, ms. */
  readonly timeoutMs?: number
  /** Answers over https alone. */
  readonly tls?: boolean
  /** Another kind than Anthropic. */
  readonly provider?: { readonly type: string; readonly mapping: Readonly<Record<string, string>> }
}

/** `cc-relay serve` with these keys of one twin at this address; its config file is put into `folder`. */
export async function serve(
  folder: string,
  baseUrl: string,
  keys: readonly TwinKey[],
  { timeoutMs = 300_000, tls = false, provider = { type: 'anthropic', mapping: {} } }: ServeOptions = {},
): Promise<Served> {
  const entries = keys.map(({ secret, name }) => `{ key: ${JSON.stringify(secret)}, label: ${name} }`)
  const mapping = Object.keys(provider.mapping).length > 0 ? `, model_mapping: ${JSON.stringify(provider.mapping)}` : ''
  const lines = [
    'server:',
    '  listen: 127.0.0.1:0',
    `  timeout_ms: ${timeoutMs}`,
    `  auth: { api_key: "\${RELAY_TOKEN}" }`,
    'providers:',
    `  - { name: ${provider.type}, type: ${provider.type}, base_url: "${baseUrl}", keys: [${entries.join(', ')}]${mapping} }`,
  ]
  return begin(folder, `${lines.join('\n')}\n`, tls)
}

/** A relay whose config may change while it runs. */
export interface Changing extends Served {
  rewrite(config: object): void
}

/** `cc-relay serve` with what stands in `config`, and a listener and a token of its own. */
export async function serveConfig(folder: string, config: object): Promise<Changing> {
  const server = { listen: '127.0.0.1:0', auth: { api_key: `\${RELAY_TOKEN}` } }
  const written = (it: object) => JSON.stringify({ server, ...it }, null, 2)
  const served = await begin(folder, written(config), false)
  return {
    ...served,
    rewrite(next) {
      const beside = path.join(folder, 'next.yaml')
      fs.writeFileSync(beside, written(next))
      fs.renameSync(beside, path.join(folder, 'config.yaml'))
    },
  }
}

async function begin(folder: string, text: string, tls: boolean): Promise<Served> {
  const config = path.join(folder, 'config.yaml')
  fs.writeFileSync(config, text)
  const child = spawn(
    process.execPath,
    [path.join(root, 'scripts', 'cc-relay.mjs'), 'serve', '--config', config, ...(tls ? ['--tls'] : [])],
    {
      env: { ...process.env, RELAY_TOKEN: TOKEN, ...(tls && { CC_RELAY_HOME: folder }) },
      stdio: ['ignore', 'pipe', 'pipe'],
    },
  )
  let said = ''
  child.stderr.on('data', (words) => (said += String(words)))
  const ended = new Promise<number | null>((resolve) => child.once('exit', resolve))
  const line = await Promise.race([
    new Promise<string>((resolve) => child.stdout.once('data', (words) => resolve(String(words)))),
    ended.then((code) => Promise.reject(new Error(`serve ended with ${code}: ${said}`))),
  ])
  const { event, url } = JSON.parse(line)
  if (event !== 'ready') throw new Error(`serve said ${line}`)
  return {
    address: url,
    token: TOKEN,
    async stop() {
      child.kill('SIGTERM')
      const code = await ended
      if (code !== 0) throw new Error(`serve ended with ${code}: ${said}`)
    },
  }
}

import { spawn } from 'node:child_process'
import fs from 'node:fs'
import path from 'node:path'
import type { TwinKey } from '../playground/dialect.ts'
import { type RelayAt, root } from './app.ts'
import type { Desk } from './desk.ts'
import { addKey } from './window.ts'

/** Starts the relay with these keys of one Anthropic twin at this address. */
type Start = (desk: Desk, baseUrl: string, keys: readonly TwinKey[]) => Promise<RelayAt>

/** Both ways in which the relay is run. */
export const relays: Readonly<Record<string, Start>> = {
  async 'the app'(desk, baseUrl, keys) {
    const app = await desk.open()
    const page = await app.window()
    for (const [i, { secret, name }] of keys.entries()) {
      await addKey(page, { secret, label: name, ...(i === 0 ? { address: baseUrl } : {}) })
    }
    return app.relay()
  },

  async 'cc-relay serve'(desk, baseUrl, keys) {
    const token = 'a-client-token-of-the-config-file'
    const config = path.join(desk.folder('serve'), 'config.yaml')
    const lines = [
      'server:',
      '  listen: 127.0.0.1:0',
      `  auth: { api_key: "\${RELAY_TOKEN}" }`,
      'providers:',
      `  - { name: anthropic, type: anthropic, base_url: "${baseUrl}", keys: [${keys.map(({ secret }) => `{ key: ${secret} }`).join(', ')}] }`,
    ]
    fs.writeFileSync(config, `${lines.join('\n')}\n`)
    const child = spawn(process.execPath, [path.join(root, 'scripts', 'cc-relay.mjs'), 'serve', '--config', config], {
      env: { ...process.env, RELAY_TOKEN: token },
      stdio: ['ignore', 'pipe', 'pipe'],
    })
    let said = ''
    child.stderr.on('data', (words) => (said += String(words)))
    const ended = new Promise<number | null>((resolve) => child.once('exit', resolve))
    desk.later(async () => {
      child.kill('SIGTERM')
      const code = await ended
      if (code !== 0) throw new Error(`serve ended with ${code}: ${said}`)
    })
    const line = await Promise.race([
      new Promise<string>((resolve) => child.stdout.once('data', (words) => resolve(String(words)))),
      ended.then((code) => Promise.reject(new Error(`serve ended with ${code}: ${said}`))),
    ])
    const { event, url } = JSON.parse(line)
    if (event !== 'ready') throw new Error(`serve said ${line}`)
    return { address: url, token }
  },
}

/** So many keys for a twin, each of an organization of its own unless told otherwise. */
export const keysFor = (count: number, organization?: (i: number) => string): TwinKey[] =>
  Array.from({ length: count }, (_, i) => ({
    secret: `sk-ant-api03-end-to-end-key-number-${i + 1}`,
    name: `key ${i + 1}`,
    ...(organization ? { organization: organization(i) } : {}),
  }))

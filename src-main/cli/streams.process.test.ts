import { readFileSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import type { Twin } from '../../playground/twin.ts'
import { startAnthropic } from '../../playground/twin-anthropic.ts'
import type { Snapshot } from '../../src-shared/ipc/snapshot.ts'
import { askRunning } from '../ipc/control-client.ts'
import { buildCli, type Cli } from './process.testing.ts'

const STREAMS = 50
const ONE = 'sk-ant-api03-one-0123456789-1111'
const TWO = 'sk-ant-api03-two-0123456789-2222'

let cli: Cli
let first: Twin
let second: Twin
beforeAll(async () => {
  cli = await buildCli()
  const twin = (secret: string) => startAnthropic({ keys: [{ secret, name: secret }], paceMs: 20 })
  first = await twin(ONE)
  second = await twin(TWO)
})
afterAll(async () => {
  cli.killAll()
  await Promise.all([first.stop(), second.stop()])
  cli.tidy()
})

/** A port that is free at this moment. */
const freePort = (): Promise<number> =>
  new Promise((resolve) => {
    const server = createServer().listen(0, '127.0.0.1', () => {
      const { port } = server.address() as { port: number }
      server.close(() => resolve(port))
    })
  })

const yaml = (port: number, label: string) => `
server: { listen: 127.0.0.1:${port} }
providers:
  - { name: first, type: anthropic, base_url: "${first.baseUrl}", keys: [{ key: ${ONE}, label: ${label} }] }
  - { name: second, type: anthropic, base_url: "${second.baseUrl}", keys: [{ key: ${TWO} }] }
`

it('a file read anew, another provider and another port break none of 50 streams', async () => {
  const home = join(cli.folder, 'own')
  const [port, moved] = [await freePort(), await freePort()]
  const path = cli.file('streams.yaml', yaml(port, 'old'))
  const serving = cli.start('cli', ['serve', '--config', path], { env: { CC_RELAY_HOME: home } })
  await serving.printed()
  const token = readFileSync(join(home, 'client-token'), 'utf8').trim()
  const snapshot = async () => {
    const reply = await askRunning(home, process.platform, 'snapshot.get', undefined)
    return (reply?.ok ? (reply.value as { snapshot: Snapshot }).snapshot : null) as Snapshot
  }
  const ask = async (at: number, words: number) => {
    const res = await fetch(`http://127.0.0.1:${at}/v1/messages`, {
      method: 'POST',
      headers: { 'x-api-key': token, 'anthropic-version': '2023-06-01', 'content-type': 'application/json' },
      body: JSON.stringify({
        ...{ model: 'claude-sonnet-5', max_tokens: 4_000, stream: true },
        messages: [{ role: 'user', content: `words: ${words}` }],
      }),
    })
    return { status: res.status, provider: res.headers.get('x-cc-relay-provider'), body: res.text() }
  }

  const begun = await Promise.all(Array.from({ length: STREAMS }, () => ask(port, 300)))
  const open = () => first.log.filter(({ ended }) => ended === null).length
  expect(open()).toBe(STREAMS)

  writeFileSync(path, yaml(port, 'new'))
  await expect.poll(async () => Object.values((await snapshot()).keys).map((key) => key.label)).toContain('new')
  const chosen = await askRunning(home, process.platform, 'choice.set', { provider: 'second' })
  expect(chosen).toMatchObject({ ok: true })
  expect((await ask(port, 3)).provider).toBe('second')
  writeFileSync(path, yaml(moved, 'new'))
  await expect.poll(async () => (await snapshot()).relay).toMatchObject({ kind: 'listening', port: moved })
  const after = await ask(moved, 3)
  expect([after.status, await after.body]).toEqual([200, expect.stringContaining('message_stop')])
  // All of this happened beneath them.
  expect(open()).toBe(STREAMS)

  const ended = await Promise.all(begun.map(async (it) => ({ ...it, body: await it.body })))
  const broken = ended.filter(({ status, body }) => status !== 200 || !body.endsWith('{"type":"message_stop"}\n\n'))
  expect(broken).toEqual([])
  expect(first.log.slice(0, STREAMS).map(({ ended }) => ended)).toEqual(Array.from({ length: STREAMS }, () => 'sent'))
}, 60_000)

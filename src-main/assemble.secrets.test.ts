import { readdirSync, statSync } from 'node:fs'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { type Push, type PushName, pushes, requests } from '../src-shared/ipc/contract.ts'
import { newHome } from './assemble.testing.ts'

const CANARY = 'sk-ant-api03-canary-4Kq9vXw2Lm7Tz1Rb-wxyz'
const OTHER = 'sk-ant-api03-second-8Hd3pQs6Nf5Yc0Vj-abcd'

let home: ReturnType<typeof newHome>
let upstream: Server
let baseUrl: string
/** What it answers to messages; it repeats the key it was sent, as some do. */
let status: number

beforeEach(async () => {
  home = newHome()
  status = 400
  upstream = createServer((req, res) => {
    const key = String(req.headers['x-api-key'])
    req.resume()
    if (req.method === 'GET') {
      res.setHeader('content-type', 'application/json')
      return res.end('{"data":[{"type":"model","id":"claude-sonnet-5","display_name":"x"}],"has_more":false}')
    }
    const message = `the key ${key} (${Buffer.from(key).toString('base64')}) may not do that`
    res.writeHead(status, `no ${key}`, { 'content-type': 'application/json', 'x-echo': key })
    return res.end(JSON.stringify({ type: 'error', error: { type: 'invalid_request_error', message } }))
  })
  await new Promise<void>((ready) => upstream.listen(0, '127.0.0.1', ready))
  baseUrl = `http://127.0.0.1:${(upstream.address() as AddressInfo).port}`
})
afterEach(async () => {
  await home.tidy()
  upstream.closeAllConnections()
  upstream.close()
})

/** The canary in every form it could take. */
const forms = [
  CANARY,
  Buffer.from(CANARY).toString('base64'),
  Buffer.from(CANARY).toString('hex'),
  CANARY.slice(13, 30),
]
const leaks = (where: string) => forms.filter((form) => where.includes(form))

it('is found in no file, log, reply or push once it is stored, whatever goes wrong', async () => {
  const house = await home.start()
  const told: unknown[] = []
  for (const name of Object.keys(pushes) as PushName[])
    house.app.subscribe(name, (payload: Push<PushName>) => told.push(payload))
  const call = async (name: string, input?: unknown) => told.push(await house.app.call(name, input))

  const provider = { type: 'anthropic', baseUrl } as const
  await call('key.add', { provider, label: 'canary', secret: CANARY })
  const id = house.keys()[0]?.id
  expect([id, told[0]]).toEqual([expect.any(String), expect.anything()])
  // Bodies and headers are logged as well.
  await call('log.debugFor', { minutes: 5 })
  for (status of [400, 401, 403, 404, 429, 500, 502, 529]) {
    await house.post({ stream: true, messages: [{ role: 'user', content: `mine is ${CANARY}` }] })
    await call('key.test', { id })
    await call('key.enable', { id, enabled: false })
    await call('key.enable', { id, enabled: true })
  }
  await call('key.add', { provider, label: 'again', secret: CANARY })
  await call('key.rename', { id, label: 'renamed' })
  await call('key.replace', { id, secret: OTHER })
  await call('key.remove', { id })
  await call('key.restore', { id })
  for (const name of Object.keys(requests)) await call(name, {})
  await call('requests.list')
  await call('snapshot.get')
  told.push(house.app.snapshot(), house.app.requests())
  await house.stop()

  expect(leaks(JSON.stringify(told))).toEqual([])
  expect(leaks(home.everything())).toEqual([])
  for (const said of ['"msg":"request body"', '"msg":"answer body"', '"msg":"answer headers"', 'mine is '])
    expect(home.everything()).toContain(said)
  expect(house.app.requests().length).toBeGreaterThan(5)
})

it('is not told back by a refusal that repeats it', async () => {
  const house = await home.start()
  upstream.removeAllListeners('request')
  upstream.on('request', (req, res) => {
    res.writeHead(401, { 'content-type': 'application/json' })
    res.end(
      JSON.stringify({
        type: 'error',
        error: { type: 'authentication_error', message: `no ${req.headers['x-api-key']}` },
      }),
    )
  })
  const said = await house.refused('key.add', { provider: { type: 'anthropic', baseUrl }, label: 'x', secret: CANARY })
  expect(leaks(said)).toEqual([])
})

it('lives, sealed, in files that only their owner can read', async () => {
  const before = process.umask(0)
  try {
    const house = await home.start()
    await house.done('key.add', { provider: { type: 'anthropic', baseUrl }, label: 'x', secret: CANARY })
    await house.stop()
  } finally {
    process.umask(before)
  }
  const all = readdirSync(home.folders.home, { recursive: true, withFileTypes: true })
  expect(all.length).toBeGreaterThan(3)
  for (const entry of all) {
    const mode = statSync(join(entry.parentPath, entry.name)).mode & 0o777
    expect([entry.name, mode]).toEqual([entry.name, entry.isDirectory() ? 0o700 : 0o600])
  }
})

it('does not wait for the keyring: the app starts and answers while a prompt is open', async () => {
  const first = await home.start()
  await first.done('key.add', { provider: { type: 'anthropic', baseUrl }, label: 'x', secret: CANARY })
  await first.stop()
  const never = new Promise<string>(() => {})
  const house = await home.start({
    cipher: { kind: 'keyring', backend: 'asleep', encrypt: () => never, decrypt: () => never },
  })
  expect((await fetch(`${house.url()}/health`)).status).toBe(200)
  expect((await house.done('snapshot.get', undefined)).snapshot.keyOrder).toHaveLength(1)
})

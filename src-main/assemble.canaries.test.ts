import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { type Push, type PushName, pushes } from '../src-shared/ipc/contract.ts'
import { newHome } from './assemble.testing.ts'
import { faults, faulty } from './relay/testing/faults.ts'
import { canaries, finderOf } from './secrets/testing/find.ts'

/** Two keys for each fault, so that each is met, and met again with another key. */
const KEYS_EACH = 2
const TOKEN = 'the-token-of-this-config-file-0123456789'

let home: ReturnType<typeof newHome>
beforeEach(() => {
  home = newHome()
})
afterEach(() => home.tidy())

it('224 keys through 112 faults, all of it logged: not 12 characters of one are written, shown or printed', async () => {
  expect(faults).toHaveLength(112)
  const secrets = canaries(faults.length * KEYS_EACH)
  const upstreams = await Promise.all(faults.map(faulty))
  const printed = [vi.spyOn(process.stdout, 'write'), vi.spyOn(process.stderr, 'write')]
  const path = join(home.folders.home, 'relay.yaml')
  mkdirSync(home.folders.home, { recursive: true })
  const lines = upstreams.map(({ baseUrl }, n) => {
    const keys = Array.from({ length: KEYS_EACH }, (_, k) => `{ key: "\${KEY_${n * KEYS_EACH + k}}" }`)
    return `  - { name: fault-${n}, type: anthropic, base_url: "${baseUrl}", models: [model-${n}], keys: [${keys.join(', ')}] }`
  })
  writeFileSync(
    path,
    `server: { listen: 127.0.0.1:0, timeout_ms: 1000, auth: { api_key: ${TOKEN} } }\nproviders:\n${lines.join('\n')}\n`,
  )
  const env = Object.fromEntries(secrets.map((secret, n) => [`KEY_${n}`, secret]))
  const house = await home.start({ config: { path, env } })
  const told: string[] = []
  for (const name of Object.keys(pushes) as PushName[])
    house.app.subscribe(name, (payload: Push<PushName>) => told.push(JSON.stringify(payload)))
  await house.done('log.debugFor', { minutes: 5 })

  const answers = await Promise.all(
    faults.map(async ({ stream }, n) => {
      const answer = await house.post({ model: `model-${n}`, stream }, { token: TOKEN })
      return `${answer.status} ${await answer.text().catch(() => 'broken')}`
    }),
  )
  const asked = { headers: { authorization: `Bearer ${TOKEN}` } }
  for (const route of ['/status', '/v1/providers', '/v1/models'])
    told.push(await (await fetch(`${house.url()}${route}`, asked)).text())
  for (const { id } of house.app.requests())
    told.push(await (await fetch(`${house.url()}/requests/${id}`, asked)).text())
  for (const name of ['snapshot.get', 'requests.list', 'log.recent'] as const)
    told.push(JSON.stringify(await house.call(name, { after: 0, about: null } as never)))
  // One that says nothing would be waited for.
  const tested = house.keys().filter((_, n) => faults[Math.floor(n / KEYS_EACH)]?.way !== 'timeout')
  const tests = await Promise.all(tested.map(({ id }) => house.call('key.test', { id })))
  told.push(JSON.stringify(tests))
  await house.stop()
  for (const one of upstreams) one.stop()

  const find = finderOf(secrets)
  // The search finds: what an upstream repeats to the client is its own, and is passed on.
  expect(find(answers.join('\n'))).not.toEqual([])
  expect(house.app.requests().length).toBe(112)
  expect(find(home.everything())).toEqual([])
  expect(find(told.join('\n'))).toEqual([])
  expect(find(printed.flatMap((spy) => spy.mock.calls.map(String)).join('\n'))).toEqual([])
  expect(home.everything()).toContain('"msg":"answer headers"')
  for (const spy of printed) spy.mockRestore()
}, 60_000)

import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import fc from 'fast-check'
import { afterAll, afterEach, beforeAll, beforeEach, expect, it } from 'vitest'
import type { Twin } from '../playground/twin.ts'
import { startAnthropic } from '../playground/twin-anthropic.ts'
import { type Push, type PushName, pushes, type RequestName, requests } from '../src-shared/ipc/contract.ts'
import { newHome } from './assemble.testing.ts'
import { inputOf } from './ipc/testing/inputs.ts'
import { canaries, finderOf } from './secrets/testing/find.ts'

const CALLS = 5000
const SECRETS = canaries(5)
/** Shown of a key: its last four characters. */
const EDGES = SECRETS.flatMap((secret) => [secret.slice(-5), secret.slice(13, 18)])

/** What would leave nothing to look at. */
const ENDS = new Set<RequestName>(['app.quit', 'key.remove', 'provider.remove', 'practice.start', 'requests.forget'])

let twin: Twin
let home: ReturnType<typeof newHome>
beforeAll(async () => {
  twin = await startAnthropic({
    keys: SECRETS.map((secret, n) => ({ secret, name: `key ${n}`, organization: `org-${n}` })),
  })
})
afterAll(() => twin.stop())
beforeEach(() => {
  home = newHome()
})
afterEach(() => home.tidy())

it('5,000 calls of every request with whatever input: no answer and no push holds more of a key than its last four characters', async () => {
  const house = await home.start()
  const told: string[] = []
  for (const name of Object.keys(pushes) as PushName[])
    house.app.subscribe(name, (payload: Push<PushName>) => told.push(JSON.stringify(payload)))
  const provider = { type: 'anthropic', baseUrl: twin.baseUrl } as const
  for (const [n, secret] of SECRETS.entries()) await house.done('key.add', { provider, label: `key ${n}`, secret })
  for (const _ of SECRETS) await house.post()
  const file = join(home.folder, 'keys.env')
  writeFileSync(file, SECRETS.map((secret, n) => `ANTHROPIC_API_KEY_${n}=${secret}`).join('\n'))
  house.desk.file = file
  const past = house.app.requests()
  const words = {
    '': ['anthropic', 'key 1', home.folder, '127.0.0.1:0', twin.baseUrl],
    id: [...house.keys().map(({ id }) => id), ...past.map(({ id }) => id), 'anthropic', 'key_none'],
    ids: house.keys().map(({ id }) => [id]),
    baseUrl: [twin.baseUrl, 'http://127.0.0.1:1'],
    folder: [home.folder, null],
    path: [join(home.folder, 'written.yaml'), file],
    // Half a second each.
    passphrase: [null],
    listen: ['127.0.0.1:0'],
  }
  const names = (Object.keys(requests) as RequestName[]).filter((name) => !ENDS.has(name))
  const call = fc.constantFrom(...names).chain((name) => inputOf(name, words).map((input) => [name, input] as const))
  const answered = new Map<string, number>()
  await fc.assert(
    fc.asyncProperty(call, async ([name, input]) => {
      const reply = await house.app.call(name, input)
      told.push(JSON.stringify(reply))
      if (reply.ok) answered.set(name, (answered.get(name) ?? 0) + 1)
      else expect([name, reply.error.code]).not.toEqual([name, 'internal'])
    }),
    { numRuns: CALLS, endOnFailure: true },
  )
  told.push(JSON.stringify(house.app.snapshot()))
  const all = told.join('\n')
  expect(finderOf(SECRETS)(all)).toEqual([])
  expect(EDGES.filter((edge) => all.includes(edge))).toEqual([])
  expect(all).toContain(SECRETS[0]?.slice(-4))
  expect(answered.size).toBeGreaterThan(names.length / 2)
}, 120_000)

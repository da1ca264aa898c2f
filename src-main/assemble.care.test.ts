import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, beforeEach, expect, it, vi } from 'vitest'
import type { Twin } from '../playground/twin.ts'
import { startAnthropic } from '../playground/twin-anthropic.ts'
import { newHome } from './assemble.testing.ts'

const ONE = 'sk-ant-api03-one-0123456789-1111'

let twin: Twin
beforeAll(async () => {
  twin = await startAnthropic({ keys: [{ secret: ONE, name: 'one', organization: 'a' }] })
})
afterAll(() => twin.stop())

let home: ReturnType<typeof newHome>
beforeEach(() => {
  home = newHome()
})
afterEach(() => home.tidy())

type House = Awaited<ReturnType<typeof home.start>>
const add = (house: House) =>
  house.done('key.add', { provider: { type: 'anthropic', baseUrl: twin.baseUrl }, label: 'work', secret: ONE })

it('a key that is set aside serves nobody, also after a restart, until it is resumed', async () => {
  const first = await home.start()
  const { id } = await add(first)
  await first.done('key.pause', { id, for: 60 })
  expect(first.keys()[0]?.status).toMatchObject({ kind: 'paused', by: 'user' })
  expect((await first.post()).status).toBe(429)
  await first.stop()
  const second = await home.start()
  expect((await second.post()).status).toBe(429)
  await second.done('key.resume', { id })
  expect((await second.post()).status).toBe(200)
})

it('a budget that is spent lets the key rest, and the user reads of it', async () => {
  const house = await home.start()
  const { id } = await add(house)
  const notices = house.pushed('notice.raised')
  await house.done('key.care', { id, dailyUsd: 0.000001 })
  await vi.waitFor(async () => {
    expect((await house.post()).status).toBe(429)
  })
  expect(house.keys()[0]?.status).toMatchObject({ kind: 'paused', by: 'budget' })
  expect(house.app.snapshot().spent[id]?.usd).toBeGreaterThan(0)
  expect(notices.map(({ text }) => text)).toContainEqual(expect.stringMatching(/^work has spent its <\$0\.001/))
  await house.done('key.care', { id, dailyUsd: null })
  expect((await house.post()).status).toBe(200)
})

it('what is asked for a key is kept, and taken away again', async () => {
  const first = await home.start()
  const { id } = await add(first)
  const care = { reserve: 0.2, dailyUsd: 25, tags: ['eu', 'work'], note: 'Ask Kim.', expiresOn: '2099-01-31' }
  await first.done('key.care', { id, ...care })
  expect(first.keys()[0]?.care).toEqual(care)
  await first.stop()
  const second = await home.start()
  expect(second.keys()[0]?.care).toEqual(care)
  await second.done('key.care', { id, reserve: null, dailyUsd: null, tags: [], note: '', expiresOn: null })
  expect(second.keys()[0]?.care).toBeUndefined()
})

it('is written into the file that the key stands in', async () => {
  mkdirSync(home.folders.home, { recursive: true })
  const path = join(home.folders.home, 'relay.yaml')
  const file = `server: { listen: 127.0.0.1:0 }
providers:
  - name: work
    type: anthropic
    base_url: ${twin.baseUrl}
    keys:
      - key: ${ONE} # mine
        label: first
`
  writeFileSync(path, file)
  const house = await home.start({ config: { path, env: {} } })
  const id = house.keys()[0]?.id as never
  await house.done('key.care', { id, reserve: 0.2, tags: ['eu'], note: 'Ask: Kim', expiresOn: '2099-01-31' })
  expect(house.keys()[0]?.care).toEqual({ reserve: 0.2, tags: ['eu'], note: 'Ask: Kim', expiresOn: '2099-01-31' })
  expect(readFileSync(path, 'utf8')).toContain(`${ONE} # mine`)
  await house.done('key.care', { id, reserve: null, tags: [], note: null, expiresOn: null })
  expect(readFileSync(path, 'utf8')).toBe(file)
})

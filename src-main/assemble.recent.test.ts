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

it('what a key used of late and how its provider did can be asked, and is forgotten with the requests', async () => {
  const house = await home.start()
  const provider = { type: 'anthropic' as const, baseUrl: twin.baseUrl }
  const { id, providerId } = await house.done('key.add', { provider, label: 'work', secret: ONE })
  expect((await house.done('provider.speed', { id: providerId })).requests).toBe(0)
  await (await house.post()).text()
  await vi.waitFor(async () => {
    expect(await house.done('provider.speed', { id: providerId })).toMatchObject({ requests: 1, success: 1 })
  })
  const used = async () => (await house.done('key.past', { id })).input.reduce((sum, one) => sum + one, 0)
  expect(await used()).toBeGreaterThan(0)
  await house.done('practice.start', undefined)
  await house.done('practice.stop', undefined)
  expect(await used()).toBe(0)
})

import { afterEach, beforeEach, expect, it } from 'vitest'
import { overloaded } from '../playground/script.ts'
import type { Twin } from '../playground/twin.ts'
import { startAnthropic } from '../playground/twin-anthropic.ts'
import { ProviderId } from '../src-shared/domain/ids.ts'
import { newHome } from './assemble.testing.ts'
import { durableJson } from './node/durable-json.ts'

const SECRET = 'sk-ant-api03-one-0123456789-1111'
const keys = [{ secret: SECRET, name: 'one' }]

let twin: Twin
let home: ReturnType<typeof newHome>
beforeEach(async () => {
  twin = await startAnthropic({ keys })
  home = newHome()
})
afterEach(async () => {
  await home.tidy()
  await twin.stop()
})
const added = async () => {
  const house = await home.start()
  const { providerId } = await house.done('key.add', {
    provider: { type: 'anthropic', baseUrl: twin.baseUrl },
    label: 'work',
    secret: SECRET,
  })
  const circuit = () => house.app.snapshot().providers[providerId]?.circuit.kind
  return { house, providerId, circuit }
}

it('a provider that is left alone can be tried at once, and the user reads of both', async () => {
  const { house, providerId, circuit } = await added()
  const notices = house.pushed('notice.raised')
  twin.next(overloaded(), 10)
  for (let i = 0; i < 3; i += 1) await (await house.post()).text()
  twin.heal()
  expect(await house.done('provider.tryNow', { id: providerId })).toMatchObject({ reached: true })
  expect(circuit()).toBe('closed')
  expect(notices.map(({ tone }) => tone)).toEqual([])
  twin.next(overloaded(), 10)
  for (let i = 0; i < 6; i += 1) await (await house.post()).text()
  expect(circuit()).toBe('open')
  twin.heal()
  expect(await house.done('provider.tryNow', { id: providerId })).toMatchObject({ reached: true })
  expect(circuit()).toBe('closed')
  expect(notices.map(({ tone }) => tone)).toEqual(['warn', 'info'])
})

it('one whose server is gone says so', async () => {
  const { house, providerId } = await added()
  await twin.stop()
  const tried = await house.done('provider.tryNow', { id: providerId })
  expect(tried).toMatchObject({ reached: false, said: expect.stringContaining('Nothing answers') })
  expect(await house.refused('provider.tryNow', { id: ProviderId.parse('gone') })).toContain('not_found')
})

it('a rest that ends shows in the window by the clock alone', async () => {
  const { house, circuit } = await added()
  twin.next(overloaded(), 20)
  for (let i = 0; i < 6; i += 1) await (await house.post()).text()
  const patches = house.pushed('snapshot.patched')
  expect(circuit()).toBe('open')
  house.advance(31_000)
  await expect.poll(() => patches.at(-1)?.providers).toBeDefined()
  expect(circuit()).toBe('half_open')
})

it('rules name no provider that was removed', async () => {
  const { house, providerId } = await added()
  await house.stop()
  const config = durableJson(home.folders.config)
  const stored = config.read() as { routing: object }
  const rules = { strategy: 'model_based', model_mapping: { 'claude-': providerId }, default_provider: providerId }
  await config.write({ ...stored, routing: { ...stored.routing, ...rules } })
  const again = await home.start()
  await again.done('provider.remove', { id: providerId })
  expect(config.read()).toMatchObject({ routing: { model_mapping: {}, default_provider: null } })
})

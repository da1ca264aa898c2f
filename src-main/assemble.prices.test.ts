import { readFileSync, writeFileSync } from 'node:fs'
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { newHome } from './assemble.testing.ts'

let home: ReturnType<typeof newHome>
beforeEach(() => {
  home = newHome()
})
afterEach(() => home.tidy())

type House = Awaited<ReturnType<typeof home.start>>
const model = async (house: House, id: string) => {
  const headers = { 'x-api-key': readFileSync(home.folders.token, 'utf8').trim() }
  return (await fetch(`${house.url()}/v1/models/${id}`, { headers })).json()
}
const withPrices = async (source: string) => {
  await (await home.start()).stop()
  writeFileSync(home.folders.prices, source)
  return home.start({ ports: { prices: home.folders.prices } })
}
const add = (house: House) =>
  house.done('key.add', {
    provider: { type: 'anthropic', baseUrl: 'http://127.0.0.1:9' },
    ...{ label: 'work', secret: 'sk-ant-api03-one-0123456789-1111', evenIfUnreachable: true },
  })

it('shows the window of a model as soon as the package has been read', async () => {
  const house = await home.start()
  await add(house)
  await vi.waitFor(async () => {
    expect(await model(house, 'claude-opus-5')).toMatchObject({ max_input_tokens: 1_000_000, max_tokens: 128_000 })
  })
})

it('follows the user’s own file', async () => {
  const house = await withPrices('as_of: 2026-11-24\nmodels:\n  anthropic/claude-opus-5: { context_window: 300000 }')
  await add(house)
  await vi.waitFor(async () => {
    expect((await model(house, 'claude-opus-5')).max_input_tokens).toBe(300_000)
  })
})

it('says what is wrong with that file, in the window and in the log, and goes on without it', async () => {
  const house = await withPrices('as_of: today\nmodels: { glm: {} }')
  const notices = house.pushed('notice.raised')
  await vi.waitFor(() => {
    expect(notices.map(({ text }) => text)).toEqual([
      expect.stringMatching(/prices\.override\.yaml is not used: 2 of its lines are wrong\. The first: as_of: must be/),
    ])
  })
  await add(house)
  await vi.waitFor(async () => {
    expect((await model(house, 'claude-opus-5')).max_input_tokens).toBe(1_000_000)
  })
})

import { afterAll, expect, it } from 'vitest'
import { startAnthropic } from '../playground/twin-anthropic.ts'
import { newHome } from './assemble.testing.ts'

const ORGANIZATIONS = ['a', 'b', 'c']
const keys = ORGANIZATIONS.map((organization) => ({
  secret: `sk-ant-api03-${organization}-0123456789-000${organization}`,
  name: organization,
  organization,
}))
const twin = await startAnthropic({ keys, limits: () => ({ rpm: 82, itpm: 40_000, otpm: 12_000 }) })
const home = newHome()
afterAll(async () => {
  await home.tidy()
  await twin.stop()
})

it("sends 256 requests at once over three keys, exceeds no limit by the provider's own books, and answers all", async () => {
  const house = await home.start()
  for (const { secret, name } of keys) {
    await house.done('key.add', { provider: { type: 'anthropic', baseUrl: twin.baseUrl }, label: name, secret })
  }
  const statuses = await Promise.all(
    Array.from({ length: 256 }, async (_, n) => {
      const reply = await house.post({ max_tokens: 20 }, { sessionId: `session-${n}` })
      await reply.text()
      return reply.status
    }),
  )
  expect(twin.log.filter(({ exceeded }) => exceeded !== null)).toEqual([])
  expect(statuses.filter((status) => status !== 200)).toEqual([])
  expect(house.keys().every(({ inFlight }) => inFlight === 0)).toBe(true)
})

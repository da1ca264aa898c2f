import { afterEach, expect, it } from 'vitest'
import { limited, overloaded } from '../../playground/script.ts'
import type { Twin } from '../../playground/twin.ts'
import { startAnthropic } from '../../playground/twin-anthropic.ts'
import type { House } from './testing/house.ts'
import { houses } from './testing/open.ts'
import { good } from './testing/soak.ts'

const SESSIONS = 8
const TURNS = 20
const ORGANIZATIONS = ['a', 'b', 'c']

const open = houses(afterEach)
const twins: Twin[] = []
afterEach(async () => {
  for (const twin of twins.splice(0)) await twin.stop()
})

/** A relay with one key for each organization, in front of a twin whose organizations cache prompts apart. */
async function relay(organizations: readonly string[]) {
  const keys = organizations.map((organization) => ({
    secret: `secret-${organization}`,
    name: organization,
    organization,
  }))
  const twin = await startAnthropic({ keys })
  twins.push(twin)
  const scripts = Object.fromEntries(keys.map(({ secret }) => [secret, good]))
  const change = { selector: 'least_loaded' as const }
  return { twin, house: await open({ anthropic: { keys: scripts, baseUrl: twin.baseUrl, change } }) }
}

/** One conversation as Claude Code has it: tools and system first, the newest words marked for the cache. */
async function converse(house: House, session: number, before: (turn: number) => void): Promise<void> {
  const cache = { cache_control: { type: 'ephemeral' } }
  const system = [{ type: 'text', text: `You are session ${session}. ${'Mind the rules. '.repeat(500)}`, ...cache }]
  const said: { role: string; text: string }[] = []
  for (let turn = 0; turn < TURNS; turn += 1) {
    said.push({ role: 'user', text: `words: 1 ${`turn ${turn} of ${session} `.repeat(60)}` })
    const messages = said.map(({ role, text }, i) => ({
      role,
      content: [{ type: 'text', text, ...(i === said.length - 1 && cache) }],
    }))
    before(turn)
    const headers = { 'x-claude-code-session-id': `session-${session}` }
    const body = { model: 'claude-sonnet-5', max_tokens: 50, stream: true, system, messages }
    const res = await house.post(body, headers)
    expect([res.status, await res.text()]).toEqual([200, expect.stringContaining('message_stop')])
    said.push({ role: 'assistant', text: `answer ${turn}` })
  }
}

/** Tokens that all conversations together read from caches. */
async function cacheReads(organizations: readonly string[], before = (_twin: Twin, _turn: number) => {}) {
  const { twin, house } = await relay(organizations)
  const all = Array.from({ length: SESSIONS }, (_, session) => converse(house, session, (turn) => before(twin, turn)))
  await Promise.all(all)
  const used = new Set(twin.log.map(({ organization }) => organization))
  return { reads: twin.log.reduce((sum, { usage }) => sum + (usage?.cacheRead ?? 0), 0), used: used.size }
}

it('eight conversations over three organizations read what one key without limits would have read', async () => {
  const alone = await cacheReads(['a'])
  const pooled = await cacheReads(ORGANIZATIONS)
  expect(alone.reads).toBeGreaterThan(SESSIONS * (TURNS - 1) * 2_000)
  expect(pooled.used).toBe(3)
  expect(pooled.reads / alone.reads).toBeGreaterThanOrEqual(0.97)
})

it('also where an organization is busy for a moment, and where everybody is', async () => {
  const alone = await cacheReads(['a'])
  let asked = 0
  const pooled = await cacheReads(ORGANIZATIONS, (twin) => {
    asked += 1
    if (asked === 60) twin.next(overloaded())
    if (asked === 100) twin.next(limited(1))
  })
  expect(pooled.reads / alone.reads).toBeGreaterThanOrEqual(0.97)
})

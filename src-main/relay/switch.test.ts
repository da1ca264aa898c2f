import { afterEach, expect, it } from 'vitest'
import { ProviderId } from '../../src-shared/domain/ids.ts'
import { ask, type House, openHouse } from './testing/house.ts'
import { fails, type Script, start, stop, stream, streams, word } from './testing/upstream.ts'

let house: House | null = null
afterEach(async () => {
  await house?.stop()
  house = null
})
const well = streams(stream('x'))
const by = async (it: House, headers: Record<string, string> = {}, body: object = ask()) => {
  const res = await it.post(body, headers)
  await res.text()
  return res.headers.get('x-cc-relay-provider')
}

it('a provider chosen in the tray gets the next request, and running streams go on where they are', async () => {
  let goOn: () => void = () => {}
  const slow: Script = async (res) => {
    res.writeHead(200, { 'content-type': 'text/event-stream' }).write(start())
    await new Promise<void>((resolve) => (goOn = resolve))
    res.end(word('from a') + stop())
  }
  house = await openHouse({ a: { keys: { one: slow } }, b: { keys: { two: well } } })
  const running = await house.post()
  house.config = { ...house.config, choice: { provider: ProviderId.parse('b'), model: null } }
  expect(await by(house)).toBe('b')
  goOn()
  expect(await running.text()).toContain('from a')
})

it('a chosen model replaces the asked one, not that of side requests', async () => {
  house = await openHouse(
    { a: { keys: { one: well } } },
    { config: { choice: { provider: null, model: 'claude-opus-5' } } },
  )
  await by(house)
  await by(house, {}, ask({ model: 'claude-haiku-4-5' }))
  const models = house.upstreams.a?.seen.map((seen) => JSON.parse(seen.body.toString()).model)
  expect(models).toEqual(['claude-opus-5', 'claude-haiku-4-5'])
})

it('with round robin new sessions take turns and old ones stay', async () => {
  house = await openHouse(
    { a: { keys: { one: well } }, b: { keys: { two: well } } },
    { config: { strategy: 'round_robin' } },
  )
  const session = (id: string) => ({ 'x-claude-code-session-id': id })
  expect(await by(house, session('s1'))).toBe('a')
  expect(await by(house, session('s2'))).toBe('b')
  for (let i = 0; i < 3; i += 1) {
    expect(await by(house, session('s1'))).toBe('a')
    expect(await by(house, session('s2'))).toBe('b')
  }
})

it('a session keeps its key, also when others have as much room', async () => {
  house = await openHouse({ a: { keys: { one: well, two: well, three: well } } })
  for (let i = 0; i < 6; i += 1) await by(house, { 'x-claude-code-session-id': 's1' })
  expect(new Set(house.upstreams.a?.seen.map((seen) => seen.key)).size).toBe(1)
})

it('Z.AI is asked for its own model with its own header, below its own path', async () => {
  house = await openHouse({ zai: { type: 'zai', keys: { secret: well } } })
  await by(house)
  const seen = house.upstreams.zai?.seen[0]
  expect(JSON.parse(seen?.body.toString() ?? '').model).toBe('glm-5.3')
  expect(seen?.headers.authorization).toBe('Bearer secret')
  expect(seen?.headers['x-api-key']).toBeUndefined()
})

it('a local provider without keys is one more way out', async () => {
  house = await openHouse({
    a: { keys: { one: fails(529, 'overloaded_error', 'Overloaded') } },
    ollama: { type: 'ollama', all: well },
  })
  expect(await by(house)).toBe('ollama')
})

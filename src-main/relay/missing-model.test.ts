import { afterEach, describe, expect, it } from 'vitest'
import { ask, type House } from './testing/house.ts'
import { houses } from './testing/open.ts'
import { answers, fails, type Script, stream, streams } from './testing/upstream.ts'

const open = houses(afterEach)
const well = streams(stream('x'))
const ORGANIZATION = { 'anthropic-organization-id': 'org-1' }

/** Anthropic, which has every model but this one. */
const picky: Script = (res, seen) => {
  const unknown = fails(404, 'not_found_error', 'model: claude-sonet-9', ORGANIZATION)
  return (seen.body.includes('claude-sonet-9') ? unknown : streams(stream('x'), ORGANIZATION))(res, seen)
}
const misspelled = ask({ model: 'claude-sonet-9' })
const asked = (house: House) => Object.entries(house.upstreams).map(([id, up]) => [id, up.seen.length])
const zai = { type: 'zai' as const, keys: { glm: well } }

describe('a model that is not there', () => {
  it('is asked for with one key of an organization, now and as long as it is remembered', async () => {
    const house = await open({ anthropic: { keys: { one: picky, two: picky, three: picky } } })
    for (const _ of ['one', 'two', 'three']) await (await house.post()).text()
    expect((await house.post(misspelled)).status).toBe(404)
    expect((await house.post(misspelled)).status).toBe(404)
    expect(asked(house)).toEqual([['anthropic', 4]])
  })

  it('is not answered by another model that nobody asked for, and the client reads what to do', async () => {
    const house = await open({ anthropic: { keys: { one: picky } }, zai })
    for (const _ of ['asked', 'remembered']) {
      const res = await house.post(misspelled)
      const { error } = await res.json()
      expect([res.status, res.headers.get('x-should-retry'), error.type]).toEqual([404, 'false', 'not_found_error'])
      expect(error.message).toMatch(/Anthropic has no model claude-sonet-9 .*choose another model.*map it/)
    }
    expect(asked(house)).toEqual([
      ['anthropic', 1],
      ['zai', 0],
    ])
    const [record] = house.ended()
    expect(record?.passedOver).toMatchObject([{ providerId: 'zai', because: expect.stringContaining('glm-5.3') }])
  })

  it('is answered by what the user mapped it to', async () => {
    const own = { sonet: 'glm-5.3', 'claude-sonet-9': 'glm-5.3' }
    const house = await open({ anthropic: { keys: { one: picky } }, zai: { ...zai, change: { mapping: own, own } } })
    const res = await house.post(misspelled)
    expect([res.status, res.headers.get('x-cc-relay-provider')]).toEqual([200, 'zai'])
    await res.text()
  })

  it('is answered by whoever has it under that name', async () => {
    const house = await open({ anthropic: { keys: { one: picky } }, gateway: { keys: { two: well } } })
    const res = await house.post(misspelled)
    expect([res.status, res.headers.get('x-cc-relay-provider')]).toEqual([200, 'gateway'])
    await res.text()
  })

  it('is another matter than a provider that cannot answer just now', async () => {
    const down = answers(500, 'no')
    const house = await open({ anthropic: { keys: { one: down } }, zai })
    const res = await house.post()
    expect([res.status, res.headers.get('x-cc-relay-provider')]).toEqual([200, 'zai'])
    await res.text()
  })
})

import { afterEach, describe, expect, it } from 'vitest'
import { ask, type House, TOKEN } from './testing/house.ts'
import { houses } from './testing/open.ts'
import { fails, stream, streams } from './testing/upstream.ts'

const open = houses(afterEach)
const models = (...ids: string[]) => ({ models: ids.map((id) => ({ id, displayName: id.toUpperCase() })) })
const get = (it: House, path: string) => fetch(`${it.url}${path}`, { headers: { 'x-api-key': TOKEN } })
const json = async (it: House, path: string) => (await get(it, path)).json()
const names = async (it: House, query = '') =>
  (await json(it, `/v1/models${query}`)).data.map(({ id }: { id: string }) => id)

describe('GET /v1/models', () => {
  it('lists the models of all enabled providers once, in Anthropic’s format', async () => {
    const it = await open({
      a: { keys: {}, change: models('claude-x', 'claude-y') },
      b: { keys: {}, change: models('claude-y', 'claude-z') },
      off: { keys: {}, change: { ...models('claude-w'), enabled: false } },
    })
    expect(await json(it, '/v1/models?limit=1000')).toEqual({
      data: ['claude-x', 'claude-y', 'claude-z'].map((id) => ({
        type: 'model',
        id,
        display_name: id.toUpperCase(),
        created_at: '1970-01-01T00:00:00Z',
        max_input_tokens: null,
        max_tokens: null,
        capabilities: null,
      })),
      has_more: false,
      first_id: 'claude-x',
      last_id: 'claude-z',
    })
  })

  it('says how much a model holds and what it can, where that is known', async () => {
    const it = await open({
      anthropic: { keys: {}, change: models('claude-haiku-5-5') },
      zai: { type: 'zai', keys: {}, change: models('glm-5.1') },
      here: { type: 'ollama', change: models('qwen9') },
    })
    expect(await json(it, '/v1/models/claude-haiku-5-5')).toMatchObject({
      max_input_tokens: 1_000_000,
      max_tokens: 128_000,
      capabilities: {
        image_input: { supported: true },
        pdf_input: { supported: true },
        thinking: { supported: true },
      },
    })
    expect(await json(it, '/v1/models/glm-5.1')).toMatchObject({
      max_input_tokens: 200_000,
      capabilities: { image_input: { supported: false } },
    })
    const local = await json(it, '/v1/models/qwen9')
    expect([local.max_input_tokens, local.capabilities]).toEqual([null, { pdf_input: { supported: false } }])
  })

  it('gives each model that Claude Code would drop a second name that it keeps, one per provider', async () => {
    const it = await open({
      zai: { type: 'zai', keys: {}, change: models('glm-5.1') },
      'my plan': { type: 'zai', keys: {}, change: models('glm-5.1') },
    })
    expect(await names(it)).toEqual(['glm-5.1', 'claude-via-zai/glm-5.1', 'claude-via-my%20plan/glm-5.1'])
    const { display_name, max_tokens } = await json(it, '/v1/models/claude-via-zai/glm-5.1')
    expect([display_name, max_tokens]).toEqual(['GLM-5.1 via zai', 131_072])
  })

  it('pages forwards and backwards', async () => {
    const it = await open({ a: { keys: {}, change: models(...['a', 'b', 'c', 'd', 'e'].map((it) => `claude-${it}`)) } })
    const page = async (query: string) => {
      const { data, has_more } = await json(it, `/v1/models${query}`)
      return [data.map(({ id }: { id: string }) => id.at(-1)).join(''), has_more]
    }
    expect(await page('?limit=2')).toEqual(['ab', true])
    expect(await page('?limit=2&after_id=claude-b')).toEqual(['cd', true])
    expect(await page('?after_id=claude-d')).toEqual(['e', false])
    expect(await page('?limit=2&before_id=claude-d')).toEqual(['bc', true])
    expect(await page('?before_id=claude-a')).toEqual(['', false])
    expect((await json(it, '/v1/models?limit=0')).error.type).toBe('invalid_request_error')
    expect((await json(it, '/v1/models?after_id=nope')).error.message).toContain('after_id')
  })

  it('shows one by its name, slashes included', async () => {
    const it = await open({ a: { keys: {}, change: models('vendor/m') } })
    expect(await json(it, '/v1/models/vendor/m')).toMatchObject({ type: 'model', id: 'vendor/m' })
    expect(await json(it, '/v1/models/vendor%2Fm')).toMatchObject({ id: 'vendor/m' })
    expect((await get(it, '/v1/models/other')).status).toBe(404)
  })
})

describe('a model asked for by its second name', () => {
  const specs = {
    anthropic: { keys: { one: streams(stream('from Anthropic')) } },
    zai: { type: 'zai' as const, keys: { two: streams(stream('from Z.AI')) } },
  }

  it('is asked of that provider under its own name, whoever comes first', async () => {
    const it = await open(specs)
    const res = await it.post(ask({ model: 'claude-via-zai/glm-4.7' }))
    expect([res.status, res.headers.get('x-cc-relay-provider')]).toEqual([200, 'zai'])
    expect(JSON.parse(it.upstreams.zai?.seen[0]?.body.toString() ?? '')).toMatchObject({ model: 'glm-4.7' })
    expect(it.upstreams.anthropic?.seen).toHaveLength(0)
  })

  it('is not taken for a Claude model when its provider has gone or cannot answer', async () => {
    const it = await open({ ...specs, zai: { ...specs.zai, keys: { two: fails(529, 'overloaded_error', 'busy') } } })
    for (const model of ['claude-via-gone/glm-4.7', 'claude-via-zai/glm-4.7'])
      expect((await it.post(ask({ model }))).status).not.toBe(200)
    expect(it.upstreams.anthropic?.seen).toHaveLength(0)
  })
})

describe('GET /v1/providers', () => {
  it('shows the providers in their order, with neither secrets nor whole addresses', async () => {
    const it = await open({
      work: { keys: { 'sk-ant-secret': streams(stream('x')) }, change: models('claude-x') },
      home: { type: 'ollama', baseUrl: 'http://127.0.0.1:11434/inner/path', change: { enabled: false, models: [] } },
    })
    const res = await get(it, '/v1/providers')
    const body = await res.text()
    expect(JSON.parse(body)).toEqual({
      data: [
        {
          id: 'work',
          type: 'anthropic',
          display_name: 'Anthropic',
          enabled: true,
          origin: it.upstreams.work?.baseUrl,
          needs_key: true,
          keys: { total: 1, available: 1 },
          circuit: { kind: 'closed' },
          models: ['claude-x'],
        },
        {
          id: 'home',
          type: 'ollama',
          display_name: 'Ollama',
          enabled: false,
          origin: 'http://127.0.0.1:11434',
          needs_key: false,
          keys: { total: 1, available: 1 },
          circuit: { kind: 'closed' },
          models: [],
        },
      ],
    })
    expect(body).not.toMatch(/secret|inner/)
  })

  it('needs the token, and knows only GET', async () => {
    const it = await open({ work: { keys: {} } })
    expect((await fetch(`${it.url}/v1/providers`)).status).toBe(401)
    const res = await fetch(`${it.url}/v1/providers`, { method: 'POST', headers: { 'x-api-key': TOKEN } })
    expect([res.status, res.headers.get('allow')]).toEqual([405, 'GET'])
  })
})

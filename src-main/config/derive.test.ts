import { describe, expect, it } from 'vitest'
import { Config } from '../../src-shared/config/schema.ts'
import { providers as kinds } from '../providers/registry.ts'
import { derive, derivedOf } from './derive.ts'

const config = (over: object) => Config.parse(over)
const of = (over: object) => derive(config(over), kinds)
const one = (over: object) => of({ providers: [{ name: 'work', type: 'zai', ...over }] })

describe('a key', () => {
  it('is called by its provider where it has no label, and by number where it is not alone', () => {
    expect(one({ keys: [{ id: 'a' }] }).keys.map(({ label }) => label)).toEqual(['work'])
    expect(one({ keys: [{ id: 'a' }, { id: 'b', label: 'mine' }] }).keys.map(({ label }) => label)).toEqual([
      'work 1',
      'mine',
    ])
  })

  it('has the ceilings that are set, and 0 sets none', () => {
    const keys = [{ id: 'a', rpm_limit: 50, itpm_limit: 0 }]
    expect(one({ keys }).keys[0]?.ceilings).toEqual({ rpm: 50 })
  })

  it('weighs 1 where it is said to weigh nothing', () => {
    expect(one({ keys: [{ id: 'a', weight: 0 }] }).keys[0]?.weight).toBe(1)
  })

  it('is off with its provider', () => {
    expect(one({ enabled: false, keys: [{ id: 'a' }] }).keys[0]?.enabled).toBe(false)
  })

  it('stands where the user put it, and new ones behind', () => {
    const providers = [
      { name: 'a', type: 'zai', keys: [{ id: 'a1' }, { id: 'a2' }] },
      { name: 'b', type: 'zai', keys: [{ id: 'b1' }] },
    ]
    expect(of({ providers, app: { key_order: ['b1', 'gone', 'a2'] } }).keys.map(({ id }) => id)).toEqual([
      'b1',
      'a2',
      'a1',
    ])
  })
})

describe('a provider', () => {
  it('without keys is lent by a stand-in where it needs none, and by nothing where it does', () => {
    expect(of({ providers: [{ name: 'local', type: 'ollama' }] }).keys).toMatchObject([{ id: 'local:local', hint: '' }])
    expect(one({}).keys).toEqual([])
  })

  it('has the address, the models and the roles of its type unless told otherwise', () => {
    expect(one({}).relay.upstreams[0]).toMatchObject({ baseUrl: kinds.zai.baseUrl, models: kinds.zai.models })
    const told = one({
      base_url: 'https://example.com',
      models: ['x', kinds.zai.models[0]?.id],
      model_mapping: { opus: 'x' },
    })
    expect(told.relay.upstreams[0]).toMatchObject({
      baseUrl: 'https://example.com',
      models: [{ id: 'x', displayName: 'x' }, kinds.zai.models[0]],
      mapping: { ...kinds.zai.roles, opus: 'x' },
    })
  })

  it('uses one key alone only where pooling is switched off', () => {
    const single = (pooling: object) => one({ pooling }).relay.upstreams[0]?.single
    expect([single({}), single({ enabled: true }), single({ enabled: false })]).toEqual([false, false, true])
  })
})

describe('routing', () => {
  it('goes by each provider’s own weight and priority, whatever its keys have', () => {
    const keys = [{ id: 'a', weight: 9, priority: 2 }]
    expect(one({ keys }).relay.upstreams[0]).toMatchObject({ weight: 1, priority: 1 })
    expect(one({ keys, weight: 4, priority: 0 }).relay.upstreams[0]).toMatchObject({ weight: 4, priority: 0 })
  })

  it('has the rules for models', () => {
    const routing = { model_mapping: { 'glm-': 'work' }, default_provider: 'work', failover_timeout: 5, debug: true }
    expect(of({ routing }).relay).toMatchObject({
      rules: { byPrefix: { 'glm-': 'work' }, fallback: 'work' },
      failoverMs: 5,
      debug: true,
    })
  })

  it('leaves failed attempts all the time there is, and breaks circuits as usual, unless told otherwise', () => {
    expect(of({}).relay).toMatchObject({
      failoverMs: Number.POSITIVE_INFINITY,
      circuit: { breakAfter: 5, restMs: 30_000, probes: 1 },
      healthMs: 10_000,
    })
    const zeros = { failure_threshold: 0, open_duration_ms: 0, half_open_probes: 0 }
    expect(of({ health: { circuit_breaker: zeros, health_check: { interval_ms: 0 } } }).relay).toMatchObject({
      circuit: { breakAfter: 5, restMs: 30_000, probes: 1 },
      healthMs: 10_000,
    })
    const circuit_breaker = { failure_threshold: 2, open_duration_ms: 1_000, half_open_probes: 3 }
    expect(of({ health: { circuit_breaker, health_check: { enabled: false } } }).relay).toMatchObject({
      circuit: { breakAfter: 2, restMs: 1_000, probes: 3 },
      healthMs: null,
    })
  })
})

it('takes 0 for "the usual" or "no limit", as the name says', () => {
  const { relay } = of({ server: { timeout_ms: 0, max_body_bytes: 0, max_concurrent: 0 } })
  expect(relay).toMatchObject({ idleMs: 300_000, maxBodyBytes: Number.MAX_SAFE_INTEGER, maxConcurrent: 0 })
})

it('logs none of a body where that many bytes are 0', () => {
  expect(of({ logging: { debug_options: { max_body_log_size: 0 } } }).logged.mostBytes).toBe(0)
  expect(of({}).logged.mostBytes).toBe(1_000)
})

it('derives once for one config', () => {
  let now = config({})
  const derived = derivedOf(() => now, kinds)
  const first = derived()
  expect(derived()).toBe(first)
  now = config({})
  expect(derived()).not.toBe(first)
})

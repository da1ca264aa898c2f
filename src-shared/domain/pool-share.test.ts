import { expect, it } from 'vitest'
import { KeyId, ProviderId } from './ids.ts'
import type { KeyView } from './key.ts'
import type { Windows } from './limits.ts'
import { poolShares } from './pool-share.ts'

const window = (free: number, limit: number) => ({
  limit,
  free,
  reserved: 0,
  at: 0,
  source: 'headers' as const,
  seenAt: 0,
})
const key = (id: string, windows: Windows, more: Partial<KeyView> = {}): KeyView => ({
  id: KeyId.parse(id),
  label: id,
  providerId: ProviderId.parse('p'),
  hint: '',
  enabled: true,
  priority: 1,
  weight: 1,
  ceilings: {},
  status: { kind: 'ready' },
  lanes: [{ group: '*', windows, coolingUntil: null }],
  inFlight: 0,
  organization: null,
  sharedWith: [],
  lastUsedAt: null,
  ...more,
})

it('adds up what is free and what there is, the least share first', () => {
  const keys = [key('a', { rpm: window(50, 50), itpm: window(0, 100) }), key('b', { itpm: window(300, 300) })]
  expect(poolShares(keys, 0)).toEqual([
    { dimension: 'itpm', share: 0.75 },
    { dimension: 'rpm', share: 1 },
  ])
})

it('refills with the clock', () => {
  expect(poolShares([key('a', { rpm: window(0, 60) })], 30_000)).toEqual([{ dimension: 'rpm', share: 0.5 }])
})

it('counts shared limits once', () => {
  const keys = [
    key('a', { rpm: window(10, 100) }),
    key('b', { rpm: window(10, 100) }, { sharedWith: [KeyId.parse('a')] }),
  ]
  expect(poolShares(keys, 0)).toEqual([{ dimension: 'rpm', share: 0.1 }])
})

it('leaves out keys that cannot be drawn on, and a debt is nothing', () => {
  const keys = [
    key('a', { rpm: window(-50, 100) }),
    key('off', { rpm: window(100, 100) }, { status: { kind: 'disabled' } }),
    key('cooling', { rpm: window(100, 100) }, { status: { kind: 'cooling', until: 1, reason: '' } }),
  ]
  expect(poolShares(keys, 0)).toEqual([{ dimension: 'rpm', share: 0 }])
})

it('has nothing where no limit is known', () => expect(poolShares([key('a', {})], 0)).toEqual([]))

import { describe, expect, it } from 'vitest'
import { KeyId, ProviderId } from '../../src-shared/domain/ids.ts'
import type { KeyView, LaneView } from '../../src-shared/domain/key.ts'
import { keyLine } from './status.ts'

const NOW = 1_000_000
const lane = (group: string, share: number, coolingUntil: number | null = null): LaneView => {
  const rpm = { limit: 1000, free: share * 1000, reserved: 0, at: NOW, source: 'headers' as const, seenAt: NOW }
  return { group, windows: { rpm }, coolingUntil }
}
const key = (lanes: readonly LaneView[], status: KeyView['status'] = { kind: 'ready' }): KeyView => ({
  id: KeyId.parse('key_1'),
  providerId: ProviderId.parse('anthropic'),
  label: 'work',
  hint: 'Zq7w',
  enabled: true,
  priority: 1,
  weight: 1,
  ceilings: {},
  status,
  lanes: [...lanes],
  inFlight: 0,
  organization: null,
  sharedWith: [],
  lastUsedAt: null,
})
const line = (...of: Parameters<typeof key>) => keyLine(key(...of), [], NOW)

describe('the line of a key', () => {
  it('names a group of models that rests while others can be used', () => {
    const lanes = [lane('haiku-4-5', 0.7), lane('sonnet-4-5', 1, NOW + 20_000)]
    expect(line(lanes)).toBe('work …Zq7w: requests 70%; Sonnet 4.5 back in 0:20')
  })

  it('names a group of models that has next to nothing left, whichever was used last', () => {
    expect(line([lane('haiku-4-5', 1), lane('sonnet-4-5', 0)])).toBe(
      'work …Zq7w: requests 100%; Sonnet 4.5 requests 0%',
    )
  })

  it('is short where all is well, and where nothing of the key can be used', () => {
    expect(line([lane('haiku-4-5', 1), lane('sonnet-4-5', 0.5)])).toBe('work …Zq7w: requests 100%')
    const limited = { kind: 'limited', until: NOW + 4_000 } as const
    expect(line([lane('haiku-4-5', 0), lane('sonnet-4-5', 0)], limited)).toBe('work …Zq7w: room in 0:04')
  })
})

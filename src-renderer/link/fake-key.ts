import { KeyId, ProviderId } from '../../src-shared/domain/ids.ts'
import type { KeyView } from '../../src-shared/domain/key.ts'
import { BARS } from '../../src-shared/domain/recent.ts'

/** A key nobody has used yet, with anything of it said otherwise. */
export function freshKey(id: string, said: Partial<KeyView> = {}): KeyView {
  return {
    id: KeyId.parse(id),
    label: id,
    providerId: ProviderId.parse('anthropic'),
    hint: '',
    enabled: true,
    priority: 1,
    weight: 1,
    ceilings: {},
    status: { kind: 'ready' },
    lanes: [],
    inFlight: 0,
    organization: null,
    sharedWith: [],
    lastUsedAt: null,
    ...said,
  }
}

/** A quarter of an hour of work, the same each time for the same name; none for a few. */
export function madeUpPast(label: string): number[] {
  const seed = [...label].reduce((sum, letter) => sum + letter.charCodeAt(0), 0)
  const wave = (i: number) => Math.sin((i + seed) / 5) + Math.sin((i * seed) / 7)
  return Array.from({ length: BARS }, (_, i) => Math.max(0, Math.round(9000 * wave(i))))
}

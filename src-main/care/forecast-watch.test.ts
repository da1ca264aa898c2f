import { expect, it } from 'vitest'
import type { KeyView } from '../../src-shared/domain/key.ts'
import { FakeTime } from '../pool/testing/fake-time.ts'
import { metaOf } from '../pool/testing/scene.ts'
import { forecastWatch } from './forecast-watch.ts'

/** A pool that is used at `burn` units a second, 10 of which its limit gives back. */
function fixture() {
  const time = new FakeTime(1_700_000_000_000)
  const said: string[] = []
  let burn = 0
  const keys = (): KeyView[] => {
    const at = time.now()
    const itpm = { limit: 600, free: 300, reserved: 0, at, source: 'headers' as const, seenAt: at, burn }
    return [
      {
        ...metaOf('work'),
        ...{ status: { kind: 'ready' }, lanes: [{ group: '*', windows: { itpm }, coolingUntil: null }] },
        ...{ inFlight: 0, organization: null, sharedWith: [], lastUsedAt: null },
      },
    ]
  }
  const watch = forecastWatch({
    clock: time,
    alarm: time,
    keys,
    warn: (words) => said.push(words),
  })
  return {
    ...{ said, time, watch },
    /** That pace for so long. */
    use(perSecond: number, ms: number) {
      burn = perSecond
      for (let passed = 0; passed < ms; passed += 1000) {
        watch.mark()
        time.tick(1000)
      }
    },
  }
}

it('warns before it runs out, once', () => {
  const { use, said } = fixture()
  use(12, 120_000)
  expect(said).toEqual(['At this pace input runs out in 3 min.'])
})

it('says nothing of a burst, nor of a pace that the limit bears', () => {
  const { use, said } = fixture()
  use(40, 15_000)
  use(9, 600_000)
  expect(said).toEqual([])
})

it('warns again only after it was well for a while', () => {
  const { use, said } = fixture()
  use(12, 60_000)
  use(1, 120_000)
  use(12, 60_000)
  expect(said).toHaveLength(1)
  use(1, 400_000)
  use(12, 60_000)
  expect(said).toHaveLength(2)
})

it('waits for nothing while nothing is used', () => {
  const { use, time, watch } = fixture()
  use(1, 10_000)
  time.tick(10_000)
  expect(time.pending).toBe(0)
  watch.stop()
})

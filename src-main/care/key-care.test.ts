import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { midnightAfter } from '../../src-shared/domain/day.ts'
import type { KeyCare as Care, KeyMetadata } from '../../src-shared/domain/key.ts'
import type { Pause } from '../pool/key-state.ts'
import { FakeTime } from '../pool/testing/fake-time.ts'
import { keyId, metaOf } from '../pool/testing/scene.ts'
import type { JsonFile } from '../ports.ts'
import { keyCare } from './key-care.ts'

const ID = keyId('work')
const NOON = new Date(2026, 10, 24, 12).getTime()
const CENT = 10_000

function memoryFile(): JsonFile & { value: unknown } {
  return {
    path: 'memory',
    value: undefined,
    read() {
      return this.value
    },
    async write(value) {
      this.value = structuredClone(value)
    },
  }
}

/** One key under care, from `start` (epoch ms) on; `file` is what a former run left. */
function fixture(care: Care, { start = NOON, file = memoryFile() } = {}) {
  const time = new FakeTime(start)
  let key: KeyMetadata = metaOf('work', { care })
  let pause: Pause | null = null
  const said: string[] = []
  const kept = keyCare({
    ...{ clock: time, alarm: time, file },
    log: { debug() {}, info() {}, warn() {}, error() {} },
    pool: {
      pauseKey: (_, next) => {
        pause = next
      },
    },
    keys: () => [key],
    keyOf: (id) => (id === key.id ? key : undefined),
    notice: ({ text }) => said.push(text),
    changed() {},
  })
  kept.apply()
  return {
    ...{ time, file, said, care: kept },
    pause: () => pause,
    ask(next: Care) {
      key = { ...key, care: next }
      kept.apply()
    },
  }
}

describe('a daily budget', () => {
  it('is told of at 80 percent and at its end, once each', () => {
    const { care, said } = fixture({ dailyUsd: 1 })
    for (let n = 0; n < 200; n++) care.spend(ID, CENT)
    expect(said).toEqual([
      'work has used 80% of its $1.00 for today.',
      'work has spent its $1.00 for today and rests until midnight. Raise its budget to use it before.',
    ])
  })

  it('lets the key rest until local midnight, when a new day begins', () => {
    const { care, pause, time } = fixture({ dailyUsd: 1 })
    care.spend(ID, 99 * CENT)
    expect(pause()).toBeNull()
    care.spend(ID, CENT)
    expect(pause()).toEqual({
      ...{ until: midnightAfter(NOON), by: 'budget' },
      reason: 'its budget of $1.00 for today is spent',
    })
    time.tick(12 * 3_600_000)
    expect(pause()).toBeNull()
    expect(care.spent()).toEqual({})
  })

  it('that is raised is used at once', () => {
    const { care, pause, ask } = fixture({ dailyUsd: 1 })
    care.spend(ID, 100 * CENT)
    ask({ dailyUsd: 2 })
    expect(pause()).toBeNull()
  })

  it('counts on after a restart, and says nothing twice', async () => {
    const first = fixture({ dailyUsd: 1 })
    first.care.spend(ID, 100 * CENT)
    await first.care.stop()
    const second = fixture({ dailyUsd: 1 }, { file: first.file, start: NOON + 60_000 })
    expect(second.pause()?.by).toBe('budget')
    expect(second.said).toEqual([])
    const tomorrow = fixture({ dailyUsd: 1 }, { file: first.file, start: NOON + 86_400_000 })
    expect(tomorrow.pause()).toBeNull()
  })

  it('keeps what was spent within a second, so that a kill loses no more', () => {
    const { care, file, time } = fixture({ dailyUsd: 1 })
    care.spend(ID, 50 * CENT)
    time.tick(1000)
    expect(file.value).toMatchObject({ days: { work: { micro: 50 * CENT } } })
  })

  it('leaves requests without a known price out of the sum, and counts them', () => {
    const { care, pause } = fixture({ dailyUsd: 1 })
    care.spend(ID, null)
    care.spend(ID, 7 * CENT)
    expect(care.spent()).toEqual({ work: { usd: 0.07, unpriced: 1 } })
    expect(pause()).toBeNull()
  })

  it('rests exactly when the sum of the day reaches it', () => {
    fc.assert(
      fc.property(
        fc.array(fc.integer({ min: 0, max: 400_000 }), { maxLength: 40 }),
        fc.integer({ min: 1, max: 500 }),
        (costs, cents) => {
          const { care, pause } = fixture({ dailyUsd: cents / 100 })
          let sum = 0
          for (const micro of costs) {
            care.spend(ID, micro)
            sum += micro
            expect(pause() !== null).toBe(sum >= cents * CENT)
          }
        },
      ),
    )
  })
})

describe('a pause', () => {
  it('is kept before it is answered, and outlives a restart', async () => {
    const first = fixture({})
    await first.care.pause(ID, NOON + 3_600_000)
    expect(first.pause()).toMatchObject({ until: NOON + 3_600_000, by: 'user' })
    const second = fixture({}, { file: first.file })
    expect(second.pause()).toMatchObject({ by: 'user' })
    await second.care.pause(ID, null)
    expect(second.pause()).toBeNull()
  })

  it('that cannot be kept is not made', async () => {
    const file = { ...memoryFile(), write: () => Promise.reject(new Error('full')) }
    const { care, pause } = fixture({}, { file })
    await expect(care.pause(ID, NOON + 1000)).rejects.toThrow('full')
    expect(pause()).toBeNull()
  })

  it('that ends leaves a spent budget in force', async () => {
    const { care, pause } = fixture({ dailyUsd: 1 })
    await care.pause(ID, NOON + 86_400_000)
    care.spend(ID, 100 * CENT)
    expect(pause()?.by).toBe('user')
    await care.pause(ID, null)
    expect(pause()?.by).toBe('budget')
  })
})

describe('a key that expires', () => {
  it('is told of 7 days and 1 day before, and not between', () => {
    const { said, time } = fixture({ expiresOn: '2026-12-03' })
    expect(said).toEqual([])
    time.tick(2 * 86_400_000)
    expect(said).toEqual(['work expires in 7 days. Replace it before then.'])
    time.tick(5 * 86_400_000)
    expect(said).toHaveLength(1)
    time.tick(86_400_000)
    expect(said[1]).toBe('work expires tomorrow. Replace it before then.')
    time.tick(86_400_000)
    expect(said).toHaveLength(2)
  })

  it('is told of again only where another day is set', async () => {
    const first = fixture({ expiresOn: '2026-11-28' })
    expect(first.said).toHaveLength(1)
    await first.care.stop()
    const second = fixture({ expiresOn: '2026-11-28' }, { file: first.file })
    expect(second.said).toEqual([])
    second.ask({ expiresOn: '2026-11-29' })
    expect(second.said).toHaveLength(1)
  })
})

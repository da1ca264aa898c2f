import { inspect } from 'node:util'
import { describe, expect, it } from 'vitest'
import { NoPass, type Pass, Passes } from './passes.ts'

const HOUR = 3_600_000

/** Passes on a clock of our own; `turn` lets what was begun come to its end. */
function desk() {
  let now = 1_000_000
  const alarms = new Set<{ at: number; task: () => void }>()
  const asked: number[] = []
  let answer = (): Promise<Pass<string>> => Promise.resolve({ value: `pass ${asked.length}`, until: now + HOUR })
  const passes = new Passes({
    clock: { now: () => now },
    wall: () => now,
    alarm: {
      at(at, task) {
        const alarm = { at, task }
        alarms.add(alarm)
        return () => void alarms.delete(alarm)
      },
    },
  })
  return {
    passes,
    asked,
    alarms,
    answer: (next: () => Promise<Pass<string>>) => {
      answer = next
    },
    get: () =>
      passes.of('a name', () => {
        asked.push(now)
        return answer()
      }),
    async pass(ms: number) {
      now += ms
      for (const alarm of [...alarms].filter(({ at }) => at <= now)) {
        alarms.delete(alarm)
        alarm.task()
      }
      await new Promise((done) => setImmediate(done))
    },
    now: () => now,
  }
}

describe('passes', () => {
  it('are fetched once, and there at once from then on', async () => {
    const it = desk()
    expect(await Promise.all([it.get(), it.get()])).toEqual(['pass 1', 'pass 1'])
    expect(it.get()).toBe('pass 1')
    expect(it.asked).toHaveLength(1)
  })

  it('are renewed ahead of their end, beside whoever uses them', async () => {
    const it = desk()
    await it.get()
    it.get()
    await it.pass(HOUR - 5 * 60_000)
    expect(it.asked).toHaveLength(2)
    expect(it.get()).toBe('pass 2')
  })

  it('are let go where nobody used them since', async () => {
    const it = desk()
    await it.get()
    await it.pass(HOUR - 5 * 60_000)
    expect(it.asked).toHaveLength(1)
    expect(it.alarms.size).toBe(0)
    expect(await it.get()).toBe('pass 2')
  })

  it('serve until their end while a renewal fails, and it is tried again', async () => {
    const it = desk()
    await it.get()
    it.get()
    it.answer(() => Promise.reject(new NoPass('Sign in again.')))
    await it.pass(HOUR - 5 * 60_000)
    expect(it.get()).toBe('pass 1')
    it.answer(() => Promise.resolve({ value: 'late', until: null }))
    await it.pass(30_000)
    expect(it.get()).toBe('late')
  })

  it('that are over are not used, and what hinders a new one is told', async () => {
    const it = desk()
    await it.get()
    it.answer(() => Promise.reject(new NoPass('Sign in again.')))
    await it.pass(HOUR - 29_000)
    await expect(it.get()).rejects.toThrow('Sign in again.')
    await expect(it.get()).rejects.toThrow('Sign in again.')
    expect(it.asked.length).toBeGreaterThanOrEqual(3)
  })

  it('that say nothing of their end are looked at again after a while', async () => {
    const it = desk()
    it.answer(() => Promise.resolve({ value: 'from a file', until: null }))
    await it.get()
    it.get()
    await it.pass(15 * 60_000 + 30_000)
    expect(it.asked).toHaveLength(2)
  })

  it('are forgotten on demand', async () => {
    const it = desk()
    await it.get()
    it.passes.forget('a name')
    expect(await it.get()).toBe('pass 2')
  })

  it('show nothing of themselves', async () => {
    const it = desk()
    it.answer(() => Promise.resolve({ value: 'a-token-of-a-vendor', until: null }))
    await it.get()
    expect(inspect(it.passes, { depth: 9, showHidden: true }) + JSON.stringify(it.passes)).not.toContain('a-token')
  })
})

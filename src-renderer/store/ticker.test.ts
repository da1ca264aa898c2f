import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { createTicker, TICK_MS } from './ticker.ts'

function page() {
  let visible = true
  const listeners: (() => void)[] = []
  return {
    visibility: { visible: () => visible, onChange: (listener: () => void) => void listeners.push(listener) },
    show(on: boolean) {
      visible = on
      for (const listener of listeners) listener()
    },
  }
}

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

it('calls everyone twice a second with one reading of the clock', () => {
  const ticker = createTicker(() => 42, page().visibility)
  const seen: number[] = []
  ticker.add((now) => seen.push(now))
  ticker.add((now) => seen.push(now))
  vi.advanceTimersByTime(2 * TICK_MS)
  expect(seen).toEqual([42, 42, 42, 42])
})

it('stands still while nobody listens', () => {
  const ticker = createTicker(() => 0, page().visibility)
  const stop = ticker.add(() => {})
  expect(vi.getTimerCount()).toBe(1)
  stop()
  expect(vi.getTimerCount()).toBe(0)
})

it('stands still while the window cannot be seen, and is right at once when it can', () => {
  const { visibility, show } = page()
  const ticker = createTicker(() => 0, visibility)
  let calls = 0
  ticker.add(() => void calls++)
  show(false)
  vi.advanceTimersByTime(10 * TICK_MS)
  expect(calls).toBe(0)
  expect(vi.getTimerCount()).toBe(0)
  show(true)
  expect(calls).toBe(1)
  vi.advanceTimersByTime(TICK_MS)
  expect(calls).toBe(2)
})

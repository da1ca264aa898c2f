import { expect, it } from 'vitest'
import { request } from '../gallery/made-up.ts'
import { KEPT, withRecord } from './requests-store.ts'

const tried = [{ label: 'work', status: 200, ms: 100 }]
const older = request(-20, 'm', tried)
const newer = request(-10, 'm', tried)

it('keeps the newest first, whatever order they come in', () => {
  expect(withRecord(withRecord([], newer), older)).toEqual([newer, older])
  expect(withRecord(withRecord([], older), newer)).toEqual([newer, older])
})

it('puts news of a request in its place', () => {
  const done = { ...older, durationMs: 900 }
  expect(withRecord([newer, older], done)).toEqual([newer, done])
})

it('does not let a request that is over run again', () => {
  const list = [older]
  expect(withRecord(list, { ...older, state: 'running', outcome: 'running' })).toBe(list)
})

it('lets go of the oldest when there are too many', () => {
  const list = Array.from({ length: KEPT }, (_, i) => request(-i - 1, 'm', tried))
  const next = withRecord(list, request(0, 'm', tried))
  expect(next).toHaveLength(KEPT)
  expect(next.at(-1)).toBe(list.at(-2))
})

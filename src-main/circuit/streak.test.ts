import { expect, it } from 'vitest'
import { closed } from './circuit.ts'
import { nextStreak, OUST_AFTER, ousted } from './streak.ts'

it('rests a key that alone keeps failing, a little longer each time', () => {
  expect(ousted({ failures: OUST_AFTER }, closed, 1000)).toEqual({ until: 31_000, failures: OUST_AFTER })
  expect(ousted({ failures: OUST_AFTER + 1 }, closed, 1000)?.until).toBe(61_000)
  expect(ousted({ failures: 500 }, closed, 0)?.until).toBe(300_000)
})

it('does not rest a key for a single bad answer', () => {
  expect(ousted({ failures: OUST_AFTER - 1 }, closed, 0)).toBeNull()
})

it('leaves the keys alone where the whole provider fails', () => {
  expect(ousted({ failures: 4 }, { kind: 'closed', failures: 4, back: null }, 0)).toBeNull()
  const rest = { since: 0, until: 1, step: 1, reason: '', probing: false, unreachable: false, passed: 0 }
  const open = { kind: 'open', ...rest } as const
  expect(ousted({ failures: 9 }, open, 0)).toBeNull()
})

it('starts over with an answer', () => {
  expect(nextStreak({ failures: 7 }, 'answered')).toEqual({ failures: 0 })
  expect(nextStreak(undefined, 'failed')).toEqual({ failures: 1 })
})

import { expect, test } from 'vitest'
import { Account } from '../practice/account.ts'
import { check, total } from './testing/commands.ts'
import { LIMITS, World } from './testing/world.ts'

test('whatever happens, in whatever order: no limit is exceeded, nothing leaks, and the time to come back is right', () => {
  const steps = check(() => new World((org) => new Account(org, LIMITS)), 100, 120)
  expect(total(steps)).toBeGreaterThan(4000)
})

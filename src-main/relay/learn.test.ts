import { afterEach, expect, it } from 'vitest'
import { KeyId } from '../../src-shared/domain/ids.ts'
import { houses } from './testing/open.ts'
import { fails, limited, type Script } from './testing/upstream.ts'

const open = houses(afterEach)

/** Requests left of the 10 that a key of this house may send a minute, after one that went so. */
async function leftAfter(script: Script): Promise<number> {
  const house = await open({ anthropic: { keys: { one: script } } })
  const [key] = house.keys
  if (key) house.pool.reconcile([{ ...key, ceilings: { rpm: 10 } }])
  await (await house.post()).text()
  return Math.floor(house.pool.views()[KeyId.parse('id-one')]?.lanes[0]?.windows.rpm?.free ?? Number.NaN)
}

it('what may have been worked on stays charged, and what was turned away does not', async () => {
  expect(await leftAfter(fails(500, 'api_error', 'no'))).toBe(9)
  expect(await leftAfter(fails(529, 'overloaded_error', 'no'))).toBe(10)
  expect(await leftAfter(limited(1))).toBe(10)
})

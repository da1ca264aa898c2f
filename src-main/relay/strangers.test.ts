import { afterEach, expect, it } from 'vitest'
import type { Notice } from '../../src-shared/domain/notice.ts'
import { FakeTime } from '../pool/testing/fake-time.ts'
import { Strangers } from './strangers.ts'
import { TOKEN } from './testing/house.ts'
import { plainHouses } from './testing/open.ts'

const open = plainHouses(afterEach)

const MINUTE = 60_000

/** What is told as strangers come after so many ms each. */
function told(...gaps: number[]): number {
  const clock = new FakeTime(0)
  const notices: Notice[] = []
  const strangers = new Strangers({ clock, notice: (notice) => void notices.push(notice) })
  for (const gap of gaps) {
    clock.tick(gap)
    strangers.came()
  }
  return notices.length
}

it('is silent about a few, and about many that take their time', () => {
  expect(told(0, 0, 0, 0)).toBe(0)
  expect(told(...Array.from({ length: 20 }, () => MINUTE / 4))).toBe(0)
})

it('tells of many within a minute, once an hour', () => {
  expect(told(0, 0, 0, 0, 0, 0, 0, 0, 0)).toBe(1)
  expect(told(0, 0, 0, 0, 0, 60 * MINUTE, 0, 0, 0, 0)).toBe(2)
})

it('counts tokens that open nothing, and none that do', async () => {
  const relay = await open()
  const knock = (token: string) => fetch(`${relay.url}/v1/models`, { headers: { 'x-api-key': token } })
  for (let n = 0; n < 5; n++) await knock(TOKEN)
  expect(relay.notices).toEqual([])
  for (let n = 0; n < 5; n++) await knock('of-another-day')
  expect(relay.notices.map(({ kind }) => kind)).toEqual(['wrong_tokens'])
})

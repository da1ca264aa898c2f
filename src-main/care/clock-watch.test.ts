import { expect, it } from 'vitest'
import { text } from '../../src-shared/text/text.ts'
import { FakeTime } from '../pool/testing/fake-time.ts'
import { clockWatch, look } from './clock-watch.ts'

const MINUTE = 60_000
const HOUR = 60 * MINUTE

it.each([HOUR, -HOUR, 3 * MINUTE])('a jump of %i ms is told when a second look sees the same', (jump) => {
  const first = look({ known: 5, last: 5 }, 5 + jump)
  expect(first).toEqual({ next: { known: 5, last: 5 + jump }, jump: null })
  expect(look(first.next, 5 + jump + 3)).toEqual({ next: { known: 8 + jump, last: 8 + jump }, jump: jump + 3 })
})

it.each([0, MINUTE, -2 * MINUTE])('%i ms are no jump', (off) => {
  expect(look({ known: 0, last: off }, off).jump).toBeNull()
})

it('tells nothing of a sleep that our clock learns of a moment later', () => {
  const asleep = look({ known: 0, last: 0 }, HOUR)
  expect(look(asleep.next, 0)).toEqual({ next: { known: 0, last: 0 }, jump: null })
})

it('says it once, again for the next one, and no more once it is stopped', () => {
  const time = new FakeTime(1_700_000_000_000)
  const said: string[] = []
  let set = 0
  const watch = clockWatch({ clock: time, alarm: time, wall: () => time.now() + set, say: (it) => said.push(it) })
  const pass = () => {
    for (let minutes = 0; minutes < 5; minutes++) time.tick(MINUTE)
  }
  pass()
  set = HOUR
  pass()
  expect(said).toEqual([text.notices.clockSet(HOUR)])
  set = 0
  pass()
  expect(said).toEqual([text.notices.clockSet(HOUR), text.notices.clockSet(-HOUR)])
  watch.stop()
  set = HOUR
  pass()
  expect(said).toHaveLength(2)
})

import { describe, expect, it } from 'vitest'
import { RequestId } from '../../src-shared/domain/ids.ts'
import { REQUESTS_KEPT, type RequestRecord } from '../../src-shared/domain/relay.ts'
import { FakeTime } from '../pool/testing/fake-time.ts'
import { recordFeed } from './record-feed.ts'

const record = (id: string, state: RequestRecord['state']): RequestRecord => ({
  ...{ id: RequestId.parse(id), at: 0, path: '/v1/messages', sessionId: null, model: 'm', state },
  ...{ outcome: state === 'done' ? 'ok' : 'running', status: null, attempts: [], passedOver: [], why: '', learned: [] },
  ...{ streamed: true, usage: null, firstByteMs: null, durationMs: null },
})

function fixture(heard = true) {
  const time = new FakeTime(1_000_000)
  const told: string[] = []
  const feed = recordFeed({
    ...{ clock: time, alarm: time, isHeard: () => heard },
    tell: ({ id, state }) => void told.push(`${id} ${state}`),
  })
  return { time, told, feed }
}

describe('requests', () => {
  it('are told of at once after a quiet time', () => {
    const { told, feed } = fixture()
    feed.record(record('a', 'running'))
    expect(told).toEqual(['a running'])
  })

  it('are told of together when many things happen, each by its last word', () => {
    const { time, told, feed } = fixture()
    feed.record(record('a', 'running'))
    feed.record(record('b', 'running'))
    feed.record(record('a', 'done'))
    feed.record(record('b', 'done'))
    expect(told).toEqual(['a running'])
    time.tick(125)
    expect(told).toEqual(['a running', 'a done', 'b done'])
    time.tick(10_000)
    expect(told).toHaveLength(3)
  })

  it('that a window has no room for are left out, the oldest first', () => {
    const { time, told, feed } = fixture()
    for (let n = 0; n <= REQUESTS_KEPT + 10; n++) feed.record(record(`r${n}`, 'done'))
    time.tick(125)
    expect(told).toHaveLength(1 + REQUESTS_KEPT)
    expect(told.at(-1)).toBe(`r${REQUESTS_KEPT + 10} done`)
  })

  it('that nobody asks for are not kept', () => {
    const { time, told, feed } = fixture(false)
    feed.record(record('a', 'running'))
    time.tick(1000)
    expect(told).toEqual([])
  })

  it('that are forgotten are not told of any more', () => {
    const { time, told, feed } = fixture()
    feed.record(record('a', 'running'))
    feed.record(record('a', 'done'))
    feed.clear()
    time.tick(1000)
    expect(told).toEqual(['a running'])
  })
})

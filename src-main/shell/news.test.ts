import { expect, it } from 'vitest'
import { KeyId, ProviderId } from '../../src-shared/domain/ids.ts'
import type { KeyStatus, KeyView } from '../../src-shared/domain/key.ts'
import type { RelayStatus } from '../../src-shared/domain/relay.ts'
import type { Snapshot } from '../../src-shared/ipc/snapshot.ts'
import { isWanted, newsIn, newsOf, toldOf } from './news.ts'

const NOW = 1_000_000
const ready: KeyStatus = { kind: 'ready' }
const refused: KeyStatus = { kind: 'invalid', since: 0, reason: 'x' }
const cooling = (ms: number): KeyStatus => ({ kind: 'cooling', until: NOW + ms, reason: 'x' })
const listening: RelayStatus = { kind: 'listening', host: '127.0.0.1', port: 8787, since: 0 }

/** Only what the news are made of. */
function snapshot(statuses: Record<string, KeyStatus>, relay: RelayStatus = listening): Snapshot {
  const keys = Object.entries(statuses).map(
    ([label, status]): [string, Pick<KeyView, 'id' | 'label' | 'providerId' | 'status'>] => {
      return [label, { id: KeyId.parse(label), label, providerId: ProviderId.parse('p'), status }]
    },
  )
  const waits = Object.values(statuses).flatMap((status) => ('until' in status ? [status.until] : []))
  const nextAt = waits.length > 0 ? Math.min(...waits) : null
  return { relay, keys: Object.fromEntries(keys), pool: { nextAt } } as Snapshot
}

/** The titles of what is told as the world goes through these states. */
function told(...states: Snapshot[]): string[][] {
  let so = toldOf(states[0] as Snapshot, NOW)
  return states.slice(1).map((state) => {
    const { told: next, news } = newsOf(so, state, NOW)
    so = next
    return news.map(({ title }) => title)
  })
}

it('tells that a key was refused, once', () => {
  const bad = snapshot({ work: refused, spare: ready })
  expect(told(snapshot({ work: ready, spare: ready }), bad, bad)).toEqual([['work was refused'], []])
})

it('tells again when a mended key is refused again', () => {
  const [good, bad] = [snapshot({ work: ready, spare: ready }), snapshot({ work: refused, spare: ready })]
  expect(told(good, bad, good, bad)).toEqual([['work was refused'], [], ['work was refused']])
})

it('tells that no key is free, once until one is', () => {
  const [good, empty] = [snapshot({ a: ready }), snapshot({ a: cooling(60_000) })]
  expect(told(good, empty, snapshot({ a: cooling(5000) }), empty, good, empty)).toEqual([
    ['No key is free'],
    [],
    [],
    [],
    ['No key is free'],
  ])
})

it('does not tell of a pool that is full for a moment', () => {
  expect(told(snapshot({ a: ready }), snapshot({ a: cooling(5000) }))).toEqual([[]])
})

it('says when the next one is back', () => {
  const { news } = newsOf(toldOf(snapshot({ a: ready }), NOW), snapshot({ a: cooling(60_000) }), NOW)
  expect(news[0]?.body).toBe('The next one is back in 1:00.')
})

it('tells that the last key is gone for good', () => {
  expect(told(snapshot({ a: ready }), snapshot({ a: refused }))).toEqual([['a was refused', 'No key can be used']])
})

it('is silent about keys that the user turned off, and about a paused relay', () => {
  expect(told(snapshot({ a: ready }), snapshot({ a: { kind: 'disabled' } }))).toEqual([[]])
  const paused: RelayStatus = { kind: 'paused', host: '', port: 1 }
  expect(told(snapshot({ a: ready }), snapshot({ a: cooling(60_000) }, paused))).toEqual([[]])
})

it('tells that the relay lost its address', () => {
  const failed: RelayStatus = { kind: 'failed', code: 'port_taken', host: '', port: 1, message: 'Taken.' }
  expect(told(snapshot({}), snapshot({}, failed), snapshot({}, failed))).toEqual([['The relay is not listening'], []])
})

it('tells nothing that stood so before', () => {
  const bad = snapshot({ work: refused, spare: ready })
  expect(told(bad, bad)).toEqual([[]])
})

it('leads to the key that was refused', () => {
  const { news } = newsOf(toldOf(snapshot({ a: ready }), NOW), snapshot({ a: refused }), NOW)
  expect(news[0]).toMatchObject({ kind: 'key_refused', about: { page: 'keys', key: 'a' } })
})

it('takes what the relay raises, but no small talk', () => {
  expect(newsIn({ kind: 'failback', tone: 'info', text: 'It answers.' })?.body).toBe('It answers.')
  expect(newsIn({ kind: 'other', tone: 'info', text: 'Opened.' })).toBeNull()
})

it('is wanted unless its kind is off or the hour is quiet', () => {
  const settings = { notify: { failover: false }, quiet_hours: { from: '22:00', to: '07:00' } } as never
  expect([
    isWanted('budget', settings, '12:00'),
    isWanted('failover', settings, '12:00'),
    isWanted('budget', settings, '23:30'),
  ]).toEqual([true, false, false])
})

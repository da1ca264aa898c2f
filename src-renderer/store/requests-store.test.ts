import { expect, it, vi } from 'vitest'
import { REQUESTS_KEPT, type RequestRecord } from '../../src-shared/domain/relay.ts'
import { request, snapshot } from '../gallery/made-up.ts'
import { fakeBridge } from '../link/fake-bridge.ts'
import { createRequestsStore, followRequests, withRecord } from './requests-store.ts'

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
  const list = Array.from({ length: REQUESTS_KEPT }, (_, i) => request(-i - 1, 'm', tried))
  const next = withRecord(list, request(0, 'm', tried))
  expect(next).toHaveLength(REQUESTS_KEPT)
  expect(next.at(-1)).toBe(list.at(-2))
})

it('begins anew where practice begins', async () => {
  const store = createRequestsStore()
  let requests: RequestRecord[] = [older]
  const link = fakeBridge(
    {
      snapshot: snapshot([]),
      get requests() {
        return requests
      },
    },
    () => 0,
  )
  followRequests(link, store)
  await vi.waitFor(() => expect(store.getState().list).toEqual([older]))
  requests = [newer]
  await link.invoke('practice.start', undefined)
  await vi.waitFor(() => expect(store.getState().list).toEqual([newer]))
})

it('is empty once the requests were forgotten', async () => {
  const store = createRequestsStore()
  const link = fakeBridge({ snapshot: snapshot([]), requests: [newer, older] }, () => 0)
  followRequests(link, store)
  await vi.waitFor(() => expect(store.getState().list).toHaveLength(2))
  await link.invoke('requests.forget', undefined)
  await vi.waitFor(() => expect(store.getState().list).toEqual([]))
})

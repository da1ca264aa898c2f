import { expect, it } from 'vitest'
import { RequestRecord } from '../../src-shared/domain/relay.ts'
import { apply, type Snapshot } from '../../src-shared/ipc/snapshot.ts'
import { createMailbox, type Letter } from './mailbox.ts'

const record = (id: string, state: 'running' | 'done'): Letter => ({
  name: 'request.recorded',
  payload: RequestRecord.parse({
    id,
    at: 0,
    path: '/v1/messages',
    sessionId: null,
    model: 'm',
    state,
    outcome: state === 'done' ? 'ok' : 'running',
    status: null,
    attempts: [],
    passedOver: [],
    why: '',
    learned: [],
    usage: null,
    streamed: true,
    firstByteMs: null,
    durationMs: null,
  }),
})
const patch = (rev: number): Letter => ({ name: 'snapshot.patched', payload: { base: rev - 1, rev, set: {} } })

it('has nothing where nothing was held, and nothing twice', () => {
  const box = createMailbox()
  expect(box.empty()).toEqual([])
  box.hold(patch(1))
  expect(box.empty()).toHaveLength(1)
  expect(box.empty()).toEqual([])
})

it('makes one patch of many, after which the whole is asked for', () => {
  const box = createMailbox()
  for (let rev = 5; rev < 500; rev++) box.hold(patch(rev))
  const [only, ...more] = box.empty()
  expect(more).toEqual([])
  expect(only?.name === 'snapshot.patched' && only.payload.rev).toBe(499)
  expect(only?.name === 'snapshot.patched' && apply({ rev: 4 } as Snapshot, only.payload)).toBeNull()
})

it('keeps the last word on each request', () => {
  const box = createMailbox()
  for (const letter of [record('a', 'running'), record('b', 'running'), record('a', 'done')]) box.hold(letter)
  expect(box.empty()).toEqual([record('a', 'done'), record('b', 'running')])
})

it('keeps no more requests than a window shows, the newest', () => {
  const box = createMailbox()
  for (let n = 0; n < 700; n++) box.hold(record(`r${n}`, 'done'))
  const kept = box.empty()
  expect(kept).toHaveLength(500)
  expect(kept.at(-1)).toEqual(record('r699', 'done'))
})

it('keeps each notice and the last page asked for', () => {
  const box = createMailbox()
  const notice: Letter = { name: 'notice.raised', payload: { kind: 'other', tone: 'warn', text: 'x' } }
  const view = (name: 'keys' | 'settings'): Letter => ({ name: 'view.asked', payload: { view: name } })
  for (const letter of [view('keys'), notice, notice, view('settings')]) box.hold(letter)
  expect(box.empty()).toEqual([notice, notice, view('settings')])
})

import { expect, it } from 'vitest'
import { err, ok } from '../../src-shared/domain/result.ts'
import type { Push, PushName, Reply } from '../../src-shared/ipc/contract.ts'
import { diff, type Snapshot } from '../../src-shared/ipc/snapshot.ts'
import { snapshot } from '../gallery/made-up.ts'
import type { Link } from '../link/bridge.ts'
import { createPoolClock } from './clock.ts'
import { createRelayStore, follow, snapshotOf } from './relay-store.ts'

const settled = () => new Promise((done) => setImmediate(done))

/** A main process in hand: what it answers, what it pushes, whether the way to it is up. */
function main(first: Snapshot) {
  let whole = first
  let answers: 'well' | 'badly' = 'well'
  let asked = 0
  const listeners = new Map<PushName, (payload: never) => void>()
  let watcher: (up: boolean) => void = () => {}
  const link: Link = {
    async invoke() {
      asked += 1
      const reply =
        answers === 'well'
          ? ok({ protocol: 1, snapshot: whole })
          : err({ code: 'internal' as const, message: 'It could not.' })
      return reply as Reply<never>
    },
    subscribe(name, listener) {
      listeners.set(name, listener)
      return () => listeners.delete(name)
    },
    watch(listener) {
      watcher = listener
      return () => {}
    },
  }
  return {
    link,
    asked: () => asked,
    answer: (how: typeof answers) => {
      answers = how
    },
    become(change: Partial<Snapshot>) {
      const next = { ...whole, ...change, rev: whole.rev + 1 }
      const patch = diff(whole, next)
      whole = next
      return patch
    },
    push: (patch: Push<'snapshot.patched'>) => listeners.get('snapshot.patched')?.(patch as never),
    up: (on: boolean) => watcher(on),
  }
}

async function following() {
  const there = main(snapshot([]))
  const store = createRelayStore()
  let here = 0
  const clock = createPoolClock(() => here)
  const { stop, refresh } = follow(there.link, store, clock)
  await settled()
  const pass = (ms: number) => {
    here += ms
  }
  return { ...there, store, clock, stop, refresh, pass }
}

it('asks for the whole once, then applies patches', async () => {
  const { store, become, push, asked } = await following()
  push(become({ version: '2.0.0' }))
  push(become({ practice: true }))
  expect(snapshotOf(store.getState())).toMatchObject({ version: '2.0.0', practice: true, rev: 3 })
  expect(asked()).toBe(1)
})

it('asks for the whole again where a patch went missing', async () => {
  const { store, become, push, asked } = await following()
  become({ version: '2.0.0' })
  push(become({ practice: true }))
  await settled()
  expect(snapshotOf(store.getState())).toMatchObject({ version: '2.0.0', practice: true })
  expect(asked()).toBe(2)
})

it('leaves a patch alone that is older than what it has', async () => {
  const { store, become, push, refresh } = await following()
  const old = become({ version: '2.0.0' })
  refresh()
  await settled()
  const before = store.getState()
  push(old)
  expect(store.getState()).toBe(before)
})

it('sets the clock by what main tells', async () => {
  const { clock, become, push, pass } = await following()
  pass(1000)
  push(become({ at: clock.now() + 50_000 }))
  const now = clock.now()
  pass(10)
  expect(clock.now()).toBe(now + 10)
})

it('says that it is lost when main cannot answer, and finds back', async () => {
  const { store, answer, refresh } = await following()
  answer('badly')
  refresh()
  await settled()
  expect(store.getState()).toMatchObject({ phase: 'lost', message: 'It could not.' })
  expect(snapshotOf(store.getState())).not.toBeNull()
  answer('well')
  refresh()
  await settled()
  expect(store.getState().phase).toBe('live')
})

it('keeps the last picture while the way is broken, and asks anew when it is mended', async () => {
  const { store, up, become, asked } = await following()
  up(false)
  expect(store.getState()).toMatchObject({ phase: 'lost', message: null })
  become({ version: '2.0.0' })
  up(true)
  await settled()
  expect(store.getState().phase).toBe('live')
  expect(snapshotOf(store.getState())?.version).toBe('2.0.0')
  expect(asked()).toBe(2)
})

it('hears nothing once it is stopped', async () => {
  const { store, stop, become, push } = await following()
  stop()
  push(become({ version: '2.0.0' }))
  expect(snapshotOf(store.getState())?.version).not.toBe('2.0.0')
})

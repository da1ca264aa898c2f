import { type Push, type PushName, pushes } from '../../src-shared/ipc/contract.ts'

type Listener = (payload: never) => void

/** As many notices as a window that opens late is still told. */
const HELD = 5

export interface PushHub {
  /** Sends it to whoever listens, stripped by its schema. */
  push<N extends PushName>(name: N, payload: Push<N>): void
  /** Whether anybody listens to it. */
  isHeard(name: PushName): boolean
  subscribe<N extends PushName>(name: N, listener: (payload: Push<N>) => void): () => void
}

/** What the main process tells its windows. Notices raised before anybody listens wait for the first who does. */
export function pushHub(): PushHub {
  const listeners = new Map<PushName, Set<Listener>>()
  let held: Push<'notice.raised'>[] = []

  const of = (name: PushName) => {
    const known = listeners.get(name) ?? new Set<Listener>()
    listeners.set(name, known)
    return known
  }

  return {
    push(name, payload) {
      const all = [...of(name)]
      if (all.length === 0) {
        if (name === 'notice.raised') held = [...held, payload as Push<'notice.raised'>].slice(-HELD)
        return
      }
      const safe = pushes[name].parse(payload)
      for (const listener of all) listener(safe as never)
    },
    isHeard: (name) => of(name).size > 0,
    subscribe(name, listener) {
      of(name).add(listener as Listener)
      if (name === 'notice.raised') {
        const waiting = held
        held = []
        for (const notice of waiting) listener(notice as never)
      }
      return () => void of(name).delete(listener as Listener)
    },
  }
}

import { createStore } from 'zustand/vanilla'
import { apply, type Patch, type Snapshot } from '../../src-shared/ipc/snapshot.ts'
import type { Link } from '../link/bridge.ts'
import { careful } from '../link/bridge.ts'
import { atOnce, type Beat } from './beat.ts'
import type { PoolClock } from './clock.ts'

/** What the window knows of the main process. `lost` keeps the last picture, to be shown as such. */
export type Mirror =
  | { phase: 'loading' }
  | { phase: 'live'; snapshot: Snapshot }
  | { phase: 'lost'; snapshot: Snapshot | null; message: string | null }

export const createRelayStore = () => createStore<Mirror>(() => ({ phase: 'loading' }))
export type RelayStore = ReturnType<typeof createRelayStore>

export const snapshotOf = (mirror: Mirror): Snapshot | null => (mirror.phase === 'loading' ? null : mirror.snapshot)

export interface Following {
  /** Asks for the whole again. */
  refresh(): void
  stop(): void
}

/** Keeps the mirror true: the whole once, patches after it, the whole again where one went missing. */
export function follow(link: Link, store: RelayStore, clock: PoolClock, beat: Beat = atOnce): Following {
  const invoke = careful(link)
  let asking = false

  const ask = async () => {
    if (asking) return
    asking = true
    const reply = await invoke('snapshot.get', undefined)
    asking = false
    if (reply.ok) {
      clock.sync(reply.value.snapshot.at)
      store.setState({ phase: 'live', snapshot: reply.value.snapshot }, true)
    } else lose(reply.error.message)
  }
  const lose = (message: string | null) =>
    store.setState({ phase: 'lost', snapshot: snapshotOf(store.getState()), message }, true)

  const take = (patch: Patch) => {
    const mirror = store.getState()
    if (mirror.phase !== 'live' || patch.rev <= mirror.snapshot.rev) return
    const next = apply(mirror.snapshot, patch)
    if (!next) return void ask()
    store.setState({ phase: 'live', snapshot: next }, true)
  }
  const stopPatches = link.subscribe('snapshot.patched', (patch) => {
    // What time it was is true only on arrival.
    if (patch.set.at !== undefined) clock.sync(patch.set.at)
    beat(() => take(patch))
  })
  const stopWatching = link.watch?.((up) => (up ? void ask() : lose(null)))
  void ask()
  return {
    refresh: () => void ask(),
    stop() {
      stopPatches()
      stopWatching?.()
    },
  }
}

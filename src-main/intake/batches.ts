import type { KeyTest } from '../../src-shared/ipc/contract.ts'
import type { Intake } from '../../src-shared/ipc/intake.ts'
import type { Alarm, Clock, Ids } from '../ports.ts'
import type { Found } from './found.ts'

/** How long what was read is kept for the user to look at. */
export const KEPT_MS = 10 * 60_000
/** More than one window has open. */
const MOST = 4

/** What was read once. It holds the secrets, in memory only. */
export interface Batch {
  readonly intake: Intake
  readonly found: ReadonlyMap<string, Found>
  /** What providers said of a row, by whom was asked. */
  readonly tests: Map<string, KeyTest>
}

export interface Batches {
  put(make: (id: string) => Batch): Batch
  get(id: string): Batch | null
  drop(id: string): void
}

/** What was read, until it is taken, dropped or too old. */
export function createBatches({ clock, alarm, ids }: { clock: Clock; alarm: Alarm; ids: Ids }): Batches {
  const all = new Map<string, { batch: Batch; off: () => void }>()
  const drop = (id: string) => {
    all.get(id)?.off()
    all.delete(id)
  }
  return {
    put(make) {
      const id = ids.next('intake')
      const batch = make(id)
      const off = alarm.at(clock.now() + KEPT_MS, () => drop(id))
      all.set(id, { batch, off })
      for (const old of [...all.keys()].slice(0, -MOST)) drop(old)
      return batch
    },
    get: (id) => all.get(id)?.batch ?? null,
    drop,
  }
}

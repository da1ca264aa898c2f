import type { RequestRecord } from '../../src-shared/domain/relay.ts'
import type { Snapshot } from '../../src-shared/ipc/snapshot.ts'
import type { World } from '../link/fake-bridge.ts'
import type { Ui } from '../store/ui-store.ts'
import { lastRequests } from './cast.ts'

/** A state of the window to look at: what main tells, and what is open. */
export interface Scene {
  readonly name: string
  readonly world: World
  readonly ui: Partial<Ui>
}

/** The window with its first key chosen, unless `ui` says otherwise. */
export const scene = (
  name: string,
  whole: Snapshot,
  ui: Partial<Ui> = {},
  requests: readonly RequestRecord[] = lastRequests,
): Scene => ({
  name,
  world: { snapshot: whole, requests },
  ui: { key: whole.keyOrder[0] ?? null, ...ui },
})

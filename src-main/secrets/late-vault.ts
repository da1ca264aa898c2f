import type { VaultView } from '../../src-shared/ipc/snapshot.ts'
import { text } from '../../src-shared/text/text.ts'
import { Refusal } from '../ipc/refusal.ts'
import { type Vault, VaultProblem } from './vault.ts'

const CLOSED: VaultView = { kind: 'session', backend: 'none' }

/**
 * A vault that is opened when somebody first needs it: opening may load a library or ask a person. `view`: what is said
 * of it until then.
 */
export function lateVault(open: () => Promise<Vault>, view: VaultView = CLOSED): Vault {
  let opened: Vault | null = null
  let opening: Promise<Vault> | null = null
  const vault = () => {
    opening ??= open().then(
      (one) => {
        opened = one
        return one
      },
      (error: unknown) => {
        opening = null
        throw error
      },
    )
    return opening
  }
  return {
    get view() {
      return opened?.view ?? view
    },
    put: async (id, origin, secret) => (await vault()).put(id, origin, secret),
    async use(id, origin) {
      const from = await vault().catch((error: unknown) => {
        throw error instanceof Refusal ? new VaultProblem('locked', id) : error
      })
      return from.use(id, origin)
    },
    rebind: async (ids, origin) => (ids.length === 0 ? undefined : (await vault()).rebind(ids, origin)),
    discard: async (id) => (await vault()).discard(id),
    restore: async (id) => (await vault()).restore(id),
    drop: async (ids) => (await vault()).drop(ids),
    reopen: async (id) => (await vault()).reopen(id),
  }
}

/** Where nothing on this machine can keep a key, or nobody is there to open what could. */
export const closedVault = (): Vault => ({
  view: CLOSED,
  put: () => Promise.reject(new Refusal(text.notices.noPlaceForKeys)),
  use: (id) => Promise.reject(new VaultProblem('locked', id)),
  rebind: async () => {},
  discard: async () => {},
  restore: async () => {},
  drop: async () => {},
  reopen: async () => {},
})

import type { TwinKey } from '../playground/dialect.ts'
import type { RelayAt } from './app.ts'
import type { Desk } from './desk.ts'
import { serve } from './serve.ts'
import { addKey } from './window.ts'

/** Starts the relay with these keys of one Anthropic twin at this address. */
type Start = (desk: Desk, baseUrl: string, keys: readonly TwinKey[]) => Promise<RelayAt>

/** Both ways in which the relay is run. */
export const relays: Readonly<Record<string, Start>> = {
  async 'the app'(desk, baseUrl, keys) {
    const app = await desk.open()
    const page = await app.window()
    for (const [i, { secret, name }] of keys.entries()) {
      await addKey(page, { secret, label: name, ...(i === 0 ? { address: baseUrl } : {}) })
    }
    return app.relay()
  },

  async 'cc-relay serve'(desk, baseUrl, keys) {
    const served = await serve(desk.folder('serve'), baseUrl, keys)
    desk.later(served.stop)
    return served
  },
}

/** So many keys for a twin, each of an organization of its own unless told otherwise. */
export const keysFor = (count: number, organization?: (i: number) => string): TwinKey[] =>
  Array.from({ length: count }, (_, i) => ({
    secret: `sk-ant-api03-end-to-end-key-number-${i + 1}`,
    name: `key ${i + 1}`,
    ...(organization ? { organization: organization(i) } : {}),
  }))

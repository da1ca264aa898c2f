import type { RelayStatus } from '../../../src-shared/domain/relay.ts'
import { zoomed } from '../../../src-shared/domain/zoom.ts'
import type { Handlers } from '../../../src-shared/ipc/contract.ts'
import { text } from '../../../src-shared/text/text.ts'
import { Refusal } from '../refusal.ts'
import { addressOf } from './desk.ts'
import { defined } from './providers.ts'
import type { Rooms } from './rooms.ts'

const MINUTE_MS = 60_000

type Rows =
  | ('relay.pause' | 'relay.resume' | 'config.reload' | 'log.debugFor' | 'log.recent')
  | ('settings.patch' | 'zoom.step')

export function relayHandlers(rooms: Rooms): Pick<Handlers, Rows> {
  const { relay } = rooms

  /** Moves; resolves with the way back. Where the new address cannot be had, the relay stays where it is. */
  async function move(address: string): Promise<() => Promise<unknown>> {
    const was = relay.status()
    const status = await relay.listen(address)
    if (status.kind === 'failed') throw new Refusal(status.message)
    return async () => {
      if (isUp(was)) await relay.listen(new URL(addressOf(was)).host)
    }
  }

  return {
    'relay.pause': () => relay.pause(),
    'relay.resume': () => relay.resume(),
    'log.debugFor': ({ minutes }) => rooms.debug.begin(minutes * MINUTE_MS),

    'log.recent': ({ after, about }) => ({ lines: rooms.lines.after(after, about) }),

    'zoom.step': ({ step }) =>
      rooms
        .live()
        .source.edit((config) => ({ ...config, app: { ...config.app, zoom: zoomed(config.app.zoom, step) } })),

    async 'config.reload'() {
      const { source } = rooms.live()
      if (source.reload === null) throw new Refusal(text.notices.nothingToReload(source.view().path))
      await source.reload()
      return { problem: source.view().problem }
    },

    async 'settings.patch'(patch) {
      const { listen: address, plain_http, strategy, key_selector, start_at_login, allow_subscription, ...app } = patch
      const { source } = rooms.live()
      const before = rooms.derived().settings
      const moves = address !== undefined && (address !== before.listen || !isUp(relay.status()))
      const back = moves ? await move(address) : null
      if (start_at_login !== undefined) await rooms.desktop.setStartAtLogin(start_at_login)
      try {
        await source.edit((config) => ({
          ...config,
          server: {
            ...config.server,
            ...defined({ listen: address, plain_http }),
            auth: { ...config.server.auth, ...defined({ allow_subscription }) },
          },
          routing: { ...config.routing, ...defined({ strategy }) },
          app: { ...config.app, ...defined({ ...app, key_selector, start_at_login }) },
          providers:
            key_selector === undefined
              ? config.providers
              : config.providers.map((it) => ({ ...it, pooling: { ...it.pooling, strategy: key_selector } })),
        }))
      } catch (error) {
        // What could not be stored would be undone by the next start; better now, and said.
        await back?.()
        if (start_at_login !== undefined) await rooms.desktop.setStartAtLogin(before.start_at_login)
        throw error
      }
    },
  }
}

const isUp = ({ kind }: RelayStatus): boolean => kind === 'listening' || kind === 'paused'

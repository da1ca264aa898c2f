import { dirname } from 'node:path'
import { presets } from '../../../src-shared/domain/presets/presets.ts'
import type { RelayStatus } from '../../../src-shared/domain/relay.ts'
import { type Handlers, PROTOCOL } from '../../../src-shared/ipc/contract.ts'
import { text } from '../../../src-shared/text/text.ts'
import type { LaunchOptions } from '../../app.ts'
import { environmentLines } from '../../claude/copy-env.ts'
import { claudeEnv } from '../../claude/env.ts'
import { rolesOf } from '../../claude/roles.ts'
import { Refusal } from '../refusal.ts'
import type { Rooms } from './rooms.ts'
import { stored } from './stored.ts'

type Rows = Extract<
  keyof Handlers,
  `${'snapshot' | 'requests' | 'token' | 'env' | 'address' | 'practice' | 'app'}.${string}`
>

/** What is read, copied and opened. Secrets go to the clipboard from here, never to a window. */
export function deskHandlers(rooms: Rooms): Pick<Handlers, Rows> {
  const { desktop, token } = rooms

  const address = () => addressOf(rooms.relay.status())
  const preset = async (): Promise<Pick<LaunchOptions, 'address' | 'token' | 'roles' | 'trust'>> => ({
    address: address(),
    trust: await rooms.claudeCode.trust(),
    token: token.value().reveal(),
    roles: rolesOf(rooms.derived().relay.upstreams),
  })

  return {
    'snapshot.get': () => ({ protocol: PROTOCOL, snapshot: rooms.snapshot() }),
    'requests.list': () => [...rooms.requests()],
    'requests.forget'() {
      rooms.forgetRequests()
      rooms.mark()
    },
    'requests.get': ({ id }) => rooms.requestOf(id),

    'token.copy': () => desktop.copy(token.value().reveal(), { secret: true }),
    async 'token.rotate'() {
      if (!token.rotate) throw new Refusal(text.notices.tokenInFile(rooms.live().source.view().path))
      await stored(token.rotate())
      rooms.mark()
      rooms.everywhere.follow()
    },
    'env.copy': async ({ shell }) =>
      desktop.copy(environmentLines(shell, claudeEnv(await preset(), {}).process), { secret: true }),
    'address.copy': () => desktop.copy(openAddressOf(rooms.relay.status()), { secret: false }),

    'practice.start': () => rooms.practice.start(),
    'practice.stop': () => rooms.practice.stop(),

    'app.showConfig': () => desktop.show(rooms.live().source.view().path),
    async 'app.showVendor'({ type, page }) {
      const url = presets[type].links[page]
      if (url !== null) await desktop.browse(url)
    },

    async 'app.showLogs'() {
      const path = rooms.logs.path()
      if (path === null) throw new Refusal(text.notices.noLogFile)
      await desktop.show(dirname(path))
    },
    'app.quit': () => desktop.quit(),
  }
}

/** Where Claude Code reaches the relay, as a base URL: over TLS where that is spoken, so that nobody can pose as it. */
export const addressOf = (status: RelayStatus): string => baseUrl(status, 'over' in status && status.over !== undefined)

/** Where programs reach it that know nothing of our certificate, if they may. */
export const openAddressOf = (status: RelayStatus): string =>
  baseUrl(status, 'over' in status && status.over === 'https')

function baseUrl(status: RelayStatus, tls: boolean): string {
  if (status.kind !== 'listening' && status.kind !== 'paused') throw new Refusal(text.notices.notListening)
  const host = status.host.includes(':') ? `[${status.host}]` : status.host
  return `${tls ? 'https' : 'http'}://${host}:${status.port}`
}

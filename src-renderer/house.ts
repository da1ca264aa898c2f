import type { About } from '../src-shared/domain/notice.ts'
import type { Link } from './link/bridge.ts'
import { createClient } from './link/client.ts'
import { veiledLink } from './link/veiled-link.ts'
import { createActions } from './store/actions.ts'
import { createBeat } from './store/beat.ts'
import { createPoolClock } from './store/clock.ts'
import type { House } from './store/context.tsx'
import { createRelayStore, follow } from './store/relay-store.ts'
import { createRequestsStore, followRequests } from './store/requests-store.ts'
import { createTicker, documentVisibility } from './store/ticker.ts'
import { createUiStore, type Ui } from './store/ui-store.ts'

interface Options {
  /** A clock of one's own, e.g. a frozen one; ms. */
  here?: () => number
  /** What is open at the start. */
  ui?: Partial<Ui>
}

/** Builds what the window stands on, and begins to follow the main process. */
export function buildHouse(bare: Link, { here = () => performance.now(), ui: begin = {} }: Options = {}): House {
  const clock = createPoolClock(here)
  const relay = createRelayStore()
  const requests = createRequestsStore()
  const ui = createUiStore(begin)
  const link = veiledLink(bare, (veil) => {
    const { notices, removed, moved, removedProvider, tests, spoken, tag } = ui.getState()
    ui.setState(veil.over({ notices, removed, moved, removedProvider, tests, spoken, tag }))
  })
  const actions = createActions({ client: createClient(link), relay, ui, clock })
  const beat = createBeat(here, (task, ms) => void setTimeout(task, ms))
  const { refresh } = follow(link, relay, clock, beat)
  followRequests(link, requests, beat)
  link.subscribe('notice.raised', ({ tone, text }) => actions.notice(tone, text))
  link.subscribe('view.asked', ({ view, at }) => {
    if (isSheet(view)) ui.setState({ sheet: { kind: view } })
    else ui.setState({ page: view, sheet: { kind: 'none' }, ...rowOf(at) })
  })
  return { relay, requests, ui, actions, ticker: createTicker(clock.now, documentVisibility), refresh }
}

const sheets = ['add-key', 'import', 'export', 'launch', 'doctor', 'palette', 'shortcuts'] as const
const isSheet = (view: string): view is (typeof sheets)[number] => sheets.some((it) => it === view)

/** The row of a page that is meant, chosen; where it is more than a line, opened. */
function rowOf(at: About | undefined): Partial<Ui> {
  if (at?.page === 'keys' && at.key) return { key: at.key, inspector: true }
  if (at?.page === 'sessions' && at.session) return { session: at.session }
  if (at?.page === 'providers' && at.provider) return { provider: at.provider }
  if (at?.page === 'requests' && at.request) return { request: at.request, requestOpen: true }
  return {}
}

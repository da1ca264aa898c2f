import type { RequestId } from '../../src-shared/domain/ids.ts'
import type { ShortcutId } from '../../src-shared/domain/shortcuts.ts'
import type { House } from '../store/context.tsx'
import { snapshotOf } from '../store/relay-store.ts'
import { failoverOf } from '../words/failover.ts'

/** What the shortcuts of the request list do to a request. False: not one of these, or nothing to be done. */
export function runRequestShortcut(
  { relay, requests, ui, actions }: House,
  id: ShortcutId,
  request: RequestId,
): boolean {
  if (id === 'open') {
    ui.setState({ requestOpen: !ui.getState().requestOpen })
    return true
  }
  const record = requests.getState().list.find((other) => other.id === request)
  const snapshot = snapshotOf(relay.getState())
  const failover = record && snapshot && failoverOf(record, snapshot)
  if (id === 'undo-failover' && failover?.back) {
    void actions.undoFailover(failover)
    return true
  }
  if (id === 'stay' && failover?.stay) {
    void actions.stayWith(failover.stay)
    return true
  }
  return false
}

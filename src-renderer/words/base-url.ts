import type { Snapshot } from '../../src-shared/ipc/snapshot.ts'

/** Where Claude Code finds the relay, also while that is not there. */
export function baseUrl(snapshot: Where): string {
  const { relay, settings } = snapshot
  const address = 'port' in relay ? `${relay.host}:${relay.port}` : settings.listen
  return `${isGuarded(snapshot) ? 'https' : 'http'}://${address}`
}

type Where = Pick<Snapshot, 'relay' | 'settings'>

/** It proves itself with a certificate that Claude Code is told of; while it is not there, as it is set to. */
export const isGuarded = ({ relay, settings }: Where): boolean =>
  'port' in relay ? 'over' in relay && relay.over !== undefined : !settings.plain_http

import type { Snapshot } from '../../src-shared/ipc/snapshot.ts'

/** Where Claude Code finds the relay, also while that is not there. */
export function baseUrl({ relay, settings }: Pick<Snapshot, 'relay' | 'settings'>): string {
  if (!('port' in relay)) return `http://${settings.listen}`
  return `${isGuarded(relay) ? 'https' : 'http'}://${relay.host}:${relay.port}`
}

/** It proves itself with a certificate that Claude Code is told of. */
export const isGuarded = (relay: Snapshot['relay']): boolean => 'over' in relay && relay.over !== undefined

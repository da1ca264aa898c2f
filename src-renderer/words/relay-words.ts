import type { RelayStatus } from '../../src-shared/domain/relay.ts'
import { assertNever } from '../../src-shared/domain/result.ts'
import { text } from '../../src-shared/text/text.ts'

const words = text.window.relay

/** The relay in a word; listening without a key to use is only being ready to start. */
export function relayWord(relay: RelayStatus, noKeys: boolean): string {
  switch (relay.kind) {
    case 'listening':
      return noKeys ? words.noKeys : words.listening
    case 'paused':
      return words.paused
    case 'starting':
      return words.starting
    case 'stopped':
      return words.stopped
    case 'draining':
      return words.draining(relay.left)
    case 'failed':
      return words.failed
    default:
      return assertNever(relay)
  }
}

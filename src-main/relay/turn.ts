import { text } from '../../src-shared/text/text.ts'
import type { Turn } from '../circuit/circuits.ts'
import type { RelayParts } from './parts.ts'

/** A provider that is left alone, or is back, is news: once in the log, and once for the user. */
export function tellTurn({ config, log, notice }: Pick<RelayParts, 'config' | 'log' | 'notice'>, turn: Turn): void {
  const { upstreams } = config()
  const { provider } = turn
  const about = { page: 'providers', provider } as const
  const others = upstreams.some((it) => it.enabled && it.id !== provider)
  if (turn.kind === 'opened') {
    log.warn({ provider, from: 'closed', to: 'open', reason: turn.reason }, 'provider left alone')
    notice({ kind: 'failover', tone: 'warn', text: words.leftAlone(provider, turn.reason, others), about })
  } else {
    log.info({ provider, from: 'open', to: 'closed' }, 'provider answers again')
    notice({ kind: 'failback', tone: 'info', text: words.answersAgain(provider, others), about })
  }
}

const words = text.notices

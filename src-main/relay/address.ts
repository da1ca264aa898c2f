import { isLoopback, Listen } from '../../src-shared/config/schema.ts'
import type { RelayStatus } from '../../src-shared/domain/relay.ts'
import { text } from '../../src-shared/text/text.ts'

export interface Address {
  /** Without brackets. */
  readonly host: string
  readonly port: number
}
type Failed = Extract<RelayStatus, { kind: 'failed' }>

const words = text.errors.listen

/** Reads `host:port`, or says why the relay will not listen there: who can reach it could spend the keys. */
export function addressOf(address: string): Address | Failed {
  if (!Listen.safeParse(address).success)
    return { kind: 'failed', code: 'bad_address', host: address, port: 0, message: words.address(address) }
  const colon = address.lastIndexOf(':')
  const host = address.slice(0, colon).replace(/^\[|\]$/g, '')
  const port = Number(address.slice(colon + 1))
  if (isLoopback(host)) return { host, port }
  return { kind: 'failed', code: 'bad_address', host, port, message: words.loopback(host) }
}

/** Why Node could not listen, in our words. */
export function failedToListen({ host, port }: Address, error: unknown): Failed {
  const code = String((error as NodeJS.ErrnoException | null)?.code ?? 'unknown')
  const failed = (kind: Failed['code'], message: string): Failed => ({
    kind: 'failed',
    code: kind,
    host,
    port,
    message,
  })
  switch (code) {
    case 'EADDRINUSE':
      return failed('port_taken', words.taken(port))
    case 'EACCES':
    case 'EPERM':
      return failed('not_allowed', words.notAllowed(port))
    case 'EADDRNOTAVAIL':
    case 'ENOTFOUND':
      return failed('bad_address', words.address(`${host}:${port}`))
    default:
      return failed('other', words.other(`${host}:${port}`, code))
  }
}

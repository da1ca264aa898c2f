import type { Unreachable } from './provider.ts'

type Cause = Unreachable['cause']

const codes: Readonly<Record<string, Cause>> = {
  ENOTFOUND: 'dns',
  EAI_AGAIN: 'dns',
  EAI_NODATA: 'dns',
  CC_RELAY_INSIDE: 'inside',
  ECONNREFUSED: 'refused',
  EHOSTUNREACH: 'refused',
  ENETUNREACH: 'refused',
  EADDRNOTAVAIL: 'refused',
  ETIMEDOUT: 'timeout',
  UND_ERR_CONNECT_TIMEOUT: 'timeout',
  UND_ERR_HEADERS_TIMEOUT: 'timeout',
  UND_ERR_BODY_TIMEOUT: 'timeout',
  EPROTO: 'tls',
  DEPTH_ZERO_SELF_SIGNED_CERT: 'tls',
  SELF_SIGNED_CERT_IN_CHAIN: 'tls',
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: 'tls',
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: 'tls',
}

/** Why a connection failed, from the error that undici or node threw; what is not known counts as a reset. */
export function causeOf(error: unknown): Cause {
  for (let it: unknown = error, depth = 0; it instanceof Error && depth < 5; depth += 1) {
    const code = 'code' in it ? String(it.code) : ''
    const known = codes[code] ?? (/^(ERR_TLS|ERR_SSL|CERT_|ERR_OSSL)/.test(code) ? 'tls' : undefined)
    if (known) return known
    if (it.name === 'TimeoutError') return 'timeout'
    it = it instanceof AggregateError ? it.errors[0] : it.cause
  }
  return 'reset'
}

/** Every wait of the relay, in ms; one object, so that a test can make them short. */
export interface Timings {
  /** For a client's headers to arrive, and for the whole request. */
  readonly clientHeadersMs: number
  readonly clientRequestMs: number
  /** In each span of this length a body that is still arriving must bring its least (see `gather`). */
  readonly clientPaceMs: number
  /** How long an idle connection of a client is kept: longer than clients keep theirs, so that none is closed in use. */
  readonly keepAliveMs: number
  /** For a connection to an upstream, TLS included. */
  readonly connectMs: number
  /** Silence after which another key or provider is tried, where there is one. */
  readonly elsewhereMs: number
  /**
   * Claude Code gives up after 300 s without a byte, so before that the answer is begun, and with it the
   * choice of upstream is final.
   */
  readonly earlyMs: number
  /** Silence in a stream after which a ping of our own is sent. */
  readonly pingMs: number
  /**
   * How long a client may leave an answer unread before it is cut off. Until then one batch of events is held
   * for it, at most 16 MiB and usually what one read brought, 64 KiB; the upstream is not read meanwhile.
   */
  readonly stallMs: number
  /**
   * How long a request waits for a key instead of being sent away with a 429, and instead of going to another
   * provider. Where a key's limits are being found out by another request, the first holds for both.
   */
  readonly patienceMs: number
  readonly shortPatienceMs: number
  /** How long a request waits for one of `max_concurrent` places. */
  readonly placeMs: number
  /** For counting tokens upstream; then they are estimated. */
  readonly countMs: number
}

export const timings: Timings = {
  clientHeadersMs: 10_000,
  clientRequestMs: 60_000,
  clientPaceMs: 10_000,
  keepAliveMs: 120_000,
  connectMs: 10_000,
  elsewhereMs: 120_000,
  earlyMs: 240_000,
  pingMs: 15_000,
  stallMs: 300_000,
  patienceMs: 15_000,
  shortPatienceMs: 1_500,
  placeMs: 15_000,
  countMs: 10_000,
}

import { z } from 'zod'
import { KeyId, ProviderId, RequestId, SessionId } from './ids.ts'

/** What is spoken at its address; absent: http alone. */
const Over = { over: z.enum(['https', 'both']).optional() }

export const RelayStatus = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('stopped') }),
  z.object({ kind: z.literal('starting') }),
  z.object({ kind: z.literal('listening'), host: z.string(), port: z.number().int(), since: z.number(), ...Over }),
  /** Holds its port, so that nobody else can take it, and answers 503. */
  z.object({ kind: z.literal('paused'), host: z.string(), port: z.number().int(), ...Over }),
  z.object({ kind: z.literal('draining'), left: z.number().int() }),
  z.object({
    kind: z.literal('failed'),
    code: z.enum(['port_taken', 'not_allowed', 'bad_address', 'other']),
    host: z.string(),
    port: z.number().int(),
    message: z.string(),
    /** The program that holds the port, where that could be found out. */
    by: z.string().optional(),
  }),
])
export type RelayStatus = z.infer<typeof RelayStatus>

/** As the provider booked it. `input` is the uncached part, as Anthropic's `usage.input_tokens`. */
export const TokenUsage = z.object({
  input: z.number().int().nonnegative(),
  output: z.number().int().nonnegative(),
  cacheRead: z.number().int().nonnegative(),
  cacheWrite: z.number().int().nonnegative(),
})
export type TokenUsage = z.infer<typeof TokenUsage>

/** Why a key or a provider was not taken, in one line of plain words, and when that ends (ms, pool clock). */
export const PassedOver = z.object({
  providerId: ProviderId,
  keyId: KeyId.nullable(),
  label: z.string(),
  because: z.string(),
  until: z.number().nullable(),
})
export type PassedOver = z.infer<typeof PassedOver>

/** How a try came by its connection; what opening one took, in ms. */
export const Connection = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('reused') }),
  z.object({
    kind: z.literal('opened'),
    /** `null`: there was no name to look up, no TLS, or it never came to that. */
    dnsMs: z.number().nullable(),
    connectMs: z.number().nullable(),
    tlsMs: z.number().nullable(),
  }),
])
export type Connection = z.infer<typeof Connection>

/** Where the time of one try went, in ms from its start. */
const AttemptTimings = z.object({
  /** `null`: none came to stand, and nothing was measured of it. */
  connection: Connection.nullable(),
  /** When the headers of the answer were there; `null`: no answer came. */
  firstByteMs: z.number().nullable(),
  /** Until its last byte, or until it was given up; of a running one so far. */
  totalMs: z.number(),
})

/** Why a connection failed. */
export const Cause = z.enum(['dns', 'inside', 'refused', 'tls', 'timeout', 'reset'])
export type Cause = z.infer<typeof Cause>

/** One try at an upstream. */
export const Attempt = z.object({
  providerId: ProviderId,
  keyId: KeyId.nullable(),
  label: z.string(),
  model: z.string(),
  /** HTTP status, or `null` where no answer came. */
  status: z.number().int().nullable(),
  /** Verdict kind, e.g. `deliver`, `rate_limited`, `unreachable`. */
  verdict: z.string(),
  /** One sentence: what the upstream said or what failed. Redacted. */
  said: z.string(),
  startedAt: z.number(),
  ms: z.number(),
  /** Absent where nothing was sent. */
  timings: AttemptTimings.optional(),
  /** Absent where an answer came. */
  cause: Cause.optional(),
  /** The upstream's own id of this try, for its support. */
  upstreamId: z.string().optional(),
})
export type Attempt = z.infer<typeof Attempt>

/** How many requests are remembered, here and in a window; the oldest go first. */
export const REQUESTS_KEPT = 2000

/** Everything the relay remembers of one request. No body, no credential, by type. */
export const RequestRecord = z.object({
  id: RequestId,
  at: z.number(),
  path: z.string(),
  sessionId: z.string().nullable(),
  /** The launch whose token it showed; absent: it showed the token of this install. */
  launch: SessionId.optional(),
  /** As the client asked for it. */
  model: z.string(),
  state: z.enum(['running', 'done']),
  outcome: z.enum(['running', 'ok', 'refused', 'failed', 'aborted']),
  /** What the client got; `null` while running or when it left before an answer. */
  status: z.number().int().nullable(),
  attempts: z.array(Attempt),
  /** The key that has been lent to it and has not answered yet; absent: none has, or it is in the attempts. */
  asking: z.string().optional(),
  passedOver: z.array(PassedOver),
  /** One sentence that explains the choice. */
  why: z.string(),
  /** What the attempts taught of keys and limits, a sentence each, in the order in which it was learned. */
  learned: z.array(z.string()),
  usage: TokenUsage.nullable(),
  /** It went to Anthropic with the Claude login that the client itself brought, and with no key. */
  login: z.boolean().optional(),
  streamed: z.boolean(),
  firstByteMs: z.number().nullable(),
  durationMs: z.number().nullable(),
})
export type RequestRecord = z.infer<typeof RequestRecord>

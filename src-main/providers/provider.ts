import type { Readable } from 'node:stream'
import type { Dispatcher } from 'undici'
import type { AccountView } from '../../src-shared/domain/account.ts'
import type { Dimension } from '../../src-shared/domain/limits.ts'
import type { ModelInfo, ProviderType, Role } from '../../src-shared/domain/provider.ts'
import type { Cause } from '../../src-shared/domain/relay.ts'
import type { KeyTest } from '../../src-shared/ipc/contract.ts'
import type { Passes } from './passes.ts'

/** Reads a response header by its lower-case name; the first value where it was repeated. */
export type HeaderOf = (name: string) => string | undefined

/** What a response's headers say about the limits of the key that was used. */
export interface ObservedLimits {
  /** Organization and workspace, joined; keys with the same one share every limit. */
  domain?: string
  /** Per dimension what the provider stated. `reset` is for display only (pool physics: never compute with it). */
  windows: Partial<Record<Dimension, { limit: number; remaining: number; round: number }>>
}

/**
 * What an upstream's answer means. Decided once, here; the relay, the pool, the circuit and the
 * window all read the verdict and never the status code.
 */
export type Verdict =
  /** Pass it on: a success, or the client's own fault. */
  | { kind: 'deliver' }
  /** 429: this lane is at its limit. `waitMs` null: the provider did not say. `scope` what cools. */
  | { kind: 'rate_limited'; waitMs: number | null; scope: 'lane' | 'domain'; dimension: Dimension | null; said: string }
  /** Money or a plan ran out; `until` epoch ms, or null where only the user can mend it. */
  | { kind: 'spent'; until: number | null; said: string }
  /** 401, or a body that says the key itself is no good: set aside until the user replaces it. */
  | { kind: 'refused'; said: string }
  /** This key may not use this model (403, 404): other keys or providers may. */
  | { kind: 'no_model'; said: string }
  /** It is more than this key may ever ask for at once: another provider may do it, or the user asks for less. */
  | { kind: 'unfit'; said: string }
  /** 529: everybody is busy there; one other key at most, then another provider. */
  | { kind: 'overloaded'; waitMs: number | null; said: string }
  /** 5xx, HTML, nonsense: perhaps billed. */
  | { kind: 'broken'; waitMs: number | null; said: string }

/** How the relay's connection to the upstream failed, before any answer. */
export type Unreachable = {
  kind: 'unreachable'
  cause: Cause
  /** False where nothing of the request can have reached the provider, so nothing was billed. */
  perhapsBilled: boolean
  said: string
}

/** What the relay must know of a kind of provider. One file each; adding one adds a file and a row. */
export interface Provider {
  readonly type: ProviderType
  /** As people call it: "Anthropic", "Z.AI", "Ollama". */
  readonly name: string
  readonly baseUrl: string
  readonly needsKey: boolean
  readonly models: readonly ModelInfo[]
  /** What opus, sonnet and haiku mean here where the user maps nothing; null: model names pass as asked. */
  readonly roles: Readonly<Record<Role, string>> | null
  /** True where the secret's shape belongs to this provider and to no other we know. */
  recognises(secret: string): boolean
  /**
   * Headers that carry the key, or prove it. Asked last, when nothing of the request changes any more; they replace
   * whatever credentials the client sent. A promise only where something has to be fetched first; rejects, or
   * throws, with a NoPass where it cannot be had.
   */
  authorize(secret: string | null, outgoing: Outgoing): Record<string, string> | Promise<Record<string, string>>
  /**
   * The name of the pass that `authorize` uses for this secret; absent or `null`: it uses none. One that its provider refuses
   * may have ended before its time, and so is fetched anew, once.
   */
  readonly passOf?: ((secret: string | null) => string | null) | undefined
  /** The model's limit group, e.g. all Opus 4.x together; `*` where all models share. */
  groupOf(model: string): string
  /**
   * Headers and body as this upstream wants them, in place; the body only where it must change. Throws `CannotCarry`
   * where its format has no place for what is asked.
   */
  prepare(draft: Draft): void
  /** Whether it answers `/v1/messages/count_tokens`; where not, the relay estimates. */
  readonly countsTokens: boolean
  /** Whether it refuses thinking that it did not sign itself; others take any, and read it as what it is. */
  readonly checksThinking: boolean
  /** Learns from the headers of any answer. `null`: they say nothing about limits. */
  readLimits(header: HeaderOf): ObservedLimits | null
  /**
   * Reads an answer. `body`: its first 64 kB, as text; of a stream its first event. A 2xx with an error in its
   * body is that error. Times it states are read by the server's own clock (the `date` header).
   */
  classify(status: number, header: HeaderOf, body: string): Verdict
  /**
   * The body to deliver in place of an error of the client's own making that is not in Anthropic's shape or
   * wording (Claude Code mends some by their words, e.g. a prompt that is too long); `null`: as it came.
   */
  reword(status: number, body: string): string | null
  /** Asks about a key as cheaply as the provider allows. Never throws. */
  test(probe: Probe): Promise<KeyTest>
  /** The models its server lists, as far as they can be asked for without spending anything. Never throws. */
  list(probe: Probe): Promise<Listing>
  /** What its vendor says of the account behind a key; `null` where it cannot be asked. Never throws. */
  readonly account: ((probe: Probe) => Promise<AccountAnswer>) | null
}

export type Listing = { ok: true; models: readonly ModelInfo[]; ms: number } | { ok: false; reason: string }
export type AccountAnswer = { ok: true; account: AccountView } | { ok: false; reason: string }

/** A request on its way out, to be adapted. Names are lower-case. */
export interface Draft {
  /** Where it goes; absent: to the usual address. */
  readonly baseUrl?: string
  path: string
  headers: Record<string, string | string[]>
  /** Replaced, never written into: the same bytes may be sent to another provider afterwards. */
  body: Buffer
  /** The model as the client asked for it; absent: as the body has it. */
  asked?: string
  /** Tells the key apart that it will bear, without telling the key; absent: it is not known yet. */
  account?: string
  /** Set where a success will come in another format. */
  translate?: Translate
}

/** A request as it is about to leave: what a signature covers. */
export interface Outgoing {
  readonly method: 'GET' | 'POST'
  readonly baseUrl: string
  /** Path and query, below the address. */
  readonly path: string
  /** Names are lower-case. */
  readonly headers: Readonly<Record<string, string | readonly string[]>>
  /** `null`: none. */
  readonly body: Buffer | null
  readonly passes: Passes
}

/** A success in another format, made one of the Messages API as it comes. A break of the one is a break of the other. */
export type Translate = (contentType: string, body: Readable) => { contentType: string; body: Readable }

export interface Probe {
  baseUrl: string
  secret: string | null
  /** Asked for one token where nothing about a key can be asked for free; absent: the provider's own small one. */
  model?: string
  dispatcher: Dispatcher
  passes: Passes
  /** Gives up after this, in ms. */
  timeoutMs: number
  now: () => number
}

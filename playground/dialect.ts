import type { Account } from '../src-main/practice/account.ts'
import type { Message, Wire } from '../src-main/practice/message.ts'
import type { Plan, Step } from '../src-main/practice/plan.ts'
import type { Prompt } from '../src-main/practice/prompt.ts'
import type { Asked } from '../src-main/practice/server.ts'
import type { Dimension } from '../src-shared/domain/limits.ts'

/** A key that a twin knows. */
export interface TwinKey {
  readonly secret: string
  /** What the log calls it. */
  readonly name: string
  /** Keys of one organization share its limits and its prompt cache. Absent: an organization of its own. */
  readonly organization?: string
  readonly workspace?: string
}

/** Everything an upstream may turn a request down for. */
export type Failure =
  | { kind: 'unknown_key' }
  | { kind: 'limited'; dimension: Dimension; limit: number; seconds: number | null }
  /** More requests at once than the account may have. */
  | { kind: 'busy' }
  | { kind: 'overloaded' }
  | { kind: 'no_credit' }
  | { kind: 'unknown_model'; model: string }
  | { kind: 'bad_request'; message: string }
  | { kind: 'not_found' }
  | { kind: 'too_large' }

/** Another format in front of the same desk. */
export interface Door {
  /** Whether this is where messages are asked for; `path` is without the prefix. */
  at(path: string): boolean
  /** The request as a Messages request; a string says what is wrong with it. */
  read(body: Buffer, path: string): Buffer | string
  /** Absent: it answers as the Messages API does. */
  write?(message: Message, asked: Asked): Step[]
  /** A script's own event as it is written here; absent: as the script has it. */
  bent?(step: Step): Step
  /** What carries the events of a stream, whatever they say; absent: server-sent events. */
  framing?(plan: Plan): Plan
}

/** How one vendor speaks, written from its documentation and not from the relay's code. */
export interface Dialect {
  readonly name: string
  /** The path that belongs to the base URL, e.g. `/api/anthropic`; empty: none. */
  readonly prefix: string
  /** The key it was sent, or proved to know; `null`: none. A vendor without keys answers with a fixed name. */
  secretOf(asked: Asked, keys: readonly TwinKey[]): string | null | Promise<string | null>
  readonly wire: Wire
  /** Where messages are asked for, and how, if not at `/v1/messages` in Anthropic's format. */
  readonly door?: Door
  /** What it does to the bytes of every answer; absent: nothing. */
  readonly habit?: (plan: Plan) => Plan
  /** The model group whose limits a model shares; `null`: no such model. */
  groupOf(model: string): string | null
  /** What it turns down beyond what every server does; `null`: nothing. */
  check(asked: Asked, prompt: Prompt): Failure | null
  failure(failure: Failure): Plan
  /** Headers that its answers carry for this key. `group` null: no limits are known yet. */
  headers(key: TwinKey, account: Account, group: string | null, now: number): Record<string, string>
  /** Its endpoints beside `/v1/messages`; `path` is without the prefix. `key` null: not known. */
  other(asked: Asked, path: string, key: TwinKey | null): Plan
}

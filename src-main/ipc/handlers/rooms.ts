import type { Dispatcher } from 'undici'
import type { RequestRecord } from '../../../src-shared/domain/relay.ts'
import type { Snapshot } from '../../../src-shared/ipc/snapshot.ts'
import type { ClaudeCode, Desktop, Launcher } from '../../app.ts'
import type { KeyCare } from '../../care/key-care.ts'
import type { Runs } from '../../claude/runs.ts'
import type { Everywhere } from '../../claude/settings/everywhere.ts'
import type { Derived, Kinds } from '../../config/derive.ts'
import type { ConfigSource } from '../../config/source.ts'
import type { Recent } from '../../feed/recent.ts'
import type { DebugWhile } from '../../log/debug-while.ts'
import type { LiveSink } from '../../log/live-sink.ts'
import type { RecentLines } from '../../log/recent.ts'
import type { Pool } from '../../pool/pool.ts'
import type { Alarm, Clock, Ids, JsonFile, Log } from '../../ports.ts'
import type { Passes } from '../../providers/passes.ts'
import type { Relay } from '../../relay/parts.ts'
import type { ClientToken } from '../../secrets/client-token.ts'
import type { Vault } from '../../secrets/vault.ts'
import type { Sessions } from '../../sessions/sessions.ts'

/** The config in force and the keys that belong to it: the user's own, or the practice's. */
export interface Live {
  readonly source: ConfigSource
  readonly vault: Vault
  readonly practice: boolean
}

/** What the handlers work on. `assemble.ts` makes it. */
export interface Rooms {
  readonly clock: Clock
  readonly alarm: Alarm
  readonly ids: Ids
  readonly log: Log
  readonly kinds: Kinds
  readonly pool: Pool
  readonly relay: Relay
  readonly recent: Pick<Recent, 'past' | 'speed'>
  readonly care: Pick<KeyCare, 'pause'>
  readonly token: ClientToken
  readonly desktop: Desktop
  readonly launcher: Launcher
  readonly claudeCode: ClaudeCode
  /** Brings Claude Code's settings to the relay as it is now, where its user wants that. */
  readonly everywhere: Pick<Everywhere, 'follow'>
  readonly runs: Runs
  readonly sessions: Sessions
  /** For asking a provider about a key. */
  readonly dispatcher: Dispatcher
  readonly passes: Passes
  readonly logs: Pick<LiveSink, 'path' | 'forget'>
  /** What was logged lately. */
  readonly lines: Pick<RecentLines, 'after' | 'forget'>
  readonly debug: Pick<DebugWhile, 'begin'>
  /** Something that the snapshot tells may have changed. */
  mark(): void
  live(): Live
  derived(): Derived
  snapshot(): Snapshot
  requests(): readonly RequestRecord[]
  forgetRequests(): void
  /** What the pool learned for the next start; `null`: nothing outlives this run. */
  readonly hints: JsonFile | null
  requestOf(id: string): RequestRecord | null
  /** Claude Code may have been installed since the start. */
  lookForClaude(): Promise<void>
  practice: { start(): Promise<void>; stop(): Promise<void> }
}

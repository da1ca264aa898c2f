import type { SessionId } from '../src-shared/domain/ids.ts'
import type { RequestRecord } from '../src-shared/domain/relay.ts'
import type { Push, PushName, Reply } from '../src-shared/ipc/contract.ts'
import type { Snapshot } from '../src-shared/ipc/snapshot.ts'
import type { OwnCertificate } from './certificate/own-certificate.ts'
import type { Layer } from './claude/layers.ts'
import type { Runs } from './claude/runs.ts'
import type { OwnSettings } from './claude/settings/own-settings.ts'
import type { ConfigSource } from './config/source.ts'
import type { LiveSink } from './log/live-sink.ts'
import type { Level, LiveLog } from './log/log.ts'
import type { RecentLines } from './log/recent.ts'
import type { Alarm, Clock, Here, Ids, JsonFile } from './ports.ts'
import type { ClientToken } from './secrets/client-token.ts'
import type { Redactor } from './secrets/redact.ts'
import type { Vault } from './secrets/vault.ts'

/**
 * The whole relay behind one face: what a window, the tray, the dev bridge and the CLI talk to.
 * `assemble.ts` builds it; nothing in it knows Electron.
 */
export interface App {
  /** Loads the config, fills the pool, begins to listen. A port that is taken is a status, not a throw. */
  start(): Promise<void>
  /** The computer has slept: what was connected before is not any more. */
  wake(): void
  /** Drains, saves hints, closes. */
  stop(): Promise<void>
  /** The typed table as one function; never throws. */
  call(name: string, input: unknown): Promise<Reply<never>>
  snapshot(): Snapshot
  requests(): readonly RequestRecord[]
  /** Pushes as the window gets them, already throttled (snapshot.patched: at once, then at most 8 a second). */
  subscribe<N extends PushName>(name: N, listener: (payload: Push<N>) => void): () => void
}

/** What only a desktop can do. Electron brings one; headless brings one that refuses in words. */
export interface Desktop {
  copy(text: string, options: { secret: boolean }): Promise<void>
  pickFolder(): Promise<string | null>
  /** A file to read keys from. */
  pickFile(): Promise<string | null>
  /** Where to write a file that would like to be called `name`; the user agreed to replace what is there. */
  pickSave(name: string): Promise<string | null>
  /** Opens a file or folder with the system's program for it. */
  show(path: string): Promise<void>
  /** Opens a page in the system's browser. Only addresses of our own making are given to it. */
  browse(url: string): Promise<void>
  setStartAtLogin(on: boolean): Promise<void>
  quit(): void
}

/** Claude Code as it is on this machine. `claude/claude-code.ts` implements it. */
export interface ClaudeCode {
  /** Every one there is; the first is what a terminal starts. */
  installations(): Promise<{ path: string; version: string | null }[]>
  /** Where it takes settings from in that folder, what counts most first; `null`: in the user's own. */
  layers(folder: string | null): Promise<Layer[]>
  readonly settings: OwnSettings
  /**
   * The file for NODE_EXTRA_CA_CERTS, brought to our certificate and to those that this user trusts already; `null`:
   * no TLS is spoken.
   */
  trust(): Promise<string | null>
}

/** Opens the user's terminal with Claude Code in it. `claude/launch.ts` implements it. */
export interface Launcher {
  /** Terminals this system could have, in the order they are tried. */
  terminals(): Promise<{ name: string; found: boolean }[]>
  claude(): Promise<{ path: string; version: string | null } | null>
  /** Throws a Refusal that says plainly what is missing. */
  launch(options: LaunchOptions): Promise<{ terminal: string; folder: string }>
}

export interface LaunchOptions {
  /** Names the launch, and the folder of what it needs. */
  id: SessionId
  folder: string
  /** `null`: the first one found. */
  terminal: string | null
  /** e.g. `https://127.0.0.1:8787`. */
  address: string
  /** The client token of this launch; travels in a 0600 file, never on a command line. */
  token: string
  /** The certificates that it is to trust; `null`: the address needs none of ours. */
  trust: string | null
  /** Models per role, where the chosen provider maps them by name: becomes ANTHROPIC_DEFAULT_*_MODEL. */
  roles: Partial<Record<'opus' | 'sonnet' | 'haiku', string>>
}

/** What differs between the desktop app, a headless relay and a test. */
export interface AppPorts {
  readonly clock: Clock
  readonly alarm: Alarm
  readonly ids: Ids
  readonly log: LiveLog
  readonly redactor: Redactor
  /** Read already; a config that cannot be used is the business of whoever reads it. */
  readonly source: ConfigSource
  readonly vault: Vault
  readonly token: ClientToken
  readonly desktop: Desktop
  readonly launcher: Launcher
  readonly claudeCode: ClaudeCode
  /** With which TLS is spoken; absent: it is not. */
  readonly certificate?: OwnCertificate | null
  /** In place of the config's, for this run: whether http is spoken beside it. */
  readonly plain?: boolean
  /** What the pool has learned, for the next start; `null`: it is not kept. */
  readonly hints: JsonFile | null
  /** Who was launched, by what its token is recognised, and what was spent; `null`: it is not kept. */
  readonly sessions: JsonFile | null
  /** Where launches keep what they need. */
  readonly runs: Runs
  /** What keys cost today and how long they are set aside; `null`: kept until the end of this run. */
  readonly days: JsonFile | null
  /** Where the log goes; a config may move it. */
  readonly logs: Pick<LiveSink, 'path' | 'follow' | 'forget'>
  /** What was logged lately; absent: nobody looks. */
  readonly recent?: Pick<RecentLines, 'after' | 'forget'>
  /** In place of the config's level, for this run. */
  readonly level?: Level
  /** The user's own file about models and prices. */
  readonly prices?: string
  /** What the system says the time is (ms since the epoch), where somebody is there to be told that it was set; else absent. */
  readonly wall?: () => number
  /** Where the logins of vendors' own programs are found; absent: there are none. */
  readonly here?: Here
  /** `host:port` in place of the config's, for this run; `null`: nowhere, for work that needs no relay. */
  readonly listen?: string | null
  /** The name of the program that listens on a port of this machine. */
  readonly portHolder?: (port: number) => Promise<string | null>
  readonly version: string
  readonly platform: Snapshot['platform']
}

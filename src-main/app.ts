import type { PushName, Push, Reply } from '../src-shared/ipc/contract.ts'
import type { Snapshot } from '../src-shared/ipc/snapshot.ts'
import type { RequestRecord } from '../src-shared/domain/relay.ts'

/**
 * The whole relay behind one face: what a window, the tray, the dev bridge and the CLI talk to.
 * `assemble.ts` builds it; nothing in it knows Electron.
 */
export interface App {
  /** Loads the config, fills the pool, begins to listen. A port that is taken is a status, not a throw. */
  start(): Promise<void>
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
  /** Opens a file or folder with the system's program for it. */
  show(path: string): Promise<void>
  setStartAtLogin(on: boolean): Promise<void>
  quit(): void
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
  folder: string
  /** `null`: the first one found. */
  terminal: string | null
  /** e.g. `http://127.0.0.1:8787`. */
  address: string
  /** The client token; travels in a 0600 file, never on a command line. */
  token: string
  /** Models per role, where the chosen provider maps them by name: becomes ANTHROPIC_DEFAULT_*_MODEL. */
  roles: Partial<Record<'opus' | 'sonnet' | 'haiku', string>>
}

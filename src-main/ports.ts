/**
 * What the house needs from the outside, in our own words and no wider than the need. Electron, Node
 * and tests each bring their own.
 */

/** Milliseconds that look like an epoch but never jump: one fixed start plus a monotonic count. */
export interface Clock {
  now(): number
}

/** Runs `task` once, at the earliest when the clock has reached `at` (ms). Returns a way to call it off. */
export interface Alarm {
  at(at: number, task: () => void): () => void
}

/** Random ids and tokens; a seam, so that tests can name things. */
export interface Ids {
  /** A short id, unique in this install. */
  next(prefix: string): string
  /** A UUID v4, for requests. */
  uuid(): string
  /** 32 random bytes, base64url. */
  token(): string
}

/** Structured log. Fields are an allow-list of facts; never a body, never a header, never a secret. */
export interface Log {
  debug(fields: Fields, message: string): void
  info(fields: Fields, message: string): void
  warn(fields: Fields, message: string): void
  error(fields: Fields, message: string): void
}
export type Fields = Readonly<Record<string, string | number | boolean | null | undefined>>

/** One JSON document, written whole or not at all (a full disk or a kill leaves the old one). */
export interface JsonFile {
  readonly path: string
  /** `undefined`: there is no file yet. Throws on a file that is not JSON. */
  read(): unknown | undefined
  write(value: unknown): Promise<void>
}

/** What secrets are sealed with: the system's keyring, a passphrase, or nothing that outlives this run. */
export interface Cipher {
  /** `session`: nothing on this machine can keep a secret; what is put is gone at quit. */
  readonly kind: 'keyring' | 'passphrase' | 'session'
  /** The backend's own name, for the settings page: `gnome_libsecret`, `keychain`, `dpapi`, `none`. */
  readonly backend: string
  encrypt(plain: string): Promise<string>
  decrypt(sealed: string): Promise<string>
}

/** Starts programs; a seam, so that a test can see what would be started without opening a terminal. */
export interface Spawner {
  /** Starts `file` detached. Resolves with its pid once it runs; rejects where it cannot be started. */
  start(file: string, args: readonly string[], options: { cwd: string; env: Record<string, string> }): Promise<number>
  /** Runs to the end; resolves with what it printed, or `null` on any failure or after `timeoutMs`. */
  ask(file: string, args: readonly string[], timeoutMs: number): Promise<string | null>
}

/** What of this computer a vendor's own login is found by: a port, so that a test can describe any computer. */
export interface Here {
  readonly platform: NodeJS.Platform
  readonly env: Readonly<Record<string, string | undefined>>
  readonly home: string
  /** The whole of a small file; `null`: it is not there or cannot be read. */
  read(path: string): Promise<string | null>
  /** What a vendor's command line prints; `null`: it is not here, or says no. Arguments are words of ours. */
  ask(program: 'gcloud' | 'az', args: readonly string[]): Promise<string | null>
}

/** As much of an `AbortSignal` as is asked of one: whether somebody has left, and to hear of it. */
export interface Signal {
  readonly aborted: boolean
  addEventListener(type: 'abort', listener: () => void): void
  removeEventListener(type: 'abort', listener: () => void): void
}

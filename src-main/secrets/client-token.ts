import { hash, timingSafeEqual } from 'node:crypto'
import { chmodSync, readFileSync, statSync } from 'node:fs'
import { writeDurably } from '../files/durable.ts'
import type { Ids } from '../ports.ts'
import type { Redactor } from './redact.ts'
import { Secret } from './secret.ts'

/** What Claude Code shows the relay. Kept in a file of mode 0600, so that a script of the user can read it too. */
export interface ClientToken {
  /** Where it is kept; `null`: it stands in the config file. */
  readonly path: string | null
  /** Only for the clipboard, the child's settings file and the terminal of a headless start. */
  value(): Secret
  /** Constant time whatever is asked: both sides are hashed, and whole hashes are compared. */
  is(candidate: string): boolean
  /** A new one is in force once it is on disk; `null` where the config file decides. */
  readonly rotate: (() => Promise<void>) | null
}

/** Reads the token of this install, or makes one. Rejects where the file can neither be read nor written. */
export async function openClientToken(path: string, ids: Ids, redactor: Pick<Redactor, 'know'>): Promise<ClientToken> {
  const known = (token: string) => {
    redactor.know(token)
    return comparer(token)
  }
  let check = known(readToken(path) ?? (await writeToken(path, ids.token())))
  return {
    path,
    value: () => new Secret(check.token),
    is: (candidate) => check.is(candidate),
    rotate: async () => {
      check = known(await writeToken(path, ids.token()))
    },
  }
}

/** The tokens that a config file sets, which may change while it is read again; where it sets none, this install's own. */
export function tokenOfFile(tokens: () => readonly string[], own: ClientToken): ClientToken {
  let of: readonly string[] = []
  let checks: readonly ReturnType<typeof comparer>[] = []
  const now = () => {
    if (of !== tokens()) checks = tokens().map(comparer)
    of = tokens()
    return checks
  }
  return {
    get path() {
      return now().length === 0 ? own.path : null
    },
    value: () => {
      const [first] = now()
      return first ? new Secret(first.token) : own.value()
    },
    // Every one is asked, so that the time says nothing of which it was.
    is: (candidate) =>
      now().length === 0
        ? own.is(candidate)
        : now()
            .map((one) => one.is(candidate))
            .includes(true),
    get rotate() {
      return now().length === 0 ? own.rotate : null
    },
  }
}

function comparer(token: string): { token: string; is(candidate: string): boolean } {
  const digest = (text: string) => Buffer.from(hash('sha256', text), 'latin1')
  const own = digest(token)
  return { token, is: (candidate) => timingSafeEqual(digest(candidate), own) }
}

/** One that was cut short or emptied is no token: a guessable one would be worse than a new one. */
function readToken(path: string): string | null {
  try {
    const token = readFileSync(path, 'utf8').trim()
    if (process.platform !== 'win32' && (statSync(path).mode & 0o077) !== 0) chmodSync(path, 0o600)
    return token.length >= 32 ? token : null
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null
    throw error
  }
}

async function writeToken(path: string, token: string): Promise<string> {
  await writeDurably(path, `${token}\n`)
  return token
}

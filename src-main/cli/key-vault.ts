import { readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { text } from '../../src-shared/text/text.ts'
import type { Folders } from '../files/folders.ts'
import { Refusal } from '../ipc/refusal.ts'
import { nodeClock } from '../node/clock.ts'
import { durableJson } from '../node/durable-json.ts'
import type { Cipher, Log } from '../ports.ts'
import { keyringCipher } from '../secrets/keyring-cipher.ts'
import { closedVault, lateVault } from '../secrets/late-vault.ts'
import { hasPassphrase, passphraseCipher } from '../secrets/passphrase-cipher.ts'
import type { Redactor } from '../secrets/redact.ts'
import { sealedVault } from '../secrets/sealed-vault.ts'
import type { Vault } from '../secrets/vault.ts'
import { Failed } from './failed.ts'
import type { Terminal } from './terminal.ts'

interface Parts {
  readonly folders: Folders
  readonly terminal: Terminal
  readonly log: Log
  readonly redactor: Redactor
  /** A file that holds the passphrase. */
  readonly passphraseFile: string | undefined
  /** Whether a passphrase may be set where there is none and no keyring either: only a person at work does that. */
  readonly make: boolean
}

/** Guesses that a person gets. */
const TRIES = 3

/**
 * The keys of this user that were stored without the desktop app: sealed by the system's keyring under plain
 * Node, or under a passphrase where there is no keyring. Opened when a key of it is first needed.
 */
export const keyVault = (parts: Parts): Vault =>
  lateVault(() =>
    openKeyVault(parts).catch((error: unknown) => {
      throw error instanceof Failed ? new Refusal(error.message) : error
    }),
  )

/** The same, opened at once: whoever names a passphrase should hear at once that it is another one. */
export async function openKeyVault(parts: Parts): Promise<Vault> {
  const cipher = await cipherOf(parts)
  if (cipher === null) return closedVault()
  const { folders, log, redactor } = parts
  return sealedVault({ cipher, log, redactor, clock: nodeClock, file: durableJson(folders.sealedKeys) })
}

/** Once a passphrase is set it stays in use, whatever keyring there may be today. */
async function cipherOf(parts: Parts): Promise<Cipher | null> {
  const { folders, terminal } = parts
  const isSet = hasPassphrase(durableJson(folders.passphrase))
  if (!isSet && parts.passphraseFile === undefined) {
    const keyring = await keyringCipher(terminal.platform, folders.home)
    if (keyring) return keyring
    if (!parts.make) return null
  }
  return byPassphrase(parts, isSet)
}

async function byPassphrase({ folders, terminal, passphraseFile }: Parts, isSet: boolean): Promise<Cipher | null> {
  const words = text.cli.passphrase
  const file = durableJson(folders.passphrase)
  if (passphraseFile !== undefined) {
    const cipher = await passphraseCipher(file, readPassphrase(resolve(terminal.cwd, passphraseFile)))
    if (!cipher) throw new Failed(words.wrong, 1)
    return cipher
  }
  if (!isSet) return passphraseCipher(file, await newPassphrase(terminal))
  for (let tries = 0; tries < TRIES; tries++) {
    const said = await terminal.ask(tries === 0 ? words.ask : words.again, { secret: true })
    if (said === null) return null
    const cipher = await passphraseCipher(file, said)
    if (cipher) return cipher
  }
  throw new Failed(words.wrong, 1)
}

async function newPassphrase(terminal: Terminal): Promise<string> {
  const words = text.cli.passphrase
  terminal.stderr.write(`${words.none}\n`)
  const first = await terminal.ask(words.choose, { secret: true })
  if (first === null) throw new Failed(words.nobody, 1)
  if (first.length < 8) throw new Failed(words.short)
  if ((await terminal.ask(words.repeat, { secret: true })) !== first) throw new Failed(words.differ)
  return first
}

function readPassphrase(path: string): string {
  try {
    const said = readFileSync(path, 'utf8').replace(/\r?\n$/, '')
    if (said.length < 8) throw new Failed(text.cli.passphrase.short)
    return said
  } catch (error) {
    if (error instanceof Failed) throw error
    throw new Failed(text.cli.unreadable(path, (error as NodeJS.ErrnoException).code ?? ''))
  }
}

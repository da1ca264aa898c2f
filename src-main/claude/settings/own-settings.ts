import { createHash } from 'node:crypto'
import { text } from '../../../src-shared/text/text.ts'
import { Refusal } from '../../ipc/refusal.ts'
import type { JsonFile } from '../../ports.ts'
import { bytesOf, put } from './file.ts'
import { EMPTY, Journal, planInit, planRemove } from './journal.ts'
import { jsonOf, readSettings, type Settings, textOf } from './patch.ts'
import { preview } from './preview.ts'

const words = text.cli.claude
const TRUST = 'NODE_EXTRA_CA_CERTS'

export interface Destination {
  /** e.g. `https://127.0.0.1:8787`. */
  readonly address: string
  readonly token: string
  /** The certificates that are to be trusted there; `null`: none of ours. */
  readonly trust: string | null
}

/** A change of Claude Code's settings, worked out and not yet made. */
export interface Planned {
  /** `gone`: there was no file before us; `nothing`: it is so already. */
  readonly kind: 'made' | 'changed' | 'gone' | 'nothing'
  readonly path: string
  /** What changes, as `diff` writes it; nothing in it that looks like a secret. */
  readonly lines: readonly string[]
  /** Sentences about what else in that file concerns it. */
  readonly beside: readonly string[]
  /** Names that somebody changed since, which are left alone. */
  readonly kept: readonly string[]
  /** The same for the same change, so that what was agreed to can be told from what would be made now. */
  readonly print: string
  /** Makes it. Refused where the file has changed meanwhile. */
  make(): Promise<void>
}

/** The user's settings of Claude Code, and what we did to them until it is taken back. */
export interface OwnSettings {
  readonly path: string
  /** Whether they were changed by us and that was not taken back yet. Refused where that cannot be known. */
  changed(): boolean
  /** How many relays in a row led them here and were gone within ten minutes, without taking it back. */
  crashes(): number
  /** The user's own NODE_EXTRA_CA_CERTS, whatever we put in its place. */
  theirTrust(): string | undefined
  /** Refused in words where the file cannot be read or understood. `crashes`: of a relay that begins. */
  plan(destination: Destination, crashes?: number): Planned
  /** Refused where nothing of ours is to be taken back. */
  planBack(): Planned
}

interface Parts {
  /** The settings file as the user calls it; a link stays a link. */
  readonly path: string
  readonly journal: JsonFile
  /** Strikes out what looks like a secret. */
  hide(line: string): string
  /** For the journal, as ISO 8601. */
  today(): string
}

/** A relay that is gone sooner than this, and did not put the settings back, has crashed, in ms. */
const SOON_MS = 10 * 60_000

/** The journal is written first; the settings are changed where and only where it says so. */
export function ownSettings({ path, journal, hide, today }: Parts): OwnSettings {
  function read(): Journal | null {
    try {
      const found = journal.read()
      return found === undefined ? null : Journal.parse(found)
    } catch {
      throw new Refusal(words.journalBroken(journal.path))
    }
  }

  return {
    path,
    changed: () => read() !== null,

    crashes() {
      const was = read()
      return was !== null && Date.parse(today()) - Date.parse(was.at) < SOON_MS ? was.crashes + 1 : 0
    },

    theirTrust() {
      try {
        const ours = read()?.changes.find(({ name }) => name === TRUST)
        const settings = readSettings(bytesOf(path) ?? EMPTY)
        const found = ours ? ours.before : settings.kind === 'ok' ? jsonOf(settings, TRUST) : null
        return (found && textOf(found)) || undefined
      } catch {
        return undefined
      }
    },

    plan({ address, token, trust }, crashes) {
      const bytes = look(path)
      const settings = understood(path, bytes ?? EMPTY)
      const was = read()
      if (was !== null && was.path !== path) throw new Refusal(words.elsewhere(was.path))
      const wanted = {
        ...{ ANTHROPIC_BASE_URL: address, ANTHROPIC_AUTH_TOKEN: token },
        ...(trust !== null && { [TRUST]: trust }),
      }
      const note = { path, bytes, was, at: today(), crashes: crashes ?? was?.crashes ?? 0 }
      const plan = planInit(note, settings, wanted)
      if (bytes?.equals(plan.bytes) && crashes === undefined) return nothing(path)
      return {
        kind: bytes === null ? 'made' : 'changed',
        ...{ path, beside: conflicts(settings), kept: [] },
        ...shown(bytes, plan.bytes, [token], hide),
        async make() {
          mustBe(path, bytes)
          await saved(journal.path, journal.write(plan.journal))
          await saved(path, put(path, plan.bytes))
        },
      }
    },

    planBack() {
      const was = read()
      if (was === null) throw new Refusal(words.notOurs)
      const forget = () => saved(journal.path, put(journal.path, null))
      const bytes = look(was.path)
      if (bytes === null) return { ...nothing(was.path), kind: 'gone', make: forget }
      const { bytes: back, kept } = planRemove(was, bytes, understood(was.path, bytes))
      if (back?.equals(bytes)) return { ...nothing(was.path), kept, make: forget }
      return {
        kind: back === null ? 'gone' : 'changed',
        ...{ path: was.path, beside: [], kept },
        ...shown(bytes, back, [bytes, back].flatMap(tokensIn), hide),
        async make() {
          mustBe(was.path, bytes)
          await saved(was.path, put(was.path, back))
          await forget()
        },
      }
    },
  }
}

const nothing = (path: string): Planned => ({
  kind: 'nothing',
  ...{ path, lines: [], beside: [], kept: [], print: '' },
  make: async () => {},
})

/** Nothing that looks like a secret is shown, ours or theirs. */
function shown(before: Buffer | null, after: Buffer | null, secrets: readonly string[], hide: Parts['hide']) {
  const masked = (line: string) =>
    hide(secrets.reduce((left, secret) => left.replaceAll(JSON.stringify(secret), words.masked), line))
  const hash = createHash('sha256')
    .update(before ?? '')
    .update('\0')
    .update(after ?? '')
  return {
    lines: preview(before?.toString('utf8') ?? '', after?.toString('utf8') ?? '', masked),
    print: hash.digest('hex'),
  }
}

function look(path: string): Buffer | null {
  try {
    return bytesOf(path)
  } catch (error) {
    throw new Refusal(words.unreadable(path, (error as NodeJS.ErrnoException).code ?? ''))
  }
}

function understood(path: string, bytes: Buffer): Settings & { kind: 'ok' } {
  const settings = readSettings(bytes)
  switch (settings.kind) {
    case 'ok':
      return settings
    case 'no_json':
      throw new Refusal(words.broken(path))
    case 'twice':
      throw new Refusal(words.twice(path))
    case 'no_object':
      throw new Refusal(settings.what === '' ? words.broken(path) : words.notAnObject(path, settings.what))
  }
}

/** Claude Code writes this file too; what was agreed to is what is written, or nothing. */
function mustBe(path: string, bytes: Buffer | null): void {
  const now = look(path)
  if (!(now === null ? bytes === null : bytes?.equals(now))) throw new Refusal(words.moved(path))
}

function tokensIn(bytes: Buffer | null): string[] {
  const settings = bytes === null ? null : readSettings(bytes)
  if (settings?.kind !== 'ok') return []
  const found = settings.env?.get('ANTHROPIC_AUTH_TOKEN')
  const token = found ? textOf(settings.body.toString('utf8', found.valueStart, found.valueEnd)) : null
  return token === null ? [] : [token]
}

function conflicts({ top, env }: Settings & { kind: 'ok' }): string[] {
  return [
    ...(env?.has('ANTHROPIC_API_KEY') ? [words.alsoSet.ANTHROPIC_API_KEY] : []),
    ...(top.has('apiKeyHelper') ? [words.alsoSet.apiKeyHelper] : []),
  ]
}

async function saved(path: string, write: Promise<void>): Promise<void> {
  try {
    await write
  } catch (error) {
    throw new Refusal(words.notWritten(path, (error as NodeJS.ErrnoException).code ?? String(error)))
  }
}

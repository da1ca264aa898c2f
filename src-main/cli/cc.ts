import { text } from '../../src-shared/text/text.ts'
import { bytesOf, put, settingsPath } from '../claude/settings/file.ts'
import { EMPTY, Journal, planInit, planRemove } from '../claude/settings/journal.ts'
import { readSettings, type Settings, textOf } from '../claude/settings/patch.ts'
import { preview } from '../claude/settings/preview.ts'
import { foldersIn } from '../files/folders.ts'
import { addressOf } from '../ipc/handlers/desk.ts'
import { durableJson } from '../node/durable-json.ts'
import type { JsonFile } from '../ports.ts'
import { createRedactor } from '../secrets/redact.ts'
import { homeOf, lookForRelay, snapshotOf } from './door.ts'
import { Failed } from './failed.ts'
import { lookForConfig } from './find-config.ts'
import { localToken, readConfig } from './local-token.ts'
import { readOptions } from './options.ts'
import type { Terminal } from './terminal.ts'

const words = text.cli.claude

/** `cc-relay cc …`: Claude Code's own settings send it through the relay, and back. */
export async function cc(args: readonly string[], terminal: Terminal): Promise<void> {
  const [part = '', ...rest] = args
  const command = Object.hasOwn(parts, part) ? parts[part] : undefined
  if (!command) throw new Failed(text.cli.unknownPart('cc', Object.keys(parts)))
  await command(rest, terminal)
}

const parts: Readonly<Record<string, typeof cc>> = { init, remove }

const journalOf = (terminal: Terminal): JsonFile => durableJson(foldersIn(homeOf(terminal)).journal)

async function init(args: readonly string[], terminal: Terminal): Promise<void> {
  const { options } = readOptions(args, { values: ['address'], switches: ['yes'] })
  const { address, token } = await destination(terminal, options.address)
  const wanted = { ANTHROPIC_BASE_URL: address, ANTHROPIC_AUTH_TOKEN: token }
  const path = settingsPath(terminal)
  const bytes = look(path)
  const settings = understood(path, bytes ?? EMPTY)
  const journal = journalOf(terminal)
  const at = new Date().toISOString()
  const was = readJournal(journal)
  if (was !== null && was.path !== path) throw new Failed(words.elsewhere(was.path), 1)
  const plan = planInit({ path, bytes, at, was }, settings, wanted)
  if (bytes?.equals(plan.bytes)) return terminal.out(`${words.already(path)}\n`)

  show(terminal, bytes === null ? words.made(path) : words.preview(path), bytes, plan.bytes, [token])
  for (const said of conflicts(settings)) terminal.out(`${said}\n`)
  await agreed(terminal, options.yes === true)
  mustBe(path, bytes)
  await saved(journal.path, journal.write(plan.journal))
  await saved(path, put(path, plan.bytes))
  terminal.out(`${words.changed(path)}\n${words.whileOff}\n`)
}

async function remove(args: readonly string[], terminal: Terminal): Promise<void> {
  const { options } = readOptions(args, { switches: ['yes'] })
  const file = journalOf(terminal)
  const journal = readJournal(file)
  if (journal === null) throw new Failed(words.notOurs, 1)
  const { path } = journal
  const bytes = look(path)
  if (bytes === null) {
    await saved(file.path, put(file.path, null))
    return terminal.out(`${words.nothingLeft(path)}\n`)
  }
  const taken = planRemove(journal, bytes, understood(path, bytes))
  const changes = taken.bytes === null || !taken.bytes.equals(bytes)
  if (changes) {
    const secrets = [bytes, taken.bytes].flatMap((one) => (one === null ? [] : tokensIn(one)))
    show(terminal, taken.bytes === null ? words.gone(path) : words.preview(path), bytes, taken.bytes, secrets)
    await agreed(terminal, options.yes === true)
    mustBe(path, bytes)
    await saved(path, put(path, taken.bytes))
  }
  await saved(file.path, put(file.path, null))
  if (taken.kept.length > 0) terminal.out(`${words.kept(taken.kept)}\n`)
  else terminal.out(`${words.restored(path)}\n`)
}

/** Where the relay is and what it accepts: of the one that runs, else of the one that would. */
async function destination(terminal: Terminal, asked: string | undefined): Promise<{ address: string; token: string }> {
  if (asked !== undefined && !/^https?:\/\/[^/]+\/?$/.test(asked)) throw new Failed(words.badAddress(asked))
  const door = await lookForRelay(terminal)
  const snapshot = door && (await snapshotOf(door))
  const found = lookForConfig(undefined, terminal.cwd, homeOf(terminal))?.path ?? null
  const config = snapshot ? (snapshot.config.source === 'file' ? snapshot.config.path : null) : found
  const token = await localToken(terminal, config)
  if (asked !== undefined) return { address: asked.replace(/\/$/, ''), token }
  if (snapshot && (snapshot.relay.kind === 'listening' || snapshot.relay.kind === 'paused'))
    return { address: addressOf(snapshot.relay), token }
  if (config === null) throw new Failed(words.noAddress, 1)
  return { address: `http://${readConfig(terminal, config).config.server.listen}`, token }
}

function look(path: string): Buffer | null {
  try {
    return bytesOf(path)
  } catch (error) {
    throw new Failed(words.unreadable(path, (error as NodeJS.ErrnoException).code ?? ''), 1)
  }
}

function understood(path: string, bytes: Buffer): Settings & { kind: 'ok' } {
  const settings = readSettings(bytes)
  switch (settings.kind) {
    case 'ok':
      return settings
    case 'no_json':
      throw new Failed(words.broken(path), 1)
    case 'twice':
      throw new Failed(words.twice(path), 1)
    case 'no_object':
      throw new Failed(settings.what === '' ? words.broken(path) : words.notAnObject(path, settings.what), 1)
  }
}

/** Claude Code writes this file too; what was agreed to is what is written, or nothing. */
function mustBe(path: string, bytes: Buffer | null): void {
  const now = look(path)
  if (!(now === null ? bytes === null : bytes?.equals(now))) throw new Failed(words.moved(path), 1)
}

/** Nothing that looks like a secret is shown, ours or theirs. */
function show(
  terminal: Terminal,
  title: string,
  before: Buffer | null,
  after: Buffer | null,
  secrets: readonly string[],
): void {
  const redactor = createRedactor()
  const hide = (line: string) =>
    redactor.text(secrets.reduce((masked, secret) => masked.replaceAll(JSON.stringify(secret), words.masked), line))
  const lines = preview(before?.toString('utf8') ?? '', after?.toString('utf8') ?? '', hide)
  terminal.out(`${[title, '', ...lines, ''].join('\n')}\n`)
}

function tokensIn(bytes: Buffer): string[] {
  const settings = readSettings(bytes)
  if (settings.kind !== 'ok') return []
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

async function agreed(terminal: Terminal, yes: boolean): Promise<void> {
  if (yes) return
  if (!terminal.isAttended) throw new Failed(words.needsYes)
  const said = await terminal.ask(words.question, { secret: false })
  if (!/^y(es)?$/i.test(said ?? '')) throw new Failed(text.cli.gaveUp, 1)
}

function readJournal(file: JsonFile): Journal | null {
  try {
    const found = file.read()
    return found === undefined ? null : Journal.parse(found)
  } catch {
    throw new Failed(words.journalBroken(file.path), 1)
  }
}

async function saved(path: string, write: Promise<void>): Promise<void> {
  try {
    await write
  } catch (error) {
    throw new Failed(words.notWritten(path, (error as NodeJS.ErrnoException).code ?? String(error)), 1)
  }
}

import { text } from '../../src-shared/text/text.ts'
import { trustIn } from '../certificate/own-certificate.ts'
import { settingsPath } from '../claude/settings/file.ts'
import { type Destination, type OwnSettings, ownSettings, type Planned } from '../claude/settings/own-settings.ts'
import { foldersIn } from '../files/folders.ts'
import { addressOf } from '../ipc/handlers/desk.ts'
import { Refusal } from '../ipc/refusal.ts'
import { durableJson } from '../node/durable-json.ts'
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

const settingsOf = (terminal: Terminal): OwnSettings =>
  ownSettings({
    path: settingsPath(terminal),
    journal: durableJson(foldersIn(homeOf(terminal)).journal),
    hide: createRedactor().text,
    today: () => new Date().toISOString(),
  })

async function init(args: readonly string[], terminal: Terminal): Promise<void> {
  const { options } = readOptions(args, { values: ['address'], switches: ['yes'] })
  const to = await destination(terminal, options.address)
  await said(async () => {
    const plan = settingsOf(terminal).plan(to)
    if (plan.kind === 'nothing') return terminal.out(`${words.already(plan.path)}\n`)
    show(terminal, plan.kind === 'made' ? words.made(plan.path) : words.preview(plan.path), plan)
    await agreed(terminal, options.yes === true)
    await plan.make()
    terminal.out(`${words.changed(plan.path)}\n${words.whileOff}\n`)
  })
}

async function remove(args: readonly string[], terminal: Terminal): Promise<void> {
  const { options } = readOptions(args, { switches: ['yes'] })
  await said(async () => {
    const { lines, kept, path, kind, ...plan } = settingsOf(terminal).planBack()
    if (lines.length > 0) {
      show(terminal, kind === 'gone' ? words.gone(path) : words.preview(path), { lines, beside: [] })
      await agreed(terminal, options.yes === true)
    }
    await plan.make()
    if (kind === 'gone' && lines.length === 0) return terminal.out(`${words.nothingLeft(path)}\n`)
    terminal.out(`${kept.length > 0 ? words.kept(kept) : words.restored(path)}\n`)
  })
}

function show(terminal: Terminal, title: string, { lines, beside }: Pick<Planned, 'lines' | 'beside'>): void {
  terminal.out(`${[title, '', ...lines, '', ...beside].join('\n')}\n`)
}

/** A no of the settings' own is the last word of this command. */
async function said(work: () => Promise<void>): Promise<void> {
  try {
    await work()
  } catch (error) {
    throw error instanceof Refusal ? new Failed(error.message, 1) : error
  }
}

/** Where the relay is and what it accepts: of the one that runs, else of the one that would. */
async function destination(terminal: Terminal, asked: string | undefined): Promise<Destination> {
  if (asked !== undefined && !/^https?:\/\/[^/]+\/?$/.test(asked)) throw new Failed(words.badAddress(asked))
  const door = await lookForRelay(terminal)
  const snapshot = door && (await snapshotOf(door))
  const found = lookForConfig(undefined, terminal.cwd, homeOf(terminal))?.path ?? null
  const config = snapshot ? (snapshot.config.source === 'file' ? snapshot.config.path : null) : found
  const token = await localToken(terminal, config)
  if (asked !== undefined) return { address: asked.replace(/\/$/, ''), token, trust: null }
  if (snapshot && (snapshot.relay.kind === 'listening' || snapshot.relay.kind === 'paused'))
    return {
      address: addressOf(snapshot.relay),
      token,
      trust: snapshot.relay.over ? trustIn(foldersIn(homeOf(terminal)).certificate) : null,
    }
  if (config === null) throw new Failed(words.noAddress, 1)
  return { address: `http://${readConfig(terminal, config).config.server.listen}`, token, trust: null }
}

async function agreed(terminal: Terminal, yes: boolean): Promise<void> {
  if (yes) return
  if (!terminal.isAttended) throw new Failed(words.needsYes)
  const said = await terminal.ask(words.question, { secret: false })
  if (!/^y(es)?$/i.test(said ?? '')) throw new Failed(text.cli.gaveUp, 1)
}

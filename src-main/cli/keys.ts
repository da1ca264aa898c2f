import { resolve } from 'node:path'
import { BaseUrl } from '../../src-shared/config/schema.ts'
import type { ProviderId } from '../../src-shared/domain/ids.ts'
import type { KeyView } from '../../src-shared/domain/key.ts'
import { presets } from '../../src-shared/domain/presets/presets.ts'
import { ChosenType } from '../../src-shared/domain/provider.ts'
import type { Input } from '../../src-shared/ipc/contract.ts'
import { timeOfDay } from '../../src-shared/text/format.ts'
import { text } from '../../src-shared/text/text.ts'
import { type Door, lookForRelay, Refused, snapshotOf } from './door.ts'
import { Failed } from './failed.ts'
import { importKeys } from './keys-import.ts'
import { oneOf, readOptions } from './options.ts'
import { type Maker, madeIn, ownDoor } from './own-door.ts'
import { newFilePassphrase } from './passphrase.ts'
import { keyLine, keysOf } from './status.ts'
import type { Terminal } from './terminal.ts'

const words = text.cli.keys
const WHERE = ['config', 'passphrase-file'] as const

/** `cc-relay keys …`: over the running relay, or over the config file where none is running. */
export async function keys(args: readonly string[], terminal: Terminal, maker: Maker): Promise<void> {
  const [part = '', ...rest] = args
  const command = Object.hasOwn(parts, part) ? parts[part] : undefined
  if (!command) throw new Failed(text.cli.unknownPart('keys', Object.keys(parts)))
  await command(rest, terminal, maker)
}

const parts: Readonly<Record<string, typeof keys>> = {
  ...{ list, add, test, pause, resume, import: importFile, export: exportFile },
  'clear-cooldowns': clearCooldowns,
}

async function withDoor(
  terminal: Terminal,
  options: Parameters<typeof ownDoor>[1],
  maker: Maker,
  task: (door: Door) => Promise<void>,
): Promise<void> {
  const door = (await lookForRelay(terminal)) ?? (await ownDoor(terminal, options, maker))
  try {
    await task(door)
  } finally {
    await door.close()
  }
}

async function list(args: readonly string[], terminal: Terminal, maker: Maker): Promise<void> {
  const { options } = readOptions(args, { values: WHERE, switches: ['json'] })
  await withDoor(terminal, options, maker, async (door) => {
    const snapshot = await snapshotOf(door)
    const all = keysOf(snapshot)
    if (options.json) return terminal.out(`${JSON.stringify(all, null, 2)}\n`)
    if (all.length === 0) return terminal.out(`${words.none}\n`)
    const line = (key: KeyView, at: number) =>
      // What a key has left is known to a relay that uses it.
      door.isRunning
        ? keyLine(key, all.slice(0, at), snapshot.at)
        : text.tray.row(words.row(key.label, key.hint), key.enabled ? key.providerId : text.window.keys.status.disabled)
    terminal.out(`${all.map(line).join('\n')}\n`)
  })
}

async function add(args: readonly string[], terminal: Terminal, maker: Maker): Promise<void> {
  const { options } = readOptions(args, {
    values: [...WHERE, 'provider', 'type', 'base-url', 'label'],
    switches: ['even-if-unreachable'],
  })
  const type = oneOf('--type', options.type, ChosenType.options)
  if (type && options.provider !== undefined) throw new Failed(words.both)
  if (options['base-url'] !== undefined && !BaseUrl.safeParse(options['base-url']).success)
    throw new Failed(text.cli.badUrl(options['base-url']))
  await withDoor(terminal, options, maker, async (door) => {
    const secret = await typedOrPiped(terminal, mayBeWithout(type ?? options.provider))
    const provider = await providerFor(door, { provider: options.provider, type, baseUrl: options['base-url'] }, secret)
    const added = await door
      .ask('key.add', {
        provider,
        label: options.label ?? (await freeLabel(door, provider)),
        ...(secret !== null && { secret }),
        evenIfUnreachable: options['even-if-unreachable'] === true,
      })
      .catch((error: unknown) => {
        if (error instanceof Refused && error.code === 'unreachable')
          throw new Failed(`${error.message} ${words.evenSo}`, 1)
        throw error
      })
    const { vault } = await snapshotOf(door)
    const where = secret === null ? [] : [words.keptIn[vault.kind](vault.backend)]
    const file = door.isRunning ? [] : [madeIn(terminal, options)]
    terminal.out(`${[words.added(added.label, added.providerId), ...where, ...file].join('\n')}\n`)
  })
}

const mayBeWithout = (kind: string | undefined): boolean =>
  ChosenType.options.some((type) => type === kind && presets[type].key === 'optional')

/** A secret never stands on a command line, where every program of this machine could read it. */
async function typedOrPiped(terminal: Terminal, mayBeNone: boolean): Promise<string | null> {
  const piped = (await terminal.input()).trim()
  if (piped !== '') return piped
  const typed = terminal.isAttended ? await terminal.ask(words.ask, { secret: true }) : ''
  if (typed === null) throw new Failed(text.cli.gaveUp, 1)
  if (typed === '' && !mayBeNone) throw new Failed(words.missing)
  return typed === '' ? null : typed
}

async function providerFor(
  door: Door,
  { provider, type, baseUrl }: Record<'provider' | 'baseUrl', string | undefined> & { type: ChosenType | undefined },
  secret: string | null,
): Promise<Input<'key.add'>['provider']> {
  if (provider !== undefined) {
    const { providers } = await snapshotOf(door)
    const preset = ChosenType.options.find((it) => it === provider)
    // One that is there is meant before one that could be.
    if (provider in providers || preset === undefined) return { id: provider as ProviderId }
    return { type: preset, ...(baseUrl !== undefined && { baseUrl }) }
  }
  const recognised = type ?? (secret === null ? null : (await door.ask('key.recognise', { secret })).type)
  const known = oneOf('--type', recognised ?? undefined, ChosenType.options)
  if (!known) throw new Failed(words.which)
  return { type: known, ...(baseUrl !== undefined && { baseUrl }) }
}

/** `work 3`: the provider's name and the next number. */
async function freeLabel(door: Door, provider: Input<'key.add'>['provider']): Promise<string> {
  const name = 'id' in provider ? provider.id : provider.type
  const taken = new Set(keysOf(await snapshotOf(door)).map(({ label }) => label))
  for (let n = 1; ; n++) if (!taken.has(`${name} ${n}`)) return `${name} ${n}`.slice(-60)
}

async function test(args: readonly string[], terminal: Terminal, maker: Maker): Promise<void> {
  const { options, words: named } = readOptions(args, { values: WHERE, words: 1 })
  await withDoor(terminal, options, maker, async (door) => {
    const all = keysOf(await snapshotOf(door))
    const asked = named[0] === undefined ? all : [called(all, named[0])]
    if (asked.length === 0) return terminal.out(`${words.none}\n`)
    let failed = false
    for (const { id, label } of asked) {
      const result = await door.ask('key.test', { id })
      if (result.verdict !== 'accepted') failed = true
      const line =
        result.verdict === 'accepted'
          ? words.accepted(label, result.models, result.ms)
          : words.refused(label, result.reason)
      terminal.out(`${line}\n`)
    }
    if (failed) throw new Failed('', 1)
  })
}

async function importFile(args: readonly string[], terminal: Terminal, maker: Maker): Promise<void> {
  const { options, words: named } = readOptions(args, {
    ...{ values: WHERE, words: 1 },
    switches: ['dry-run', 'enable', 'even-if-unreachable'],
  })
  const [file] = named
  if (file === undefined) throw new Failed(words.whichFile('import'))
  await withDoor(terminal, options, maker, (door) =>
    importKeys(terminal, door, {
      ...{ file, dry: options['dry-run'] === true, enable: options.enable === true },
      evenIfUnreachable: options['even-if-unreachable'] === true,
    }),
  )
}

async function exportFile(args: readonly string[], terminal: Terminal, maker: Maker): Promise<void> {
  const { options, words: named } = readOptions(args, { values: WHERE, switches: ['with-keys'], words: 1 })
  const [file] = named
  if (file === undefined) throw new Failed(words.whichFile('export'))
  await withDoor(terminal, options, maker, async (door) => {
    const passphrase = options['with-keys'] ? await newFilePassphrase(terminal) : null
    const {
      path,
      keys: held,
      placeholders,
    } = await door.ask('export.save', {
      path: resolve(terminal.cwd, file),
      passphrase,
    })
    terminal.out(`${words.exported(path ?? file, held, placeholders)}\n`)
  })
}

async function clearCooldowns(args: readonly string[], terminal: Terminal): Promise<void> {
  const { words: named } = readOptions(args, { words: 1 })
  const door = await lookForRelay(terminal)
  if (door === null) throw new Failed(words.notResting, 1)
  const id = named[0] === undefined ? undefined : called(keysOf(await snapshotOf(door)), named[0]).id
  const { cleared } = await door.ask('key.clearCooldowns', id === undefined ? {} : { id })
  terminal.out(`${words.cleared(cleared)}\n`)
}

/** How long a key is set aside where nobody says how long, in minutes. */
const PAUSE_MINUTES = 60

async function pause(args: readonly string[], terminal: Terminal, maker: Maker): Promise<void> {
  const { options, words: named } = readOptions(args, { values: WHERE, words: 2 })
  const [name, said = String(PAUSE_MINUTES)] = named
  if (name === undefined) throw new Failed(words.nameOne)
  const minutes = /^\d{1,5}$/.test(said) ? Number(said) : Number.NaN
  if (said !== 'today' && !(minutes >= 1 && minutes <= 10_080)) throw new Failed(words.badPause(said))
  await withDoor(terminal, options, maker, async (door) => {
    const { id, label } = called(keysOf(await snapshotOf(door)), name)
    const { until } = await door.ask('key.pause', { id, for: said === 'today' ? said : minutes })
    terminal.out(`${words.paused(label, timeOfDay(until).slice(0, 5))}\n`)
  })
}

async function resume(args: readonly string[], terminal: Terminal, maker: Maker): Promise<void> {
  const { options, words: named } = readOptions(args, { values: WHERE, words: 1 })
  const [name] = named
  if (name === undefined) throw new Failed(words.nameOne)
  await withDoor(terminal, options, maker, async (door) => {
    const { id, label } = called(keysOf(await snapshotOf(door)), name)
    await door.ask('key.resume', { id })
    terminal.out(`${words.resumed(label)}\n`)
  })
}

/** A key by its id, its label or its last four characters. */
function called(all: readonly KeyView[], name: string): KeyView {
  const byId = all.find(({ id }) => id === name)
  if (byId) return byId
  const labelled = all.filter(({ label }) => label === name)
  const found = labelled.length > 0 ? labelled : all.filter(({ hint }) => hint !== '' && hint === name)
  const [one, ...more] = found
  if (!one) throw new Failed(words.unknown(name))
  if (more.length > 0) throw new Failed(words.several(name))
  return one
}
